"""Orders in several parcels, or partly sent."""

from tracking.demo.building import DemoLine, DemoOrder, DemoParcel, DemoScan, DemoTracking, UnsentGroup
from tracking.demo.building.destinations import BATH, BRIGHTON, DUBLIN, HALIFAX, LEEDS, LONDON, YORK
from tracking.demo.orders.delivery_presets import UK, collected, delivered, in_transit, royal_mail
from tracking.demo.orders.locations import POTTERY, ROTTERDAM
from tracking.demo.orders.products import BAG, BLANKET, BOOK, CANDLE, CHAIR, LAMP, MUG, PLANT, POSTER, SHIRT, SOAP

ORDERS = (
    DemoOrder(
        name="#1160",
        slug="split-in-three",
        situation="Two of three parcels delivered, the third on its way",
        featured=4,
        email="frey@example.com",
        destination=LONDON,
        placed_at="-8 11:11",
        lines=(DemoLine(CHAIR), DemoLine(LAMP), DemoLine(MUG, 4), DemoLine(POSTER)),
        parcels=(
            delivered(royal_mail("JV366712778GB"), -3, "London", units={"mug": 4}),
            delivered(royal_mail("JV842684665GB"), -2, "London", units={"lamp": 1, "poster": 1}),
            in_transit(DemoTracking("DPD UK", "15501782437249"), -2, "London", units={"chair": 1}),
        ),
    ),
    DemoOrder(
        name="#1161",
        slug="stock-and-preorder",
        situation="One item on its way, one on preorder",
        email="gro@example.com",
        destination=LEEDS,
        placed_at="-4 09:59",
        lines=(DemoLine(CANDLE, 2), DemoLine(BLANKET, selling_plan="Preorder: ships with the next harvest")),
        parcels=(in_transit(royal_mail("JV632122347GB"), -2, "Leeds", units={"candle": 2}),),
        unsent=(UnsentGroup(status="SCHEDULED", fulfill_at="+18 09:00"),),
    ),
    DemoOrder(
        name="#1162",
        slug="two-locations",
        situation="From two places: one parcel on its way, one being made",
        email="hedda@example.com",
        destination=DUBLIN,
        placed_at="-4 09:31",
        lines=(DemoLine(MUG, 6), DemoLine(BOOK)),
        parcels=(in_transit(DemoTracking("An Post", "RE395486209IE"), -2, "Dublin", "Ireland", units={"book": 1}),),
        unsent=(UnsentGroup(status="IN_PROGRESS", request_status="ACCEPTED", location=POTTERY),),
    ),
    DemoOrder(
        name="#1163",
        slug="partial",
        situation="Three of five items delivered, the rest is still to be sent",
        email="ivar@example.com",
        destination=BATH,
        placed_at="-4 08:45",
        lines=(DemoLine(MUG, 3), DemoLine(SOAP, 2)),
        parcels=(delivered(royal_mail("JV079244038GB"), -1, "Bath", units={"mug": 2, "soap": 1}),),
        unsent=(UnsentGroup(includes_sent=True),),
    ),
    DemoOrder(
        name="#1164",
        slug="partial-out-of-stock",
        situation="One parcel delivered, one item out of stock",
        email="jorn@example.com",
        destination=YORK,
        placed_at="-9 16:54",
        lines=(DemoLine(SHIRT), DemoLine(PLANT)),
        parcels=(delivered(royal_mail("JV685995298GB"), -4, "York", units={"shirt": 1}),),
        unsent=(UnsentGroup(status="ON_HOLD", holds=("INVENTORY_OUT_OF_STOCK",)),),
    ),
    DemoOrder(
        name="#1165",
        slug="several-numbers",
        situation="One shipment in three boxes, each with its number",
        email="kaia@example.com",
        destination=HALIFAX,
        placed_at="-6 12:12",
        lines=(DemoLine(CHAIR, 3),),
        parcels=(
            DemoParcel(
                sent_at="-4 15:10",
                status="IN_TRANSIT",
                trackings=(
                    DemoTracking("Canada Post", "7035764672720424"),
                    DemoTracking("Canada Post", "7035935575918366"),
                    DemoTracking("UPS", "1ZE4G7W05864920833"),
                ),
                estimated_at="+2 18:00",
                scans=(*collected(-4), DemoScan("-1 19:00", "IN_TRANSIT", "Moncton", "Canada")),
            ),
        ),
    ),
    DemoOrder(
        name="#1166",
        slug="two-warehouses-delivered",
        situation="Both parcels delivered, from two warehouses",
        email="liv@example.com",
        destination=BRIGHTON,
        placed_at="-11 10:37",
        lines=(DemoLine(BAG), DemoLine(BLANKET)),
        parcels=(
            delivered(royal_mail("JV907866678GB"), -6, "Brighton", units={"bag": 1}),
            delivered(royal_mail("JV176031385GB"), -5, "Brighton", units={"blanket": 1}, location=ROTTERDAM),
        ),
    ),
    DemoOrder(
        name="#1167",
        slug="one-late-one-fine",
        situation="One parcel out for delivery, one delayed",
        email="magne@example.com",
        destination=LONDON,
        placed_at="-6 15:03",
        lines=(DemoLine(LAMP, 2), DemoLine(CANDLE)),
        parcels=(
            DemoParcel(
                sent_at="-4 15:10",
                status="DELAYED",
                units={"lamp": 2},
                trackings=(DemoTracking("DPD UK", "15501782437256"),),
                scans=(*collected(-4), DemoScan("-1 08:00", "DELAYED", "Birmingham", UK)),
            ),
            DemoParcel(
                sent_at="-3 15:10",
                status="OUT_FOR_DELIVERY",
                units={"candle": 1},
                trackings=(royal_mail("JV215901103GB"),),
                scans=(*collected(-3), DemoScan("0 07:55", "OUT_FOR_DELIVERY", "London", UK)),
            ),
        ),
    ),
)
