"""Orders that show what a parcel is: several boxes of a shipment, several shipments of a parcel, parts to pick up."""

from tracking.demo.building import DemoLine, DemoOrder, DemoParcel, DemoRefund, DemoReturn, DemoScan, DemoTracking
from tracking.demo.building.destinations import BATH, BRIGHTON, BRISTOL, LEEDS, LONDON, YORK
from tracking.demo.building.specs import Cancellation, UnsentGroup
from tracking.demo.orders.delivery_presets import UK, arrived, collected, delivered, royal_mail
from tracking.demo.orders.locations import COUNTER
from tracking.demo.orders.products import BAG, BLANKET, BOOK, CANDLE, CHAIR, LAMP, MUG, PLANT, POSTER, SHIRT


def _dpd(*numbers: str) -> tuple[DemoTracking, ...]:
    return tuple(DemoTracking("DPD UK", number) for number in numbers)


def _one_delivered(day: int, city: str, *numbers: str) -> DemoParcel:
    """A shipment with several numbers; one of the boxes was delivered on ``day``."""
    scans = (*collected(day - 2), *arrived(day, city))
    return DemoParcel(sent_at=scans[0].at, status="DELIVERED", trackings=_dpd(*numbers), scans=scans)


ORDERS = (
    DemoOrder(
        name="#1460",
        slug="one-of-three-boxes",
        situation="Three boxes in one shipment; one was delivered yesterday",
        email="sunniva@example.com",
        destination=LONDON,
        placed_at="-5 10:26",
        lines=(DemoLine(CHAIR, 3),),
        parcels=(_one_delivered(-1, "London", "15501782438001", "15501782438002", "15501782438003"),),
    ),
    DemoOrder(
        name="#1461",
        slug="boxes-long-delivered",
        situation="Three boxes in one shipment; one was delivered six days ago, and no scan since",
        email="tyra@example.com",
        destination=LEEDS,
        placed_at="-10 19:03",
        lines=(DemoLine(CHAIR, 2), DemoLine(LAMP)),
        parcels=(_one_delivered(-6, "Leeds", "15501782438011", "15501782438012", "15501782438013"),),
    ),
    DemoOrder(
        name="#1462",
        slug="one-parcel-twice",
        situation="Packed in two steps, but one parcel with one number",
        email="eydis@example.com",
        destination=BATH,
        placed_at="-4 13:12",
        lines=(DemoLine(SHIRT), DemoLine(BOOK)),
        parcels=(
            DemoParcel(
                sent_at="-2 15:10",
                status="IN_TRANSIT",
                units={"shirt": 1},
                trackings=(DemoTracking("Royal Mail", "JV412087362GB"),),
                scans=(*collected(-2), DemoScan("-1 21:50", "IN_TRANSIT", "Bath", UK, "+1 17:00")),
                estimated_at="+1 17:00",
            ),
            DemoParcel(
                sent_at="-2 16:05",
                status="CONFIRMED",
                units={"book": 1},
                trackings=(DemoTracking("royal mail", "JV 4120 8736 2GB"),),
            ),
        ),
    ),
    DemoOrder(
        name="#1463",
        slug="same-number-twice",
        situation="One parcel whose number was entered twice",
        email="xenia@example.com",
        destination=YORK,
        placed_at="-5 08:37",
        lines=(DemoLine(BLANKET),),
        parcels=(
            DemoParcel(
                sent_at="-4 15:10",
                status="DELIVERED",
                trackings=(
                    DemoTracking("Royal Mail", "JV298145705GB"),
                    DemoTracking("Royal Mail", "jv-298145705-gb"),
                ),
                scans=(*collected(-4), *arrived(-1, "York")),
            ),
        ),
    ),
    DemoOrder(
        name="#1464",
        slug="pickup-in-two-parts",
        situation="To be picked up: one part is ready, the other is being packed",
        email="ylva@example.com",
        destination=BRISTOL,
        placed_at="-2 14:44",
        lines=(DemoLine(PLANT, 2), DemoLine(POSTER)),
        shipping_method="Pick up at the shop",
        parcels=(
            DemoParcel(
                sent_at="-1 11:30",
                status="READY_FOR_PICKUP",
                units={"plant": 2},
                method="PICK_UP",
                location=COUNTER,
                scans=(DemoScan("-1 11:30", "READY_FOR_PICKUP", "Bristol"),),
            ),
        ),
        unsent=(UnsentGroup(method="PICK_UP", location=COUNTER, status="IN_PROGRESS"),),
    ),
    DemoOrder(
        name="#1465",
        slug="cancelled-and-made-anew",
        situation="Canceled because of a wrong color, and made anew as #1465A",
        email="zoran@example.com",
        destination=BRIGHTON,
        placed_at="-2 18:21",
        lines=(DemoLine(BAG),),
        cancellation=Cancellation("-1 10:30", "CUSTOMER"),
        financial_status="REFUNDED",
        refunds=(DemoRefund(at="-1 10:30", units={"bag": 1}, restock="CANCEL"),),
    ),
    DemoOrder(
        name="#1465A",
        slug="made-anew",
        situation="Made anew in place of #1465, being packed",
        email="zoran@example.com",
        destination=BRIGHTON,
        placed_at="-1 10:52",
        lines=(DemoLine(BAG),),
        unsent=(UnsentGroup(status="IN_PROGRESS"),),
    ),
    DemoOrder(
        name="#1466",
        slug="returned-after-delivery",
        situation="Delivered, sent back and refunded: nothing is left to rate",
        email="aslak@example.com",
        destination=LONDON,
        placed_at="-16 11:15",
        lines=(DemoLine(CANDLE), DemoLine(MUG)),
        financial_status="PARTIALLY_REFUNDED",
        parcels=(delivered(royal_mail("JV530172643GB"), -11, "London"),),
        returns=(
            DemoReturn(
                requested_at="-9 09:10",
                approved_at="-9 13:40",
                closed_at="-4 14:20",
                units={"candle": 1},
                status="CLOSED",
                refunded_units=1,
                dispositions=(("RESTOCKED", 1, "-4 11:05"),),
                reverse_status="CLOSED",
            ),
        ),
        refunds=(DemoRefund(at="-4 14:20", units={"candle": 1}, return_index=0),),
    ),
)
