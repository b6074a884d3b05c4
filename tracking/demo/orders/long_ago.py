"""Orders of which nothing has been reported for too long: what is said when the present tense no longer holds."""

from tracking.demo.building import DemoLine, DemoOrder, DemoParcel, DemoReturn, DemoScan, DemoTracking, UnsentGroup
from tracking.demo.building.destinations import BATH, BRIGHTON, BRISTOL, LEEDS, LONDON, OSLO, PORTLAND, YORK
from tracking.demo.orders.delivery_presets import UK, collected, delivered, royal_mail
from tracking.demo.orders.locations import COUNTER
from tracking.demo.orders.products import BAG, BLANKET, BOOK, CANDLE, CHAIR, LAMP, MUG, PLANT, POSTER, SHIRT

PREORDER = "Preorder"


def _last(status: str, day: int, city: str, *trackings: DemoTracking, method: str = "SHIPPING") -> DemoParcel:
    """A parcel that was collected three days before its last scan, at ten past two on ``day``."""
    scans = (*collected(day - 3), DemoScan(f"{day} 14:10", status, city, UK))
    return DemoParcel(sent_at=scans[0].at, status=status, method=method, trackings=trackings, scans=scans)


def _at_the_counter(status: str, day: int) -> DemoParcel:
    """An order that the shop made ready on ``day``."""
    scans = (DemoScan(f"{day} 10:20", status, "Bristol"),) if status != "FULFILLED" else ()
    return DemoParcel(sent_at=f"{day} 10:20", status=status, method="PICK_UP", location=COUNTER, scans=scans)


ORDERS = (
    DemoOrder(
        name="#1500",
        slug="out-for-delivery-lapsed",
        situation="On the vehicle five days ago, and no news since",
        email="asta@example.com",
        destination=LEEDS,
        placed_at="-9 10:12",
        lines=(DemoLine(LAMP),),
        parcels=(_last("OUT_FOR_DELIVERY", -5, "Leeds", royal_mail("JV518702317GB")),),
    ),
    DemoOrder(
        name="#1501",
        slug="attempt-lapsed",
        situation="A delivery was tried a week ago, and no news since",
        email="birk@example.com",
        destination=BATH,
        placed_at="-12 17:40",
        lines=(DemoLine(SHIRT, 2),),
        parcels=(_last("ATTEMPTED_DELIVERY", -7, "Bath", DemoTracking("DPD UK", "15501782439001")),),
    ),
    DemoOrder(
        name="#1502",
        slug="pickup-last-call",
        situation="At a pickup point for twelve days: the last call",
        email="calle@example.com",
        destination=LONDON,
        placed_at="-17 09:31",
        lines=(DemoLine(BOOK, 2),),
        parcels=(_last("READY_FOR_PICKUP", -12, "London", royal_mail("JV529419075GB"), method="PICKUP_POINT"),),
    ),
    DemoOrder(
        name="#1503",
        slug="pickup-over",
        situation="At a pickup point for three weeks: longer than it is usually kept",
        email="dorte@example.com",
        destination=YORK,
        placed_at="-26 20:15",
        lines=(DemoLine(CANDLE),),
        parcels=(_last("READY_FOR_PICKUP", -21, "York", royal_mail("JV533164283GB"), method="PICKUP_POINT"),),
    ),
    DemoOrder(
        name="#1504",
        slug="counter-not-picked-up",
        situation="Ready at the shop's counter for three weeks",
        email="egil@example.com",
        destination=BRISTOL,
        placed_at="-23 12:02",
        lines=(DemoLine(PLANT),),
        shipping_method="Pick up at the shop",
        parcels=(_at_the_counter("READY_FOR_PICKUP", -21),),
    ),
    DemoOrder(
        name="#1505",
        slug="counter-never-marked",
        situation="Finished at the shop's counter three weeks ago, and nobody marked it as picked up",
        email="frida@example.com",
        destination=BRISTOL,
        placed_at="-23 15:28",
        lines=(DemoLine(BAG),),
        shipping_method="Pick up at the shop",
        parcels=(_at_the_counter("FULFILLED", -21),),
    ),
    DemoOrder(
        name="#1506",
        slug="own-driver-never-marked",
        situation="The shop's own van had it ten days ago, and nobody marked it as delivered",
        email="gorm@example.com",
        destination=BRISTOL,
        placed_at="-11 08:45",
        lines=(DemoLine(CHAIR),),
        shipping_method="Our own van",
        parcels=(DemoParcel(sent_at="-10 08:20", status="FULFILLED", method="LOCAL", location=COUNTER),),
    ),
    DemoOrder(
        name="#1507",
        slug="without-tracking-long-ago",
        situation="Sent without tracking three weeks ago",
        email="hedda@example.com",
        destination=BRIGHTON,
        placed_at="-22 18:54",
        lines=(DemoLine(POSTER),),
        parcels=(DemoParcel(sent_at="-21 15:30", status="FULFILLED"),),
    ),
    DemoOrder(
        name="#1508",
        slug="see-carrier-long-ago-abroad",
        situation="Sent abroad five weeks ago with a carrier that reports nothing here",
        email="ivar@example.com",
        destination=OSLO,
        placed_at="-37 11:20",
        lines=(DemoLine(MUG, 2),),
        parcels=(
            DemoParcel(sent_at="-35 15:30", status="FULFILLED", trackings=(DemoTracking("Tuffnells", "8830977"),)),
        ),
    ),
    DemoOrder(
        name="#1509",
        slug="delayed-and-silent",
        situation="A delay was reported nine days ago, and no news since",
        email="jorunn@example.com",
        destination=LEEDS,
        placed_at="-14 13:37",
        lines=(DemoLine(BLANKET),),
        parcels=(_last("DELAYED", -9, "Warrington", royal_mail("JV540907137GB")),),
    ),
    DemoOrder(
        name="#1510",
        slug="silent-abroad",
        situation="Sent abroad, and no scan for more than three weeks: it may be lost",
        email="kaja@example.com",
        destination=PORTLAND,
        placed_at="-28 16:49",
        lines=(DemoLine(SHIRT),),
        parcels=(_last("IN_TRANSIT", -23, "London", royal_mail("JV556172901GB")),),
    ),
    DemoOrder(
        name="#1511",
        slug="label-never-scanned",
        situation="Packed ten days ago, and never scanned by the carrier",
        email="loke@example.com",
        destination=LONDON,
        placed_at="-12 09:09",
        lines=(DemoLine(BOOK),),
        parcels=(
            DemoParcel(
                sent_at="-10 13:15", status="LABEL_PRINTED", trackings=(DemoTracking("Evri", "H546107358735588"),)
            ),
        ),
    ),
    DemoOrder(
        name="#1512",
        slug="planned-day-passed",
        situation="Planned to be sent five days ago, and still here",
        email="magne@example.com",
        destination=BATH,
        placed_at="-20 10:55",
        lines=(DemoLine(PLANT, 2),),
        unsent=(UnsentGroup(status="SCHEDULED", fulfill_at="-5 09:00"),),
    ),
    DemoOrder(
        name="#1513",
        slug="preorder-day-passed",
        situation="A preorder whose day passed five days ago",
        email="nanna@example.com",
        destination=LEEDS,
        placed_at="-30 19:45",
        lines=(DemoLine(BLANKET, selling_plan=PREORDER),),
        unsent=(UnsentGroup(status="SCHEDULED", fulfill_at="-5 09:00"),),
    ),
    DemoOrder(
        name="#1514",
        slug="return-not-sent",
        situation="A return was approved three weeks ago, and nothing has come back",
        email="odd@example.com",
        destination=YORK,
        placed_at="-34 09:48",
        lines=(DemoLine(LAMP),),
        parcels=(delivered(royal_mail("JV568841237GB"), -28, "York"),),
        returns=(DemoReturn(requested_at="-22 10:15", approved_at="-21 09:40", units={"lamp": 1}),),
    ),
    DemoOrder(
        name="#1515",
        slug="return-late",
        situation="A return has been on its way for six weeks",
        email="pernille@example.com",
        destination=LEEDS,
        placed_at="-55 16:22",
        lines=(DemoLine(BLANKET), DemoLine(MUG, 2)),
        parcels=(delivered(royal_mail("JV572399011GB"), -50, "Leeds"),),
        returns=(
            DemoReturn(
                requested_at="-43 10:15",
                approved_at="-42 09:40",
                units={"blanket": 1},
                trackings=(royal_mail("JV584410765GB"),),
            ),
        ),
    ),
    DemoOrder(
        name="#1516",
        slug="archived-on-its-way",
        situation="On its way when it was archived, and nothing was reported since",
        email="ragna@example.com",
        destination=BRIGHTON,
        placed_at="-59 09:05",
        lines=(DemoLine(POSTER), DemoLine(BOOK)),
        closed_at="-54 09:00",
        parcels=(_last("IN_TRANSIT", -53, "London", royal_mail("JV599203141GB")),),
    ),
    DemoOrder(
        name="#1517",
        slug="archived-unsent",
        situation="Archived although a part of it was never sent",
        email="sigurd@example.com",
        destination=BRISTOL,
        placed_at="-59 14:31",
        lines=(DemoLine(CANDLE), DemoLine(BAG)),
        closed_at="-50 09:00",
        parcels=(delivered(royal_mail("JV601755287GB"), -54, "Bristol", units={"candle": 1}),),
        unsent=(UnsentGroup(),),
    ),
    DemoOrder(
        name="#1518",
        slug="boxes-out-lapsed",
        situation="Two boxes; one was on the vehicle five days ago, and no news since",
        email="torunn@example.com",
        destination=LONDON,
        placed_at="-10 11:26",
        lines=(DemoLine(CHAIR, 2),),
        parcels=(
            _last(
                "OUT_FOR_DELIVERY",
                -5,
                "London",
                DemoTracking("DPD UK", "15501782439011"),
                DemoTracking("DPD UK", "15501782439012"),
            ),
        ),
    ),
    DemoOrder(
        name="#1519",
        slug="split-one-unreported",
        situation="One parcel has arrived; the other was sent without tracking three weeks ago",
        email="unni@example.com",
        destination=BATH,
        placed_at="-24 12:12",
        lines=(DemoLine(SHIRT), DemoLine(POSTER)),
        parcels=(
            delivered(royal_mail("JV613370451GB"), -19, "Bath", units={"shirt": 1}),
            DemoParcel(sent_at="-21 15:30", status="FULFILLED", units={"poster": 1}),
        ),
    ),
    DemoOrder(
        name="#1520",
        slug="returning-long-ago",
        situation="Turned back three weeks ago, and no news since",
        email="vilde@example.com",
        destination=LEEDS,
        placed_at="-27 08:18",
        lines=(DemoLine(LAMP),),
        parcels=(_last("RETURNING_TO_SENDER", -21, "Leeds", royal_mail("JV629088115GB")),),
    ),
    DemoOrder(
        name="#1521",
        slug="out-for-delivery-yesterday",
        situation="On the vehicle yesterday, and not delivered yet",
        email="yngve@example.com",
        destination=YORK,
        placed_at="-5 21:33",
        lines=(DemoLine(BOOK, 3),),
        parcels=(_last("OUT_FOR_DELIVERY", -1, "York", DemoTracking("DPD UK", "15501782439021")),),
    ),
)
