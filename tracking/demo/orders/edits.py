"""Orders that were changed after they were placed."""

from tracking.demo.building import Bought, Refunded, Sale, Waiting
from tracking.demo.building.destinations import BATH, LEEDS, LONDON, YORK
from tracking.demo.orders.delivery_presets import on_its_way, royal_mail
from tracking.demo.orders.products import BAG, BOOK, CANDLE, LAMP, MUG, POSTER, SOAP

SALES = (
    Sale(
        name="#1170",
        slug="item-added",
        situation="An item was added after the order was placed",
        email="njal@example.com",
        place=LONDON,
        placed="-2 12:05",
        lines=(Bought(MUG), Bought(BAG)),
        is_edited=True,
        waiting=(Waiting(),),
    ),
    Sale(
        name="#1171",
        slug="item-removed",
        situation="An item was taken out of the order; the rest is on its way",
        email="oda@example.com",
        place=YORK,
        placed="-5 17:32",
        lines=(Bought(LAMP), Bought(CANDLE, 3)),
        removed={"candle": 1},
        parcels=(on_its_way(royal_mail("JV663923325GB"), -2, "York"),),
    ),
    Sale(
        name="#1172",
        slug="item-refunded-before-sending",
        situation="One item was refunded before it was sent; the rest is on its way",
        email="pelle@example.com",
        place=LEEDS,
        placed="-5 08:21",
        lines=(Bought(BOOK), Bought(SOAP, 2)),
        payment="PARTIALLY_REFUNDED",
        refunds=(Refunded(at="-3 13:00", units={"soap": 1}, restock="CANCEL"),),
        parcels=(on_its_way(royal_mail("JV526018170GB"), -2, "Leeds"),),
    ),
    Sale(
        name="#1173",
        slug="item-swapped",
        situation="One item was swapped for another before sending",
        email="ragna@example.com",
        place=BATH,
        placed="-2 19:16",
        lines=(Bought(POSTER), Bought(BOOK)),
        removed={"poster": 1},
        is_edited=True,
        waiting=(Waiting(),),
    ),
)
