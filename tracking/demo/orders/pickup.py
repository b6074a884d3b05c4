"""Orders that the customer fetches, that the shop brings itself, or that were taken home at once."""

from tracking.demo.building import Bought, Parcel, Sale, Scan, Track, Waiting
from tracking.demo.building.destinations import AMSTERDAM, BRISTOL, WARSAW
from tracking.demo.orders.delivery_presets import left
from tracking.demo.orders.locations import COUNTER, ROTTERDAM
from tracking.demo.orders.products import BAG, BLANKET, BOOK, CANDLE, CHAIR, LAMP, MUG, PLANT, SHIRT, SOAP

NL = "Netherlands"
PL = "Poland"

SALES = (
    Sale(
        name="#1040",
        slug="pickup-preparing",
        situation="To be picked up, still being packed",
        email="iris@example.com",
        place=BRISTOL,
        placed="-1 12:40",
        lines=(Bought(MUG), Bought(PLANT)),
        shipping="Pick up at the shop",
        waiting=(Waiting(method="PICK_UP", site=COUNTER, status="IN_PROGRESS"),),
    ),
    Sale(
        name="#1041",
        slug="pickup-ready",
        situation="Ready to be picked up at the shop",
        email="jon@example.com",
        place=BRISTOL,
        placed="-2 17:25",
        lines=(Bought(CHAIR),),
        shipping="Pick up at the shop",
        featured=4,
        parcels=(
            Parcel(
                sent="-1 10:20",
                status="READY_FOR_PICKUP",
                method="PICK_UP",
                site=COUNTER,
                scans=(Scan("-1 10:20", "READY_FOR_PICKUP", "Bristol"),),
            ),
        ),
    ),
    Sale(
        name="#1042",
        slug="pickup-picked-up",
        situation="Picked up at the shop",
        email="kara@example.com",
        place=BRISTOL,
        placed="-5 11:50",
        lines=(Bought(BLANKET),),
        shipping="Pick up at the shop",
        parcels=(
            Parcel(
                sent="-4 10:20",
                status="PICKED_UP",
                method="PICK_UP",
                site=COUNTER,
                scans=(Scan("-4 10:20", "READY_FOR_PICKUP", "Bristol"),),
            ),
        ),
    ),
    Sale(
        name="#1043",
        slug="pickup-point-in-transit",
        situation="On its way to a parcel locker",
        email="lena@example.com",
        place=WARSAW,
        placed="-4 08:18",
        lines=(Bought(SHIRT),),
        shipping="Paczkomat InPost",
        parcels=(
            Parcel(
                sent="-3 15:10",
                status="IN_TRANSIT",
                method="PICKUP_POINT",
                site=ROTTERDAM,
                tracks=(Track("Inpost", "676544446347861221387837"),),
                scans=(*left(-3, "Rotterdam", NL), Scan("-1 05:30", "IN_TRANSIT", "Poznań", PL)),
            ),
        ),
    ),
    Sale(
        name="#1057",
        slug="pickup-point-preparing",
        situation="For a parcel locker, not sent yet",
        email="zuza@example.com",
        place=WARSAW,
        placed="-1 16:05",
        lines=(Bought(SOAP, 2),),
        shipping="Paczkomat InPost",
        waiting=(Waiting(method="PICKUP_POINT", site=ROTTERDAM),),
    ),
    Sale(
        name="#1044",
        slug="pickup-point-ready",
        situation="Waits in a parcel shop",
        email="mila@example.com",
        place=AMSTERDAM,
        placed="-5 20:02",
        lines=(Bought(BOOK), Bought(CANDLE)),
        shipping="PostNL-punt",
        parcels=(
            Parcel(
                sent="-3 15:10",
                status="READY_FOR_PICKUP",
                method="PICKUP_POINT",
                site=ROTTERDAM,
                tracks=(Track("PostNL", "3SHRBR067970168"),),
                scans=(
                    *left(-3, "Rotterdam", NL),
                    Scan("-1 13:20", "READY_FOR_PICKUP", "Amsterdam", NL),
                ),
            ),
        ),
    ),
    Sale(
        name="#1045",
        slug="pickup-point-picked-up",
        situation="Fetched from a parcel shop",
        email="nils@example.com",
        place=AMSTERDAM,
        placed="-9 10:48",
        lines=(Bought(LAMP),),
        shipping="PostNL-punt",
        parcels=(
            Parcel(
                sent="-7 15:10",
                status="PICKED_UP",
                method="PICKUP_POINT",
                site=ROTTERDAM,
                tracks=(Track("PostNL", "3SHRBR773132281"),),
                scans=(
                    *left(-7, "Rotterdam", NL),
                    Scan("-5 13:20", "READY_FOR_PICKUP", "Amsterdam", NL),
                ),
            ),
        ),
    ),
    Sale(
        name="#1046",
        slug="local-preparing",
        situation="The shop brings it itself, tomorrow",
        email="orla@example.com",
        place=BRISTOL,
        placed="-1 09:30",
        lines=(Bought(PLANT, 3),),
        shipping="Our own van",
        waiting=(Waiting(method="LOCAL", site=COUNTER, promised=("+1 10:00", "+1 14:00")),),
    ),
    Sale(
        name="#1047",
        slug="local-out-for-delivery",
        situation="The shop's own van is on its way",
        email="pia@example.com",
        place=BRISTOL,
        placed="-1 08:45",
        lines=(Bought(CHAIR, 2),),
        shipping="Our own van",
        parcels=(
            Parcel(
                sent="0 08:20",
                status="OUT_FOR_DELIVERY",
                method="LOCAL",
                site=COUNTER,
                scans=(Scan("0 08:20", "OUT_FOR_DELIVERY", "Bristol"),),
            ),
        ),
    ),
    Sale(
        name="#1048",
        slug="local-delivered",
        situation="Brought by the shop's own van",
        email="rory@example.com",
        place=BRISTOL,
        placed="-4 16:05",
        lines=(Bought(BAG), Bought(SOAP)),
        shipping="Our own van",
        parcels=(
            Parcel(
                sent="-2 10:00",
                status="DELIVERED",
                method="LOCAL",
                site=COUNTER,
                scans=(
                    Scan("-2 10:00", "OUT_FOR_DELIVERY", "Bristol"),
                    Scan("-2 11:35", "DELIVERED", "Bristol"),
                ),
            ),
        ),
    ),
    Sale(
        name="#1049",
        slug="in-store",
        situation="Bought at the counter",
        email="sara@example.com",
        place=BRISTOL,
        placed="-3 14:52",
        lines=(Bought(MUG, 2),),
        shipping=None,
        source="pos",
        parcels=(Parcel(sent="-3 14:52", status="FULFILLED", method="RETAIL", site=COUNTER),),
    ),
)
