"""Orders with pickup, local delivery, or sold in the shop."""

from tracking.demo.building import DemoLine, DemoOrder, DemoParcel, DemoScan, DemoTracking, UnsentGroup
from tracking.demo.building.destinations import AMSTERDAM, BRISTOL, WARSAW
from tracking.demo.orders.delivery_presets import collected
from tracking.demo.orders.locations import COUNTER, ROTTERDAM
from tracking.demo.orders.products import BAG, BLANKET, BOOK, CANDLE, CHAIR, LAMP, MUG, PLANT, SHIRT, SOAP

NL = "Netherlands"
PL = "Poland"

ORDERS = (
    DemoOrder(
        name="#1040",
        slug="pickup-preparing",
        situation="To be picked up, still being packed",
        email="iris@example.com",
        destination=BRISTOL,
        placed_at="-1 12:40",
        lines=(DemoLine(MUG), DemoLine(PLANT)),
        shipping_method="Pick up at the shop",
        unsent=(UnsentGroup(method="PICK_UP", location=COUNTER, status="IN_PROGRESS"),),
    ),
    DemoOrder(
        name="#1041",
        slug="pickup-ready",
        situation="Ready to be picked up at the shop",
        email="jon@example.com",
        destination=BRISTOL,
        placed_at="-2 17:25",
        lines=(DemoLine(CHAIR),),
        shipping_method="Pick up at the shop",
        parcels=(
            DemoParcel(
                sent_at="-1 10:20",
                status="READY_FOR_PICKUP",
                method="PICK_UP",
                location=COUNTER,
                scans=(DemoScan("-1 10:20", "READY_FOR_PICKUP", "Bristol"),),
            ),
        ),
    ),
    DemoOrder(
        name="#1042",
        slug="pickup-picked-up",
        situation="Picked up at the shop",
        email="kara@example.com",
        destination=BRISTOL,
        placed_at="-5 11:50",
        lines=(DemoLine(BLANKET),),
        shipping_method="Pick up at the shop",
        parcels=(
            DemoParcel(
                sent_at="-4 10:20",
                status="PICKED_UP",
                method="PICK_UP",
                location=COUNTER,
                scans=(DemoScan("-4 10:20", "READY_FOR_PICKUP", "Bristol"),),
            ),
        ),
    ),
    DemoOrder(
        name="#1043",
        slug="pickup-point-in-transit",
        situation="On its way to a parcel locker",
        email="lena@example.com",
        destination=WARSAW,
        placed_at="-4 08:18",
        lines=(DemoLine(SHIRT),),
        shipping_method="Paczkomat InPost",
        parcels=(
            DemoParcel(
                sent_at="-3 15:10",
                status="IN_TRANSIT",
                method="PICKUP_POINT",
                location=ROTTERDAM,
                trackings=(DemoTracking("Inpost", "676544446347861221387837"),),
                scans=(*collected(-3, "Rotterdam", NL), DemoScan("-1 05:30", "IN_TRANSIT", "Poznań", PL)),
            ),
        ),
    ),
    DemoOrder(
        name="#1057",
        slug="pickup-point-preparing",
        situation="For a parcel locker, not sent yet",
        email="zuza@example.com",
        destination=WARSAW,
        placed_at="-1 16:05",
        lines=(DemoLine(SOAP, 2),),
        shipping_method="Paczkomat InPost",
        unsent=(UnsentGroup(method="PICKUP_POINT", location=ROTTERDAM),),
    ),
    DemoOrder(
        name="#1044",
        slug="pickup-point-ready",
        situation="Waits in a parcel shop",
        featured=5,
        email="mila@example.com",
        destination=AMSTERDAM,
        placed_at="-5 20:02",
        lines=(DemoLine(BOOK), DemoLine(CANDLE)),
        shipping_method="PostNL-punt",
        parcels=(
            DemoParcel(
                sent_at="-3 15:10",
                status="READY_FOR_PICKUP",
                method="PICKUP_POINT",
                location=ROTTERDAM,
                trackings=(DemoTracking("PostNL", "3SHRBR067970168"),),
                scans=(
                    *collected(-3, "Rotterdam", NL),
                    DemoScan("-1 13:20", "READY_FOR_PICKUP", "Amsterdam", NL),
                ),
            ),
        ),
    ),
    DemoOrder(
        name="#1045",
        slug="pickup-point-picked-up",
        situation="Fetched from a parcel shop",
        email="nils@example.com",
        destination=AMSTERDAM,
        placed_at="-9 10:48",
        lines=(DemoLine(LAMP),),
        shipping_method="PostNL-punt",
        parcels=(
            DemoParcel(
                sent_at="-7 15:10",
                status="PICKED_UP",
                method="PICKUP_POINT",
                location=ROTTERDAM,
                trackings=(DemoTracking("PostNL", "3SHRBR773132281"),),
                scans=(
                    *collected(-7, "Rotterdam", NL),
                    DemoScan("-5 13:20", "READY_FOR_PICKUP", "Amsterdam", NL),
                ),
            ),
        ),
    ),
    DemoOrder(
        name="#1046",
        slug="local-preparing",
        situation="The shop brings it itself, tomorrow",
        email="orla@example.com",
        destination=BRISTOL,
        placed_at="-1 09:30",
        lines=(DemoLine(PLANT, 3),),
        shipping_method="Our own van",
        unsent=(UnsentGroup(method="LOCAL", location=COUNTER, promised=("+1 10:00", "+1 14:00")),),
    ),
    DemoOrder(
        name="#1047",
        slug="local-out-for-delivery",
        situation="The shop's own van is on its way",
        email="pia@example.com",
        destination=BRISTOL,
        placed_at="-1 08:45",
        lines=(DemoLine(CHAIR, 2),),
        shipping_method="Our own van",
        parcels=(
            DemoParcel(
                sent_at="0 08:20",
                status="OUT_FOR_DELIVERY",
                method="LOCAL",
                location=COUNTER,
                scans=(DemoScan("0 08:20", "OUT_FOR_DELIVERY", "Bristol"),),
            ),
        ),
    ),
    DemoOrder(
        name="#1048",
        slug="local-delivered",
        situation="Brought by the shop's own van",
        email="rory@example.com",
        destination=BRISTOL,
        placed_at="-4 16:05",
        lines=(DemoLine(BAG), DemoLine(SOAP)),
        shipping_method="Our own van",
        parcels=(
            DemoParcel(
                sent_at="-2 10:00",
                status="DELIVERED",
                method="LOCAL",
                location=COUNTER,
                scans=(
                    DemoScan("-2 10:00", "OUT_FOR_DELIVERY", "Bristol"),
                    DemoScan("-2 11:35", "DELIVERED", "Bristol"),
                ),
            ),
        ),
    ),
    DemoOrder(
        name="#1049",
        slug="in-store",
        situation="Bought at the counter",
        email="sara@example.com",
        destination=BRISTOL,
        placed_at="-3 14:52",
        lines=(DemoLine(MUG, 2),),
        shipping_method=None,
        source_name="pos",
        parcels=(DemoParcel(sent_at="-3 14:52", status="FULFILLED", method="RETAIL", location=COUNTER),),
    ),
)
