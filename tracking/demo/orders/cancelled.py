"""Orders that were called off, one for each reason."""

from tracking.demo.building import Bought, Cancelled, Refunded, Sale
from tracking.demo.building.destinations import BATH, BRIGHTON, LEEDS, LONDON, SEATTLE, YORK
from tracking.demo.orders.products import BAG, BLANKET, BOOK, CHAIR, LAMP, PLANT, SHIRT


def _all(key: str, at: str = "-2 10:30") -> tuple[Refunded, ...]:
    return (Refunded(at=at, units={key: 1}, restock="CANCEL"),)


SALES = (
    Sale(
        name="#1150",
        slug="cancelled-customer",
        situation="Cancelled at the customer's wish, and refunded",
        email="xiu@example.com",
        place=LONDON,
        placed="-3 09:14",
        lines=(Bought(LAMP),),
        cancelled=Cancelled("-2 10:30", "CUSTOMER"),
        payment="REFUNDED",
        refunds=_all("lamp"),
    ),
    Sale(
        name="#1151",
        slug="cancelled-payment",
        situation="Cancelled because the payment was declined",
        email="yuri@example.com",
        place=YORK,
        placed="-3 22:04",
        lines=(Bought(SHIRT),),
        cancelled=Cancelled("-2 08:15", "DECLINED"),
        payment="VOIDED",
    ),
    Sale(
        name="#1152",
        slug="cancelled-stock",
        situation="Cancelled because it was sold out, and refunded",
        email="zita@example.com",
        place=BATH,
        placed="-5 15:36",
        lines=(Bought(BLANKET),),
        cancelled=Cancelled("-3 12:00", "INVENTORY"),
        payment="REFUNDED",
        refunds=_all("blanket", "-3 12:00"),
    ),
    Sale(
        name="#1153",
        slug="cancelled-other",
        situation="Cancelled for another reason, the refund is still to come",
        email="arne@example.com",
        place=LEEDS,
        placed="-2 10:08",
        lines=(Bought(PLANT),),
        cancelled=Cancelled("-1 16:00", "OTHER"),
    ),
    Sale(
        name="#1154",
        slug="cancelled-by-staff",
        situation="Cancelled by the shop, and refunded",
        email="bodil@example.com",
        place=BRIGHTON,
        placed="-4 18:52",
        lines=(Bought(BAG),),
        cancelled=Cancelled("-2 10:30", "STAFF"),
        payment="REFUNDED",
        refunds=_all("bag"),
    ),
    Sale(
        name="#1155",
        slug="cancelled-check",
        situation="Cancelled after a check, and refunded",
        email="cato@example.com",
        place=SEATTLE,
        placed="-4 02:33",
        lines=(Bought(CHAIR),),
        cancelled=Cancelled("-2 10:30", "FRAUD"),
        payment="REFUNDED",
        refunds=_all("chair"),
    ),
    Sale(
        name="#1156",
        slug="cancelled-old-words",
        situation="Cancelled, while Shopify still says that it is to be sent",
        email="dag@example.com",
        place=LONDON,
        placed="-6 12:20",
        lines=(Bought(BOOK),),
        cancelled=Cancelled("-5 10:30", "CUSTOMER"),
        payment="VOIDED",
        fulfillment_status="UNFULFILLED",
    ),
    Sale(
        name="#1157",
        slug="restocked",
        situation="Refunded and put back on the shelf, in an old word for it",
        email="eskil@example.com",
        place=YORK,
        placed="-8 14:41",
        lines=(Bought(SHIRT),),
        payment="REFUNDED",
        refunds=_all("shirt", "-6 10:30"),
        fulfillment_status="RESTOCKED",
    ),
)
