"""Parcels that are late, lost, turned away or damaged."""

from tracking.demo.building import Bought, Parcel, Sale, Scan, Track
from tracking.demo.building.destinations import BATH, BRIGHTON, DUBLIN, LEEDS, LONDON, PORTLAND, SEATTLE, YORK
from tracking.demo.orders.delivery_presets import UK, left, royal_mail
from tracking.demo.orders.products import BAG, BLANKET, BOOK, CANDLE, CHAIR, LAMP, MUG, PLANT, POSTER, SHIRT

SALES = (
    Sale(
        name="#1020",
        slug="delayed",
        situation="Delayed on its way",
        email="olga@example.com",
        place=BRIGHTON,
        placed="-6 21:07",
        lines=(Bought(BLANKET), Bought(CANDLE, 2)),
        featured=2,
        parcels=(
            Parcel(
                sent="-4 15:10",
                status="DELAYED",
                tracks=(Track("DPD UK", "15501782437218"),),
                expected="+2 18:00",
                scans=(
                    *left(-4),
                    Scan("-2 04:30", "IN_TRANSIT", "Birmingham", UK, "-1 18:00"),
                    Scan("-1 09:15", "DELAYED", "Birmingham", UK, "+2 18:00"),
                ),
            ),
        ),
    ),
    Sale(
        name="#1021",
        slug="estimate-changed",
        situation="On its way, and expected two days later than first said",
        email="pam@example.com",
        place=YORK,
        placed="-5 07:45",
        lines=(Bought(LAMP),),
        parcels=(
            Parcel(
                sent="-3 15:10",
                status="IN_TRANSIT",
                tracks=(Track("UPS", "1ZWE6SYA3268656356"),),
                expected="+3 18:00",
                scans=(
                    *left(-3)[:2],
                    Scan("-2 02:15", "IN_TRANSIT", "Bristol", UK, "+1 18:00"),
                    Scan("-1 16:20", "IN_TRANSIT", "Tamworth", UK, "+3 18:00"),
                ),
            ),
        ),
    ),
    Sale(
        name="#1022",
        slug="estimate-passed",
        situation="On its way past the day it was expected",
        email="quin@example.com",
        place=DUBLIN,
        placed="-9 12:48",
        lines=(Bought(SHIRT, 2),),
        parcels=(
            Parcel(
                sent="-7 15:10",
                status="IN_TRANSIT",
                tracks=(Track("An Post", "RE633043481IE"),),
                expected="-2 18:00",
                scans=(*left(-7), Scan("-3 06:40", "IN_TRANSIT", "Dublin", "Ireland", "-2 18:00")),
            ),
        ),
    ),
    Sale(
        name="#1023",
        slug="stalled",
        situation="No scan for nine days",
        email="rex@example.com",
        place=LEEDS,
        placed="-13 11:11",
        lines=(Bought(POSTER),),
        parcels=(
            Parcel(
                sent="-11 15:10",
                status="IN_TRANSIT",
                tracks=(royal_mail("JV390996032GB"),),
                scans=(*left(-11), Scan("-9 23:05", "IN_TRANSIT", "Warrington", UK)),
            ),
        ),
    ),
    Sale(
        name="#1024",
        slug="lost",
        situation="No scan for eighteen days: it may be lost",
        email="sue@example.com",
        place=LONDON,
        placed="-23 17:39",
        lines=(Bought(MUG, 4),),
        parcels=(
            Parcel(
                sent="-21 15:10",
                status="IN_TRANSIT",
                tracks=(royal_mail("JV082462815GB"),),
                expected="-17 18:00",
                scans=(*left(-21), Scan("-18 22:30", "IN_TRANSIT", "London", UK, "-17 18:00")),
            ),
        ),
    ),
    Sale(
        name="#1025",
        slug="damaged",
        situation="Damaged on its way",
        email="tess@example.com",
        place=PORTLAND,
        placed="-7 19:20",
        lines=(Bought(LAMP), Bought(MUG, 2)),
        parcels=(
            Parcel(
                sent="-5 15:10",
                status="FAILURE",
                tracks=(Track("UPS", "1ZL5P1MW7065894816"),),
                expected="-1 18:00",
                scans=(*left(-5), Scan("-2 13:50", "FAILURE", "Louisville", "United States")),
            ),
        ),
    ),
    Sale(
        name="#1026",
        slug="not-delivered",
        situation="The carrier could not deliver it",
        email="ugo@example.com",
        place=SEATTLE,
        placed="-9 08:02",
        lines=(Bought(BAG, 2),),
        parcels=(
            Parcel(
                sent="-7 15:10",
                status="NOT_DELIVERED",
                tracks=(Track("USPS", "9400111899265020146208"),),
                scans=(
                    *left(-7),
                    Scan("-2 07:50", "OUT_FOR_DELIVERY", "Seattle", "United States"),
                    Scan("-2 15:30", "ATTEMPTED_DELIVERY", "Seattle", "United States"),
                    Scan("-1 15:10", "FAILURE", "Seattle", "United States"),
                ),
            ),
        ),
    ),
    Sale(
        name="#1027",
        slug="attempted-delivery",
        situation="The courier came and nobody was home",
        email="vera@example.com",
        place=BATH,
        placed="-5 13:33",
        lines=(Bought(CHAIR),),
        parcels=(
            Parcel(
                sent="-3 15:10",
                status="ATTEMPTED_DELIVERY",
                tracks=(Track("DPD UK", "15501782437225"),),
                scans=(
                    *left(-3),
                    Scan("-1 07:35", "OUT_FOR_DELIVERY", "Bath", UK),
                    Scan("-1 14:10", "ATTEMPTED_DELIVERY", "Bath", UK),
                ),
            ),
        ),
    ),
    Sale(
        name="#1028",
        slug="tracking-failed",
        situation="The carrier does not know the tracking number",
        email="wes@example.com",
        place=LONDON,
        placed="-6 22:01",
        lines=(Bought(BOOK, 2),),
        parcels=(
            Parcel(
                sent="-5 12:00",
                status="FAILURE",
                tracks=(Track("Evri", "H000000000000000"),),
                scans=(Scan("-4 06:00", "FAILURE"),),
            ),
        ),
    ),
    Sale(
        name="#1029",
        slug="delivered-then-moving",
        situation="Called delivered, but a newer scan says that it still moves",
        email="xena@example.com",
        place=LEEDS,
        placed="-5 10:40",
        lines=(Bought(PLANT),),
        parcels=(
            Parcel(
                sent="-3 15:10",
                status="DELIVERED",
                arrived="-2 23:10",
                tracks=(royal_mail("JV948219934GB"),),
                scans=(
                    *left(-3),
                    Scan("-1 20:45", "IN_TRANSIT", "Leeds", UK),
                ),
            ),
        ),
    ),
)
