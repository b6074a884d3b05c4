"""Orders that were edited after they were placed."""

from tracking.demo.building import DemoEdit, DemoLine, DemoOrder, DemoRefund, UnsentGroup
from tracking.demo.building.destinations import BATH, LEEDS, LONDON, YORK
from tracking.demo.orders.delivery_presets import in_transit, royal_mail
from tracking.demo.orders.products import BAG, BOOK, CANDLE, LAMP, MUG, POSTER, SOAP

ORDERS = (
    DemoOrder(
        name="#1170",
        slug="item-added",
        situation="An item was added after the order was placed",
        email="njal@example.com",
        destination=LONDON,
        placed_at="-2 12:05",
        lines=(DemoLine(MUG), DemoLine(BAG)),
        edits=(DemoEdit(at="-2 13:20", added={"bag": 1}),),
        unsent=(UnsentGroup(),),
    ),
    DemoOrder(
        name="#1171",
        slug="item-removed",
        situation="An item was taken out of the order; the rest is on its way",
        email="oda@example.com",
        destination=YORK,
        placed_at="-5 17:32",
        lines=(DemoLine(LAMP), DemoLine(CANDLE, 3)),
        removed={"candle": 1},
        edits=(DemoEdit(at="-4 09:10", removed={"candle": 1}),),
        parcels=(in_transit(royal_mail("JV663923325GB"), -2, "York"),),
    ),
    DemoOrder(
        name="#1172",
        slug="item-refunded-before-sending",
        situation="One item was refunded before it was sent; the rest is on its way",
        email="pelle@example.com",
        destination=LEEDS,
        placed_at="-5 08:21",
        lines=(DemoLine(BOOK), DemoLine(SOAP, 2)),
        financial_status="PARTIALLY_REFUNDED",
        refunds=(DemoRefund(at="-3 13:00", units={"soap": 1}, restock="CANCEL"),),
        parcels=(in_transit(royal_mail("JV526018170GB"), -2, "Leeds"),),
    ),
    DemoOrder(
        name="#1173",
        slug="item-swapped",
        situation="One item was swapped for another before sending",
        email="ragna@example.com",
        destination=BATH,
        placed_at="-2 19:16",
        lines=(DemoLine(POSTER), DemoLine(BOOK)),
        removed={"poster": 1},
        edits=(DemoEdit(at="-2 20:02", added={"book": 1}, removed={"poster": 1}),),
        unsent=(UnsentGroup(),),
    ),
)
