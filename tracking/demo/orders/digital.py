"""Downloads, gift cards and what else nobody carries to the door."""

from tracking.demo.building import Bought, Parcel, Sale, Waiting
from tracking.demo.building.destinations import BATH, BRIGHTON, LEEDS, LONDON, YORK
from tracking.demo.orders.delivery_presets import on_its_way, royal_mail
from tracking.demo.orders.products import GIFT_CARD, MUG, PATTERN, TIP, WALLPAPER

DOWNLOAD = Waiting(method="NONE")


def _sent(when: str) -> Parcel:
    return Parcel(sent=when, status="FULFILLED", method="NONE", is_shipped=False)


SALES = (
    Sale(
        name="#1050",
        slug="digital-sent",
        situation="A download, sent by e-mail",
        email="tara@example.com",
        place=LONDON,
        placed="-1 20:15",
        lines=(Bought(PATTERN),),
        parcels=(_sent("-1 20:16"),),
    ),
    Sale(
        name="#1051",
        slug="digital-late",
        situation="A download that was paid three hours ago and has not come",
        email="una@example.com",
        place=YORK,
        placed="-3h",
        lines=(Bought(PATTERN),),
        waiting=(DOWNLOAD,),
    ),
    Sale(
        name="#1052",
        slug="digital-free-late",
        situation="A free download that has not come",
        email="vic@example.com",
        place=LEEDS,
        placed="-5h",
        lines=(Bought(WALLPAPER),),
        is_free=True,
        waiting=(DOWNLOAD,),
    ),
    Sale(
        name="#1053",
        slug="gift-card",
        situation="A gift card, sent by e-mail",
        email="wanda@example.com",
        place=BATH,
        placed="-2 11:30",
        lines=(Bought(GIFT_CARD),),
        parcels=(_sent("-2 11:31"),),
    ),
    Sale(
        name="#1054",
        slug="digital-just-paid",
        situation="A download, paid a moment ago",
        email="xavi@example.com",
        place=LONDON,
        placed="-10m",
        lines=(Bought(PATTERN),),
        waiting=(DOWNLOAD,),
    ),
    Sale(
        name="#1055",
        slug="digital-and-shipped",
        situation="A download that was sent, and a mug on its way",
        email="yara@example.com",
        place=BRIGHTON,
        placed="-4 09:26",
        lines=(Bought(MUG), Bought(PATTERN)),
        parcels=(
            _sent("-4 09:27"),
            on_its_way(royal_mail("JV711471044GB"), -2, "Brighton"),
        ),
    ),
    Sale(
        name="#1056",
        slug="with-tip",
        situation="On its way, with a tip for the shop that nobody sends",
        email="zack@example.com",
        place=LEEDS,
        placed="-4 12:34",
        lines=(Bought(MUG), Bought(TIP)),
        parcels=(on_its_way(royal_mail("JV974650759GB"), -2, "Leeds"),),
    ),
)
