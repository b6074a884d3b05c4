"""Orders on hold, one for each reason."""

from tracking.demo.building import DemoLine, DemoOrder, UnsentGroup
from tracking.demo.building.destinations import BATH, BRIGHTON, LEEDS, LONDON, SEATTLE, YORK
from tracking.demo.orders.products import BAG, BLANKET, CANDLE, CHAIR, LAMP, POSTER, SHIRT

CROSS_SELL = "ONLINE_STORE_POST_PURCHASE_CROSS_SELL"

HELD = (
    ("#1081", "hold-review", "HIGH_RISK_OF_FRAUD", "Held for a routine check", "nina", SEATTLE, LAMP),
    ("#1082", "hold-address", "INCORRECT_ADDRESS", "Held: something is off with the address", "otto", BATH, BAG),
    ("#1083", "hold-stock", "INVENTORY_OUT_OF_STOCK", "Held: out of stock", "petra", YORK, BLANKET),
    ("#1084", "hold-date", "UNKNOWN_DELIVERY_DATE", "Held until there is a date", "rolf", LEEDS, POSTER),
    ("#1085", "hold-other", "OTHER", "Held for another reason", "signe", BRIGHTON, CANDLE),
    ("#1086", "hold-minutes", CROSS_SELL, "Held for minutes, in which something may be added", "tove", LONDON, SHIRT),
)

ORDERS = (
    DemoOrder(
        name="#1080",
        slug="hold-payment",
        situation="Held until the payment arrives",
        featured=9,
        email="mona@example.com",
        destination=LONDON,
        placed_at="-2 18:42",
        lines=(DemoLine(CHAIR),),
        unsent=(UnsentGroup(status="ON_HOLD", holds=("AWAITING_PAYMENT",)),),
        financial_status="PENDING",
        unpaid_share=1,
        gateway="Bank Deposit",
        is_manual_gateway=True,
    ),
    *(
        DemoOrder(
            name=name,
            slug=slug,
            situation=situation,
            email=f"{person}@example.com",
            destination=place,
            placed_at="-2 15:08",
            lines=(DemoLine(good),),
            unsent=(UnsentGroup(status="ON_HOLD", holds=(reason,)),),
        )
        for name, slug, reason, situation, person, place, good in HELD
    ),
)
