"""Downloads, gift cards and other items that are not shipped."""

from tracking.demo.building import DemoLine, DemoOrder, DemoParcel, UnsentGroup
from tracking.demo.building.destinations import BATH, BRIGHTON, LEEDS, LONDON, YORK
from tracking.demo.orders.delivery_presets import in_transit, royal_mail
from tracking.demo.orders.products import GIFT_CARD, MUG, PATTERN, TIP, WALLPAPER

DOWNLOAD = UnsentGroup(method="NONE")


def _sent(when: str) -> DemoParcel:
    return DemoParcel(sent_at=when, status="FULFILLED", method="NONE", is_shipped=False)


ORDERS = (
    DemoOrder(
        name="#1050",
        slug="digital-sent",
        situation="A download, sent by email",
        email="tara@example.com",
        destination=LONDON,
        placed_at="-1 20:15",
        lines=(DemoLine(PATTERN),),
        parcels=(_sent("-1 20:16"),),
    ),
    DemoOrder(
        name="#1051",
        slug="digital-late",
        situation="A download that was paid three hours ago and has not come",
        email="una@example.com",
        destination=YORK,
        placed_at="-3h",
        lines=(DemoLine(PATTERN),),
        unsent=(DOWNLOAD,),
    ),
    DemoOrder(
        name="#1052",
        slug="digital-free-late",
        situation="A free download that has not come",
        email="vic@example.com",
        destination=LEEDS,
        placed_at="-5h",
        lines=(DemoLine(WALLPAPER),),
        is_free=True,
        unsent=(DOWNLOAD,),
    ),
    DemoOrder(
        name="#1053",
        slug="gift-card",
        situation="A gift card, sent by email",
        email="wanda@example.com",
        destination=BATH,
        placed_at="-2 11:30",
        lines=(DemoLine(GIFT_CARD),),
        parcels=(_sent("-2 11:31"),),
    ),
    DemoOrder(
        name="#1054",
        slug="digital-just-paid",
        situation="A download, paid a moment ago",
        email="xavi@example.com",
        destination=LONDON,
        placed_at="-10m",
        lines=(DemoLine(PATTERN),),
        unsent=(DOWNLOAD,),
    ),
    DemoOrder(
        name="#1055",
        slug="digital-and-shipped",
        situation="A download that was sent, and a mug on its way",
        email="yara@example.com",
        destination=BRIGHTON,
        placed_at="-4 09:26",
        lines=(DemoLine(MUG), DemoLine(PATTERN)),
        parcels=(
            _sent("-4 09:27"),
            in_transit(royal_mail("JV711471044GB"), -2, "Brighton"),
        ),
    ),
    DemoOrder(
        name="#1056",
        slug="with-tip",
        situation="On its way, with a tip for the shop that nobody sends",
        email="zack@example.com",
        destination=LEEDS,
        placed_at="-4 12:34",
        lines=(DemoLine(MUG), DemoLine(TIP)),
        parcels=(in_transit(royal_mail("JV974650759GB"), -2, "Leeds"),),
    ),
)
