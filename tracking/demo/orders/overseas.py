"""Customers in China, North America and Australia, with the carriers of their countries."""

from tracking.demo.building import DemoLine, DemoOrder, DemoParcel, DemoScan, DemoTracking
from tracking.demo.building.destinations import HALIFAX, HOBART, PORTLAND, SHANGHAI, SHENZHEN
from tracking.demo.orders.delivery_presets import arrived, collected
from tracking.demo.orders.locations import SHENZHEN_HUB
from tracking.demo.orders.products import BAG, BLANKET, BOOK, CANDLE, LAMP, MUG

CN = "China"

ORDERS = (
    DemoOrder(
        name="#1220",
        slug="chinese-sf-express",
        situation="A Chinese order, out for delivery with SF Express",
        email="meiling@example.com",
        destination=SHANGHAI,
        placed_at="-3 20:20",
        lines=(DemoLine(MUG, 2), DemoLine(CANDLE)),
        shipping_method="顺丰速运",
        parcels=(
            DemoParcel(
                sent_at="-2 15:10",
                status="OUT_FOR_DELIVERY",
                location=SHENZHEN_HUB,
                trackings=(DemoTracking("SF Express", "SF4248611148936"),),
                estimated_at="+0 20:00",
                scans=(
                    *collected(-2, "深圳市", CN),
                    DemoScan("-1 22:40", "IN_TRANSIT", "上海市", CN, "+0 20:00"),
                    DemoScan("0 08:05", "OUT_FOR_DELIVERY", "上海市", CN, "+0 20:00"),
                ),
            ),
        ),
    ),
    DemoOrder(
        name="#1221",
        slug="chinese-delivered",
        situation="A Chinese order, delivered",
        email="wei@example.com",
        destination=SHENZHEN,
        placed_at="-6 09:00",
        lines=(DemoLine(LAMP),),
        shipping_method="顺丰速运",
        parcels=(
            DemoParcel(
                sent_at="-5 15:10",
                status="DELIVERED",
                location=SHENZHEN_HUB,
                trackings=(DemoTracking("SF Express", "SF4390084745378"),),
                scans=(*collected(-5, "深圳市", CN), *arrived(-3, "深圳市", CN)),
            ),
        ),
    ),
    DemoOrder(
        name="#1222",
        slug="american-yunexpress",
        situation="An American order, sent from China with YunExpress",
        email="ray@example.com",
        destination=PORTLAND,
        placed_at="-14 18:15",
        lines=(DemoLine(BAG, 2),),
        parcels=(
            DemoParcel(
                sent_at="-12 15:10",
                status="IN_TRANSIT",
                location=SHENZHEN_HUB,
                trackings=(DemoTracking("YunExpress", "YT2436537056563048"),),
                estimated_at="+3 18:00",
                scans=(
                    *collected(-12, "深圳市", CN),
                    DemoScan("-8 05:25", "IN_TRANSIT", "Hong Kong", "Hong Kong SAR"),
                    DemoScan("-2 11:10", "IN_TRANSIT", "New York", "United States", "+3 18:00"),
                ),
            ),
        ),
    ),
    DemoOrder(
        name="#1223",
        slug="canadian-post",
        situation="A Canadian order, delivered by Canada Post",
        email="noah@example.com",
        destination=HALIFAX,
        placed_at="-11 10:30",
        lines=(DemoLine(BOOK),),
        parcels=(
            DemoParcel(
                sent_at="-9 15:10",
                status="DELIVERED",
                trackings=(DemoTracking("Canada Post", "7035764672720424"),),
                scans=(*collected(-9), *arrived(-3, "Halifax", "Canada")),
            ),
        ),
    ),
    DemoOrder(
        name="#1224",
        slug="australian-post",
        situation="An Australian order, on the other side of the date line",
        email="kirra@example.com",
        destination=HOBART,
        placed_at="-10 07:30",
        lines=(DemoLine(BLANKET),),
        parcels=(
            DemoParcel(
                sent_at="-8 15:10",
                status="IN_TRANSIT",
                trackings=(DemoTracking("Australia Post", "EE347887839AU"),),
                estimated_at="+2 17:00",
                scans=(*collected(-8), DemoScan("-1 14:35", "IN_TRANSIT", "Melbourne", "Australia", "+2 17:00")),
            ),
        ),
    ),
)
