"""Canceled orders, one for each reason."""

from tracking.demo.building import Cancellation, DemoLine, DemoOrder, DemoRefund
from tracking.demo.building.destinations import BATH, BRIGHTON, LEEDS, LONDON, SEATTLE, YORK
from tracking.demo.orders.products import BAG, BLANKET, BOOK, CHAIR, LAMP, PLANT, SHIRT


def _all(key: str, at: str = "-2 10:30") -> tuple[DemoRefund, ...]:
    return (DemoRefund(at=at, units={key: 1}, restock="CANCEL"),)


ORDERS = (
    DemoOrder(
        name="#1150",
        slug="cancelled-customer",
        situation="Canceled at the customer's wish, and refunded",
        featured=11,
        email="xiu@example.com",
        destination=LONDON,
        placed_at="-3 09:14",
        lines=(DemoLine(LAMP),),
        cancellation=Cancellation("-2 10:30", "CUSTOMER"),
        financial_status="REFUNDED",
        refunds=_all("lamp"),
    ),
    DemoOrder(
        name="#1151",
        slug="cancelled-payment",
        situation="Canceled because the payment was declined",
        email="yuri@example.com",
        destination=YORK,
        placed_at="-3 22:04",
        lines=(DemoLine(SHIRT),),
        cancellation=Cancellation("-2 08:15", "DECLINED"),
        financial_status="VOIDED",
    ),
    DemoOrder(
        name="#1152",
        slug="cancelled-stock",
        situation="Canceled because it was sold out, and refunded",
        email="zita@example.com",
        destination=BATH,
        placed_at="-5 15:36",
        lines=(DemoLine(BLANKET),),
        cancellation=Cancellation("-3 12:00", "INVENTORY"),
        financial_status="REFUNDED",
        refunds=_all("blanket", "-3 12:00"),
    ),
    DemoOrder(
        name="#1153",
        slug="cancelled-other",
        situation="Canceled for another reason, the refund is still to come",
        email="arne@example.com",
        destination=LEEDS,
        placed_at="-2 10:08",
        lines=(DemoLine(PLANT),),
        cancellation=Cancellation("-1 16:00", "OTHER"),
    ),
    DemoOrder(
        name="#1154",
        slug="cancelled-by-staff",
        situation="Canceled by the shop, and refunded",
        email="bodil@example.com",
        destination=BRIGHTON,
        placed_at="-4 18:52",
        lines=(DemoLine(BAG),),
        cancellation=Cancellation("-2 10:30", "STAFF"),
        financial_status="REFUNDED",
        refunds=_all("bag"),
    ),
    DemoOrder(
        name="#1155",
        slug="cancelled-check",
        situation="Canceled after a check, and refunded",
        email="cato@example.com",
        destination=SEATTLE,
        placed_at="-4 02:33",
        lines=(DemoLine(CHAIR),),
        cancellation=Cancellation("-2 10:30", "FRAUD"),
        financial_status="REFUNDED",
        refunds=_all("chair"),
    ),
    DemoOrder(
        name="#1156",
        slug="cancelled-old-words",
        situation="Canceled, while Shopify still says that it is to be sent",
        email="dag@example.com",
        destination=LONDON,
        placed_at="-6 12:20",
        lines=(DemoLine(BOOK),),
        cancellation=Cancellation("-5 10:30", "CUSTOMER"),
        financial_status="VOIDED",
        fulfillment_status="UNFULFILLED",
    ),
    DemoOrder(
        name="#1157",
        slug="restocked",
        situation="Refunded and put back on the shelf, in an old word for it",
        email="eskil@example.com",
        destination=YORK,
        placed_at="-8 14:41",
        lines=(DemoLine(SHIRT),),
        financial_status="REFUNDED",
        refunds=_all("shirt", "-6 10:30"),
        fulfillment_status="RESTOCKED",
    ),
)
