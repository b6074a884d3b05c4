"""Statuses that the schema does not have yet, and fulfillments that failed."""

from tracking.demo.building import DemoLine, DemoOrder, DemoParcel, DemoScan, DemoTracking, UnsentGroup
from tracking.demo.building.destinations import BATH, BRIGHTON, DUBLIN, LEEDS, LONDON, YORK
from tracking.demo.orders.delivery_presets import UK, collected, royal_mail
from tracking.demo.orders.products import BAG, BLANKET, BOOK, LAMP, MUG, POSTER, SHIRT, SOAP


def _parcel(number: str, status: str | None, *scans: DemoScan) -> DemoParcel:
    return DemoParcel(
        sent_at="-5 15:10", status=status, trackings=(royal_mail(number),), scans=(*collected(-5), *scans)
    )


ORDERS = (
    DemoOrder(
        name="#1030",
        slug="buyer-action-required",
        situation="Customs waits for the customer (a status announced for 2027)",
        email="yves@example.com",
        destination=DUBLIN,
        placed_at="-7 16:16",
        lines=(DemoLine(BLANKET),),
        parcels=(
            _parcel(
                "JV518190935GB",
                "BUYER_ACTION_REQUIRED",
                DemoScan("-1 08:20", "BUYER_ACTION_REQUIRED", "Dublin", "Ireland"),
            ),
        ),
    ),
    DemoOrder(
        name="#1031",
        slug="ready-for-recipient-pickup",
        situation="Waits at the post office (a status announced for 2027)",
        email="zoe@example.com",
        destination=YORK,
        placed_at="-7 09:09",
        lines=(DemoLine(BAG),),
        parcels=(
            _parcel(
                "JV786579756GB",
                "READY_FOR_RECIPIENT_PICKUP",
                DemoScan("-1 10:30", "READY_FOR_RECIPIENT_PICKUP", "York", UK),
            ),
        ),
    ),
    DemoOrder(
        name="#1032",
        slug="returning-to-sender",
        situation="On its way back to the shop (a status announced for 2027)",
        email="abe@example.com",
        destination=LEEDS,
        placed_at="-8 11:27",
        lines=(DemoLine(LAMP),),
        parcels=(
            _parcel(
                "JV432319485GB",
                "RETURNING_TO_SENDER",
                DemoScan("-3 14:00", "ATTEMPTED_DELIVERY", "Leeds", UK),
                DemoScan("-1 17:15", "RETURNING_TO_SENDER", "Leeds", UK),
            ),
        ),
    ),
    DemoOrder(
        name="#1033",
        slug="picked-up-event",
        situation="Fetched from the post office (an event announced for 2027)",
        email="bess@example.com",
        destination=BATH,
        placed_at="-8 20:50",
        lines=(DemoLine(BOOK),),
        parcels=(
            _parcel(
                "JV757491181GB",
                "READY_FOR_PICKUP",
                DemoScan("-2 10:30", "READY_FOR_PICKUP", "Bath", UK),
                DemoScan("-1 17:40", "PICKED_UP", "Bath", UK),
            ),
        ),
    ),
    DemoOrder(
        name="#1034",
        slug="unknown-status",
        situation="A shipment status that nobody has heard of",
        email="carl@example.com",
        destination=BRIGHTON,
        placed_at="-7 12:00",
        lines=(DemoLine(POSTER),),
        parcels=(
            _parcel(
                "JV625276011GB",
                "WAITING_FOR_THE_TIDE",
                DemoScan("-1 06:12", "WAITING_FOR_THE_TIDE", "Portsmouth", UK),
            ),
        ),
    ),
    DemoOrder(
        name="#1035",
        slug="unknown-order-status",
        situation="Order and payment statuses that nobody has heard of",
        email="dex@example.com",
        destination=LONDON,
        placed_at="-1 14:02",
        lines=(DemoLine(MUG),),
        unsent=(UnsentGroup(),),
        financial_status="PAID_IN_SEASHELLS",
        fulfillment_status="WAITING_FOR_THE_TIDE",
    ),
    DemoOrder(
        name="#1036",
        slug="no-display-status",
        situation="A parcel whose status is missing altogether",
        email="ella@example.com",
        destination=YORK,
        placed_at="-6 10:05",
        lines=(DemoLine(SOAP, 2),),
        parcels=(_parcel("JV895559797GB", None),),
    ),
    DemoOrder(
        name="#1037",
        slug="label-voided",
        situation="The shipping label was withdrawn; the parcel is packed again",
        email="finn@example.com",
        destination=LEEDS,
        placed_at="-3 18:31",
        lines=(DemoLine(SHIRT),),
        parcels=(
            DemoParcel(
                sent_at="-2 11:00",
                status="LABEL_VOIDED",
                trackings=(DemoTracking("UPS", "1Z7E65GH0242646285"),),
                scans=(DemoScan("-2 11:00", "LABEL_PURCHASED"),),
            ),
        ),
    ),
    DemoOrder(
        name="#1038",
        slug="fulfillment-cancelled",
        situation="A parcel was called off; its items wait to be sent again",
        email="gina@example.com",
        destination=BRIGHTON,
        placed_at="-3 13:10",
        lines=(DemoLine(LAMP),),
        parcels=(
            DemoParcel(
                sent_at="-2 15:40",
                status="CANCELED",
                fulfillment_status="CANCELLED",
                units={"lamp": 1},
                trackings=(DemoTracking("DPD UK", "15501782437232"),),
            ),
        ),
        unsent=(UnsentGroup(includes_sent=True),),
    ),
    DemoOrder(
        name="#1039",
        slug="fulfillment-failed",
        situation="Sending it failed in the shop's system; it is tried again",
        email="hugo@example.com",
        destination=LONDON,
        placed_at="-2 15:55",
        lines=(DemoLine(BAG),),
        parcels=(DemoParcel(sent_at="-1 10:00", status=None, fulfillment_status="ERROR", units={"bag": 1}),),
        unsent=(UnsentGroup(includes_sent=True),),
    ),
)
