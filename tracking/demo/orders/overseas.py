"""Customers in China, North America and Australia, with the carriers of their countries."""

from tracking.demo.building import Bought, Parcel, Sale, Scan, Track
from tracking.demo.building.destinations import HALIFAX, HOBART, PORTLAND, SHANGHAI, SHENZHEN
from tracking.demo.orders.delivery_presets import arrived, left
from tracking.demo.orders.locations import SHENZHEN_HUB
from tracking.demo.orders.products import BAG, BLANKET, BOOK, CANDLE, LAMP, MUG

CN = "China"

SALES = (
    Sale(
        name="#1220",
        slug="chinese-sf-express",
        situation="A Chinese order, out for delivery with SF Express",
        email="meiling@example.com",
        place=SHANGHAI,
        placed="-3 20:20",
        lines=(Bought(MUG, 2), Bought(CANDLE)),
        shipping="顺丰速运",
        parcels=(
            Parcel(
                sent="-2 15:10",
                status="OUT_FOR_DELIVERY",
                site=SHENZHEN_HUB,
                tracks=(Track("SF Express", "SF4248611148936"),),
                expected="+0 20:00",
                scans=(
                    *left(-2, "深圳市", CN),
                    Scan("-1 22:40", "IN_TRANSIT", "上海市", CN, "+0 20:00"),
                    Scan("0 08:05", "OUT_FOR_DELIVERY", "上海市", CN, "+0 20:00"),
                ),
            ),
        ),
    ),
    Sale(
        name="#1221",
        slug="chinese-delivered",
        situation="A Chinese order, delivered",
        email="wei@example.com",
        place=SHENZHEN,
        placed="-6 09:00",
        lines=(Bought(LAMP),),
        shipping="顺丰速运",
        parcels=(
            Parcel(
                sent="-5 15:10",
                status="DELIVERED",
                site=SHENZHEN_HUB,
                tracks=(Track("SF Express", "SF4390084745378"),),
                scans=(*left(-5, "深圳市", CN), *arrived(-3, "深圳市", CN)),
            ),
        ),
    ),
    Sale(
        name="#1222",
        slug="american-yunexpress",
        situation="An American order, sent from China with YunExpress",
        email="ray@example.com",
        place=PORTLAND,
        placed="-14 18:15",
        lines=(Bought(BAG, 2),),
        parcels=(
            Parcel(
                sent="-12 15:10",
                status="IN_TRANSIT",
                site=SHENZHEN_HUB,
                tracks=(Track("YunExpress", "YT2436537056563048"),),
                expected="+3 18:00",
                scans=(
                    *left(-12, "深圳市", CN),
                    Scan("-8 05:25", "IN_TRANSIT", "Hong Kong", "Hong Kong SAR"),
                    Scan("-2 11:10", "IN_TRANSIT", "New York", "United States", "+3 18:00"),
                ),
            ),
        ),
    ),
    Sale(
        name="#1223",
        slug="canadian-post",
        situation="A Canadian order, delivered by Canada Post",
        email="noah@example.com",
        place=HALIFAX,
        placed="-11 10:30",
        lines=(Bought(BOOK),),
        parcels=(
            Parcel(
                sent="-9 15:10",
                status="DELIVERED",
                tracks=(Track("Canada Post", "7035764672720424"),),
                scans=(*left(-9), *arrived(-3, "Halifax", "Canada")),
            ),
        ),
    ),
    Sale(
        name="#1224",
        slug="australian-post",
        situation="An Australian order, on the other side of the date line",
        email="kirra@example.com",
        place=HOBART,
        placed="-10 07:30",
        lines=(Bought(BLANKET),),
        parcels=(
            Parcel(
                sent="-8 15:10",
                status="IN_TRANSIT",
                tracks=(Track("Australia Post", "EE347887839AU"),),
                expected="+2 17:00",
                scans=(*left(-8), Scan("-1 14:35", "IN_TRANSIT", "Melbourne", "Australia", "+2 17:00")),
            ),
        ),
    ),
)
