"""Parcels that are late, lost, refused or damaged."""

from tracking.demo.building import DemoLine, DemoOrder, DemoParcel, DemoScan, DemoTracking
from tracking.demo.building.destinations import BATH, BRIGHTON, DUBLIN, LEEDS, LONDON, PORTLAND, SEATTLE, YORK
from tracking.demo.orders.delivery_presets import UK, collected, royal_mail
from tracking.demo.orders.products import BAG, BLANKET, BOOK, CANDLE, CHAIR, LAMP, MUG, PLANT, POSTER, SHIRT

ORDERS = (
    DemoOrder(
        name="#1020",
        slug="delayed",
        situation="Delayed on its way",
        featured=3,
        email="olga@example.com",
        destination=BRIGHTON,
        placed_at="-6 21:07",
        lines=(DemoLine(BLANKET), DemoLine(CANDLE, 2)),
        parcels=(
            DemoParcel(
                sent_at="-4 15:10",
                status="DELAYED",
                trackings=(DemoTracking("DPD UK", "15501782437218"),),
                estimated_at="+2 18:00",
                scans=(
                    *collected(-4),
                    DemoScan("-2 04:30", "IN_TRANSIT", "Birmingham", UK, "-1 18:00"),
                    DemoScan("-1 09:15", "DELAYED", "Birmingham", UK, "+2 18:00"),
                ),
            ),
        ),
    ),
    DemoOrder(
        name="#1021",
        slug="estimate-changed",
        situation="On its way, and expected two days later than first said",
        email="pam@example.com",
        destination=YORK,
        placed_at="-5 07:45",
        lines=(DemoLine(LAMP),),
        parcels=(
            DemoParcel(
                sent_at="-3 15:10",
                status="IN_TRANSIT",
                trackings=(DemoTracking("UPS", "1ZWE6SYA3268656356"),),
                estimated_at="+3 18:00",
                scans=(
                    *collected(-3)[:2],
                    DemoScan("-2 02:15", "IN_TRANSIT", "Bristol", UK, "+1 18:00"),
                    DemoScan("-1 16:20", "IN_TRANSIT", "Tamworth", UK, "+3 18:00"),
                ),
            ),
        ),
    ),
    DemoOrder(
        name="#1022",
        slug="estimate-passed",
        situation="On its way past the day it was expected",
        email="quin@example.com",
        destination=DUBLIN,
        placed_at="-9 12:48",
        lines=(DemoLine(SHIRT, 2),),
        parcels=(
            DemoParcel(
                sent_at="-7 15:10",
                status="IN_TRANSIT",
                trackings=(DemoTracking("An Post", "RE633043481IE"),),
                estimated_at="-2 18:00",
                scans=(*collected(-7), DemoScan("-3 06:40", "IN_TRANSIT", "Dublin", "Ireland", "-2 18:00")),
            ),
        ),
    ),
    DemoOrder(
        name="#1023",
        slug="stalled",
        situation="No scan for nine days",
        email="rex@example.com",
        destination=LEEDS,
        placed_at="-13 11:11",
        lines=(DemoLine(POSTER),),
        parcels=(
            DemoParcel(
                sent_at="-11 15:10",
                status="IN_TRANSIT",
                trackings=(royal_mail("JV390996032GB"),),
                scans=(*collected(-11), DemoScan("-9 23:05", "IN_TRANSIT", "Warrington", UK)),
            ),
        ),
    ),
    DemoOrder(
        name="#1024",
        slug="lost",
        situation="No scan for eighteen days: it may be lost",
        email="sue@example.com",
        destination=LONDON,
        placed_at="-23 17:39",
        lines=(DemoLine(MUG, 4),),
        parcels=(
            DemoParcel(
                sent_at="-21 15:10",
                status="IN_TRANSIT",
                trackings=(royal_mail("JV082462815GB"),),
                estimated_at="-17 18:00",
                scans=(*collected(-21), DemoScan("-18 22:30", "IN_TRANSIT", "London", UK, "-17 18:00")),
            ),
        ),
    ),
    DemoOrder(
        name="#1025",
        slug="damaged",
        situation="Damaged on its way",
        email="tess@example.com",
        destination=PORTLAND,
        placed_at="-7 19:20",
        lines=(DemoLine(LAMP), DemoLine(MUG, 2)),
        parcels=(
            DemoParcel(
                sent_at="-5 15:10",
                status="FAILURE",
                trackings=(DemoTracking("UPS", "1ZL5P1MW7065894816"),),
                estimated_at="-1 18:00",
                scans=(*collected(-5), DemoScan("-2 13:50", "FAILURE", "Louisville", "United States")),
            ),
        ),
    ),
    DemoOrder(
        name="#1026",
        slug="not-delivered",
        situation="The carrier could not deliver it",
        email="ugo@example.com",
        destination=SEATTLE,
        placed_at="-9 08:02",
        lines=(DemoLine(BAG, 2),),
        parcels=(
            DemoParcel(
                sent_at="-7 15:10",
                status="NOT_DELIVERED",
                trackings=(DemoTracking("USPS", "9400111899265020146208"),),
                scans=(
                    *collected(-7),
                    DemoScan("-2 07:50", "OUT_FOR_DELIVERY", "Seattle", "United States"),
                    DemoScan("-2 15:30", "ATTEMPTED_DELIVERY", "Seattle", "United States"),
                    DemoScan("-1 15:10", "FAILURE", "Seattle", "United States"),
                ),
            ),
        ),
    ),
    DemoOrder(
        name="#1027",
        slug="attempted-delivery",
        situation="The courier came and nobody was home",
        featured=6,
        email="vera@example.com",
        destination=BATH,
        placed_at="-5 13:33",
        lines=(DemoLine(CHAIR),),
        parcels=(
            DemoParcel(
                sent_at="-3 15:10",
                status="ATTEMPTED_DELIVERY",
                trackings=(DemoTracking("DPD UK", "15501782437225"),),
                scans=(
                    *collected(-3),
                    DemoScan("-1 07:35", "OUT_FOR_DELIVERY", "Bath", UK),
                    DemoScan("-1 14:10", "ATTEMPTED_DELIVERY", "Bath", UK),
                ),
            ),
        ),
    ),
    DemoOrder(
        name="#1028",
        slug="tracking-failed",
        situation="The carrier does not know the tracking number",
        email="wes@example.com",
        destination=LONDON,
        placed_at="-6 22:01",
        lines=(DemoLine(BOOK, 2),),
        parcels=(
            DemoParcel(
                sent_at="-5 12:00",
                status="FAILURE",
                trackings=(DemoTracking("Evri", "H000000000000000"),),
                scans=(DemoScan("-4 06:00", "FAILURE"),),
            ),
        ),
    ),
    DemoOrder(
        name="#1029",
        slug="delivered-then-moving",
        situation="Called delivered, but a newer scan says that it still moves",
        email="xena@example.com",
        destination=LEEDS,
        placed_at="-5 10:40",
        lines=(DemoLine(PLANT),),
        parcels=(
            DemoParcel(
                sent_at="-3 15:10",
                status="DELIVERED",
                delivered_at="-2 23:10",
                trackings=(royal_mail("JV948219934GB"),),
                scans=(
                    *collected(-3),
                    DemoScan("-1 20:45", "IN_TRANSIT", "Leeds", UK),
                ),
            ),
        ),
    ),
)
