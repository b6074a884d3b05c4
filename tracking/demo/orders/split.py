"""Orders that come in several parcels, or only in part."""

from tracking.demo.building import Bought, Parcel, Sale, Scan, Track, Waiting
from tracking.demo.building.destinations import BATH, BRIGHTON, DUBLIN, HALIFAX, LEEDS, LONDON, YORK
from tracking.demo.orders.delivery_presets import UK, delivered, left, on_its_way, royal_mail
from tracking.demo.orders.locations import POTTERY, ROTTERDAM
from tracking.demo.orders.products import BAG, BLANKET, BOOK, CANDLE, CHAIR, LAMP, MUG, PLANT, POSTER, SHIRT, SOAP

SALES = (
    Sale(
        name="#1160",
        slug="split-in-three",
        situation="Two of three parcels delivered, the third on its way",
        email="frey@example.com",
        place=LONDON,
        placed="-8 11:11",
        lines=(Bought(CHAIR), Bought(LAMP), Bought(MUG, 4), Bought(POSTER)),
        featured=3,
        parcels=(
            delivered(royal_mail("JV366712778GB"), -3, "London", units={"mug": 4}),
            delivered(royal_mail("JV842684665GB"), -2, "London", units={"lamp": 1, "poster": 1}),
            on_its_way(Track("DPD UK", "15501782437249"), -2, "London", units={"chair": 1}),
        ),
    ),
    Sale(
        name="#1161",
        slug="stock-and-preorder",
        situation="One item on its way, one on preorder",
        email="gro@example.com",
        place=LEEDS,
        placed="-4 09:59",
        lines=(Bought(CANDLE, 2), Bought(BLANKET, plan="Preorder: ships with the next harvest")),
        parcels=(on_its_way(royal_mail("JV632122347GB"), -2, "Leeds", units={"candle": 2}),),
        waiting=(Waiting(status="SCHEDULED", fulfill_at="+18 09:00"),),
    ),
    Sale(
        name="#1162",
        slug="two-locations",
        situation="From two places: one parcel on its way, one being made",
        email="hedda@example.com",
        place=DUBLIN,
        placed="-4 09:31",
        lines=(Bought(MUG, 6), Bought(BOOK)),
        parcels=(on_its_way(Track("An Post", "RE395486209IE"), -2, "Dublin", units={"book": 1}),),
        waiting=(Waiting(status="IN_PROGRESS", request="ACCEPTED", site=POTTERY),),
    ),
    Sale(
        name="#1163",
        slug="partial",
        situation="Three of five items delivered, the rest is still to be sent",
        email="ivar@example.com",
        place=BATH,
        placed="-4 08:45",
        lines=(Bought(MUG, 3), Bought(SOAP, 2)),
        parcels=(delivered(royal_mail("JV079244038GB"), -1, "Bath", units={"mug": 2, "soap": 1}),),
        waiting=(Waiting(holds_sent=True),),
    ),
    Sale(
        name="#1164",
        slug="partial-out-of-stock",
        situation="One parcel delivered, one item out of stock",
        email="jorn@example.com",
        place=YORK,
        placed="-9 16:54",
        lines=(Bought(SHIRT), Bought(PLANT)),
        parcels=(delivered(royal_mail("JV685995298GB"), -4, "York", units={"shirt": 1}),),
        waiting=(Waiting(status="ON_HOLD", holds=("INVENTORY_OUT_OF_STOCK",)),),
    ),
    Sale(
        name="#1165",
        slug="several-numbers",
        situation="One shipment in three boxes, each with its number",
        email="kaia@example.com",
        place=HALIFAX,
        placed="-6 12:12",
        lines=(Bought(CHAIR, 3),),
        parcels=(
            Parcel(
                sent="-4 15:10",
                status="IN_TRANSIT",
                tracks=(
                    Track("Canada Post", "7035764672720424"),
                    Track("Canada Post", "7035935575918366"),
                    Track("UPS", "1ZE4G7W05864920833"),
                ),
                expected="+2 18:00",
                scans=(*left(-4), Scan("-1 19:00", "IN_TRANSIT", "Moncton", "Canada")),
            ),
        ),
    ),
    Sale(
        name="#1166",
        slug="two-warehouses-delivered",
        situation="Both parcels delivered, from two warehouses",
        email="liv@example.com",
        place=BRIGHTON,
        placed="-11 10:37",
        lines=(Bought(BAG), Bought(BLANKET)),
        parcels=(
            delivered(royal_mail("JV907866678GB"), -6, "Brighton", units={"bag": 1}),
            delivered(royal_mail("JV176031385GB"), -5, "Brighton", units={"blanket": 1}, site=ROTTERDAM),
        ),
    ),
    Sale(
        name="#1167",
        slug="one-late-one-fine",
        situation="One parcel out for delivery, one delayed",
        email="magne@example.com",
        place=LONDON,
        placed="-6 15:03",
        lines=(Bought(LAMP, 2), Bought(CANDLE)),
        parcels=(
            Parcel(
                sent="-4 15:10",
                status="DELAYED",
                units={"lamp": 2},
                tracks=(Track("DPD UK", "15501782437256"),),
                scans=(*left(-4), Scan("-1 08:00", "DELAYED", "Birmingham", UK)),
            ),
            Parcel(
                sent="-3 15:10",
                status="OUT_FOR_DELIVERY",
                units={"candle": 1},
                tracks=(royal_mail("JV215901103GB"),),
                scans=(*left(-3), Scan("0 07:55", "OUT_FOR_DELIVERY", "London", UK)),
            ),
        ),
    ),
)
