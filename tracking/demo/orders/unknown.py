"""Words that Shopify does not say yet, and parcels that came to nothing."""

from tracking.demo.building import Bought, Parcel, Sale, Scan, Track, Waiting
from tracking.demo.building.destinations import BATH, BRIGHTON, DUBLIN, LEEDS, LONDON, YORK
from tracking.demo.orders.delivery_presets import UK, left, royal_mail
from tracking.demo.orders.products import BAG, BLANKET, BOOK, LAMP, MUG, POSTER, SHIRT, SOAP


def _parcel(number: str, status: str | None, *scans: Scan) -> Parcel:
    return Parcel(sent="-5 15:10", status=status, tracks=(royal_mail(number),), scans=(*left(-5), *scans))


SALES = (
    Sale(
        name="#1030",
        slug="buyer-action-required",
        situation="Customs waits for the customer (a status announced for 2027)",
        email="yves@example.com",
        place=DUBLIN,
        placed="-7 16:16",
        lines=(Bought(BLANKET),),
        parcels=(
            _parcel(
                "JV518190935GB",
                "BUYER_ACTION_REQUIRED",
                Scan("-1 08:20", "BUYER_ACTION_REQUIRED", "Dublin", "Ireland"),
            ),
        ),
    ),
    Sale(
        name="#1031",
        slug="ready-for-recipient-pickup",
        situation="Waits at the post office (a status announced for 2027)",
        email="zoe@example.com",
        place=YORK,
        placed="-7 09:09",
        lines=(Bought(BAG),),
        parcels=(
            _parcel(
                "JV786579756GB",
                "READY_FOR_RECIPIENT_PICKUP",
                Scan("-1 10:30", "READY_FOR_RECIPIENT_PICKUP", "York", UK),
            ),
        ),
    ),
    Sale(
        name="#1032",
        slug="returning-to-sender",
        situation="On its way back to the shop (a status announced for 2027)",
        email="abe@example.com",
        place=LEEDS,
        placed="-8 11:27",
        lines=(Bought(LAMP),),
        parcels=(
            _parcel(
                "JV432319485GB",
                "RETURNING_TO_SENDER",
                Scan("-3 14:00", "ATTEMPTED_DELIVERY", "Leeds", UK),
                Scan("-1 17:15", "RETURNING_TO_SENDER", "Leeds", UK),
            ),
        ),
    ),
    Sale(
        name="#1033",
        slug="picked-up-event",
        situation="Fetched from the post office (an event announced for 2027)",
        email="bess@example.com",
        place=BATH,
        placed="-8 20:50",
        lines=(Bought(BOOK),),
        parcels=(
            _parcel(
                "JV757491181GB",
                "READY_FOR_PICKUP",
                Scan("-2 10:30", "READY_FOR_PICKUP", "Bath", UK),
                Scan("-1 17:40", "PICKED_UP", "Bath", UK),
            ),
        ),
    ),
    Sale(
        name="#1034",
        slug="unknown-status",
        situation="A shipment status that nobody has heard of",
        email="carl@example.com",
        place=BRIGHTON,
        placed="-7 12:00",
        lines=(Bought(POSTER),),
        parcels=(
            _parcel(
                "JV625276011GB",
                "WAITING_FOR_THE_TIDE",
                Scan("-1 06:12", "WAITING_FOR_THE_TIDE", "Portsmouth", UK),
            ),
        ),
    ),
    Sale(
        name="#1035",
        slug="unknown-order-status",
        situation="Order and payment statuses that nobody has heard of",
        email="dex@example.com",
        place=LONDON,
        placed="-1 14:02",
        lines=(Bought(MUG),),
        waiting=(Waiting(),),
        payment="PAID_IN_SEASHELLS",
        fulfillment_status="WAITING_FOR_THE_TIDE",
    ),
    Sale(
        name="#1036",
        slug="no-display-status",
        situation="A parcel whose status is missing altogether",
        email="ella@example.com",
        place=YORK,
        placed="-6 10:05",
        lines=(Bought(SOAP, 2),),
        parcels=(_parcel("JV895559797GB", None),),
    ),
    Sale(
        name="#1037",
        slug="label-voided",
        situation="The shipping label was withdrawn; the parcel is packed again",
        email="finn@example.com",
        place=LEEDS,
        placed="-3 18:31",
        lines=(Bought(SHIRT),),
        parcels=(
            Parcel(
                sent="-2 11:00",
                status="LABEL_VOIDED",
                tracks=(Track("UPS", "1Z7E65GH0242646285"),),
                scans=(Scan("-2 11:00", "LABEL_PURCHASED"),),
            ),
        ),
    ),
    Sale(
        name="#1038",
        slug="fulfillment-cancelled",
        situation="A parcel was called off; its items wait to be sent again",
        email="gina@example.com",
        place=BRIGHTON,
        placed="-3 13:10",
        lines=(Bought(LAMP),),
        parcels=(
            Parcel(
                sent="-2 15:40",
                status="CANCELED",
                state="CANCELLED",
                units={"lamp": 1},
                tracks=(Track("DPD UK", "15501782437232"),),
            ),
        ),
        waiting=(Waiting(holds_sent=True),),
    ),
    Sale(
        name="#1039",
        slug="fulfillment-failed",
        situation="Sending it failed in the shop's system; it is tried again",
        email="hugo@example.com",
        place=LONDON,
        placed="-2 15:55",
        lines=(Bought(BAG),),
        parcels=(Parcel(sent="-1 10:00", status=None, state="ERROR", units={"bag": 1}),),
        waiting=(Waiting(holds_sent=True),),
    ),
)
