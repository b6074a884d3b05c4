"""Orders whose times need judgment: scans that cannot be, times in several zones, dates without a time of day."""

from tracking.demo.building import DemoLine, DemoOrder, DemoParcel, DemoScan, DemoTracking
from tracking.demo.building.destinations import HOBART, LEEDS, LONDON, PORTLAND, SEATTLE, YORK
from tracking.demo.building.specs import UnsentGroup
from tracking.demo.orders.delivery_presets import UK, arrived, collected, royal_mail
from tracking.demo.orders.locations import SHENZHEN_HUB
from tracking.demo.orders.products import BAG, BLANKET, BOOK, CANDLE, LAMP, MUG, POSTER, SHIRT

US, CN = "United States", "China"
LABEL = DemoScan("-1 15:10", "LABEL_PURCHASED")

ORDERS = (
    DemoOrder(
        name="#1530",
        slug="number-used-before",
        situation="Its tracking number was used before: the carrier reports the delivery of an earlier parcel",
        email="brynja@example.com",
        destination=LONDON,
        placed_at="-2 12:20",
        lines=(DemoLine(MUG, 2),),
        parcels=(
            DemoParcel(
                sent_at=LABEL.at,
                status="DELIVERED",
                trackings=(royal_mail("JV615300011GB"),),
                scans=(*collected(-42), *arrived(-39, "Leeds"), LABEL),
            ),
        ),
    ),
    DemoOrder(
        name="#1531",
        slug="scan-of-tomorrow",
        situation="On its way, although the carrier has dated its delivery tomorrow",
        email="halldor@example.com",
        destination=LEEDS,
        placed_at="-4 09:45",
        lines=(DemoLine(LAMP),),
        parcels=(
            DemoParcel(
                sent_at="-2 15:10",
                status="DELIVERED",
                trackings=(royal_mail("JV615310022GB"),),
                scans=(
                    *collected(-2),
                    DemoScan("-1 21:50", "IN_TRANSIT", "Leeds", UK, "+1 17:00"),
                    DemoScan("+1 11:26", "DELIVERED", "Leeds", UK),
                ),
                estimated_at="+1 17:00",
            ),
        ),
    ),
    DemoOrder(
        name="#1532",
        slug="recorded-afterwards",
        situation="The shop recorded the shipment two days after it was delivered",
        email="torben@example.com",
        destination=YORK,
        placed_at="-8 17:32",
        lines=(DemoLine(BLANKET),),
        parcels=(
            DemoParcel(
                sent_at="-1 10:05",
                status="DELIVERED",
                trackings=(royal_mail("JV615320033GB"),),
                scans=(*collected(-6), *arrived(-3, "York")),
            ),
        ),
    ),
    DemoOrder(
        name="#1533",
        slug="estimate-without-time",
        situation="The estimate is a date without a time of day, for a customer west of Greenwich",
        email="dale@example.com",
        destination=SEATTLE,
        placed_at="-4 13:10",
        lines=(DemoLine(POSTER), DemoLine(BOOK)),
        parcels=(
            DemoParcel(
                sent_at="-3 15:10",
                status="IN_TRANSIT",
                trackings=(DemoTracking("USPS", "9400111899223197428490"),),
                scans=(
                    DemoScan("-3 15:10", "LABEL_PURCHASED"),
                    DemoScan("-3 18:40", "CARRIER_PICKED_UP", "New York", US, "+2"),
                    DemoScan("-1 04:05", "IN_TRANSIT", "Denver", US, "+2"),
                ),
                estimated_at="+2",
            ),
        ),
    ),
    DemoOrder(
        name="#1534",
        slug="times-of-several-zones",
        situation="From China to Britain: each scan has the time of its place",
        email="imogen@example.com",
        destination=LONDON,
        placed_at="-12 08:50",
        lines=(DemoLine(BAG),),
        parcels=(
            DemoParcel(
                sent_at="-10 10:30",
                status="IN_TRANSIT",
                location=SHENZHEN_HUB,
                trackings=(DemoTracking("YunExpress", "YT2436537056563131"),),
                scans=(
                    DemoScan("-10 10:30", "LABEL_PURCHASED", "深圳市", CN),
                    DemoScan("-10 12:10", "CARRIER_PICKED_UP", "深圳市", CN),
                    DemoScan("-7 17:25", "IN_TRANSIT", "Hong Kong", "HK"),
                    DemoScan("-3 03:40", "IN_TRANSIT", "Liège", "Belgium", "+2 18:00"),
                    DemoScan("-1 06:15", "IN_TRANSIT", "London", UK, "+2 18:00"),
                ),
                estimated_at="+2 18:00",
            ),
        ),
    ),
    DemoOrder(
        name="#1535",
        slug="scan-in-the-wrong-zone",
        situation="Collected on the day of the order, at a local time that was sent as if it were UTC",
        email="clara@example.com",
        destination=PORTLAND,
        placed_at="-1 09:20",
        lines=(DemoLine(CANDLE, 2),),
        parcels=(
            DemoParcel(
                sent_at="-1 11:05",
                status="CARRIER_PICKED_UP",
                trackings=(DemoTracking("USPS", "9400111899223197428506"),),
                scans=(DemoScan("-1 08:10", "CARRIER_PICKED_UP", "Portland", US),),
            ),
        ),
    ),
    DemoOrder(
        name="#1536",
        slug="planned-day-without-time",
        situation="To be sent on a day without a time of day, for a customer far east of Greenwich",
        email="banjo@example.com",
        destination=HOBART,
        placed_at="-2 19:40",
        lines=(DemoLine(SHIRT),),
        unsent=(UnsentGroup(status="SCHEDULED", fulfill_at="+5"),),
    ),
)
