"""Orders whose tracking fields hold what people type: several numbers, words, a web address, or no number at all."""

from tracking.demo.building import DemoLine, DemoOrder, DemoParcel, DemoTracking
from tracking.demo.building.destinations import BATH, BRIGHTON, BRISTOL, LEEDS, LONDON, YORK
from tracking.demo.orders.delivery_presets import arrived, collected
from tracking.demo.orders.products import BAG, BLANKET, BOOK, CANDLE, LAMP, MUG, SHIRT


def _handed_over(*trackings: DemoTracking) -> tuple[DemoParcel, ...]:
    """A shipment of which Shopify shows no scans."""
    return (DemoParcel(sent_at="-1 15:10", status="FULFILLED", trackings=trackings),)


ORDERS = (
    DemoOrder(
        name="#1545",
        slug="two-numbers-in-one-field",
        situation="Two tracking numbers in one field, with a comma between them",
        email="ansgar@example.com",
        destination=LONDON,
        placed_at="-3 10:26",
        lines=(DemoLine(LAMP, 2),),
        parcels=_handed_over(DemoTracking("Royal Mail", "JV412087362GB, JV298145705GB")),
    ),
    DemoOrder(
        name="#1546",
        slug="two-numbers-one-arrived",
        situation="Two tracking numbers in one field; one of the boxes was delivered yesterday",
        email="bothilda@example.com",
        destination=LEEDS,
        placed_at="-5 19:03",
        lines=(DemoLine(LAMP), DemoLine(BLANKET)),
        parcels=(
            DemoParcel(
                sent_at="-3 15:10",
                status="DELIVERED",
                trackings=(DemoTracking("DPD UK", "15501782438021 / 15501782438022"),),
                scans=(*collected(-3), *arrived(-1, "Leeds")),
            ),
        ),
    ),
    DemoOrder(
        name="#1547",
        slug="number-with-words",
        situation="The tracking number has words in front of it",
        email="cosima@example.com",
        destination=BATH,
        placed_at="-3 13:12",
        lines=(DemoLine(BOOK, 2),),
        parcels=_handed_over(DemoTracking("Other", "Royal Mail tracking number: JV 4120 8736 2GB")),
    ),
    DemoOrder(
        name="#1548",
        slug="address-as-number",
        situation="A web address where the tracking number belongs",
        email="dankward@example.com",
        destination=YORK,
        placed_at="-3 08:37",
        lines=(DemoLine(CANDLE, 3),),
        parcels=_handed_over(
            DemoTracking("Other", "https://www.ups.com/track?loc=en_GB&tracknum=1Z5R89390357567127&requester=ST")
        ),
    ),
    DemoOrder(
        name="#1549",
        slug="number-in-carrier-field",
        situation="The tracking number stands in the carrier's field",
        email="eberhard@example.com",
        destination=BRISTOL,
        placed_at="-3 14:44",
        lines=(DemoLine(MUG, 2),),
        parcels=_handed_over(DemoTracking("Royal Mail JV298145705GB", None)),
    ),
    DemoOrder(
        name="#1550",
        slug="word-as-number",
        situation="Given to a friend of the customer: the number says so in words",
        email="friedlinde@example.com",
        destination=BRIGHTON,
        placed_at="-3 18:21",
        lines=(DemoLine(BAG),),
        parcels=_handed_over(
            DemoTracking("UPS", "hand delivered", "https://www.ups.com/track?tracknum=hand%20delivered")
        ),
    ),
    DemoOrder(
        name="#1551",
        slug="courier-without-page",
        situation="Sent with a bicycle courier that has a number and no page",
        email="gerlinde@example.com",
        destination=LONDON,
        placed_at="-2 11:05",
        lines=(DemoLine(SHIRT),),
        parcels=_handed_over(DemoTracking("Thames Bicycle Couriers", "TBC-204518")),
    ),
)
