"""Orders that exceed one page of Shopify's answer."""

from dataclasses import replace

from tracking.demo.building import (
    DemoLine,
    DemoLocation,
    DemoOrder,
    DemoParcel,
    DemoScan,
    DemoTracking,
    Product,
    UnsentGroup,
)
from tracking.demo.building.destinations import LEEDS, LONDON, PORTLAND
from tracking.demo.orders.delivery_presets import UK, arrived, collected, delivered, in_transit, royal_mail
from tracking.demo.orders.products import BAG, BOOK, CANDLE, LAMP, MUG, PLANT, POSTER, SHIRT, SOAP

GOODS = (MUG, CANDLE, SOAP, PLANT, POSTER, BOOK, BAG, SHIRT, LAMP)
LINES, SITES = 250, 7
UPS_NUMBERS = [
    "1ZB2PSVE4341533645",
    "1ZV5VTG48457824649",
    "1ZTAJRVC6535054324",
    "1ZGTETNS0188308420",
    "1ZZVDGTW8899430140",
    "1Z423TKP8994316623",
    "1ZGWM88V6682543479",
    "1ZRBXXA48378015711",
    "1ZM0H0LT4229060057",
    "1ZZEJAV36331724452",
    "1Z4CBN572228108629",
    "1ZNEAM3M6342127804",
    "1ZER6FV52275459098",
    "1ZS1KA804844176109",
    "1ZNALML26493820468",
    "1ZTZEBT33342916093",
    "1Z1C8BK34296200866",
    "1ZV4AEMU2791582392",
    "1ZYD6UCB2732428881",
    "1Z4FFETS8813459571",
]
PER_PARCEL = -(-LINES // len(UPS_NUMBERS))

DELIVERED_BOXES = [
    "JV756048065GB",
    "JV358178393GB",
    "JV705232796GB",
    "JV282010271GB",
    "JV616124905GB",
    "JV652863039GB",
    "JV748625702GB",
]
MOVING_BOXES = ["JV292961118GB", "JV242262382GB", "JV573415210GB", "JV656665816GB", "JV146881975GB"]


def _product(nth: int) -> Product:
    product = GOODS[nth % len(GOODS)]
    return replace(product, key=f"line-{nth}", variant=f"Hotel set {nth + 1}")


def _site(nth: int) -> DemoLocation:
    return DemoLocation(f"Harbor Goods store {nth + 1}", f"{nth + 1} Dock Road", "BS1 6XN", "Bristol", "GB")


def _by_night(day: int) -> tuple[DemoScan, ...]:
    """Packed in the afternoon of ``day``, scanned in the hub at night: so the usual times know when UPS scans."""
    return (
        DemoScan(f"{day} 15:10", "LABEL_PURCHASED"),
        DemoScan(f"{day + 1} 03:20", "IN_TRANSIT", "Bristol", UK),
        DemoScan(f"{day + 1} 06:15", "IN_TRANSIT", "Bristol", UK),
    )


def _out_by_night(day: int) -> tuple[DemoScan, ...]:
    return (DemoScan(f"{day} 04:10", "IN_TRANSIT", "London", UK), *arrived(day, "London")[1:])


def _parcel(nth: int) -> DemoParcel:
    units = {f"line-{line}": 1 for line in range(nth * PER_PARCEL, min((nth + 1) * PER_PARCEL, LINES))}
    track = DemoTracking("UPS", UPS_NUMBERS[nth])
    is_delivered = nth < len(UPS_NUMBERS) // 2
    scans = (*_by_night(-5), *_out_by_night(-2)) if is_delivered else _by_night(-2)
    status = "DELIVERED" if is_delivered else "IN_TRANSIT"
    return DemoParcel(
        sent_at=scans[0].at, status=status, units=units, trackings=(track,), scans=scans, location=_site(nth % SITES)
    )


BOXES = (
    *(delivered(royal_mail(number), -2, "Leeds", units={"mug": 1}) for number in DELIVERED_BOXES),
    *(in_transit(royal_mail(number), -2, "Leeds", units={"mug": 1}) for number in MOVING_BOXES),
)

MANY_SCANS = tuple(
    DemoScan(f"-{20 - day} {hour:02}:10", "IN_TRANSIT", city, "United States")
    for day, city in enumerate(("Newark", "Columbus", "Chicago", "Omaha", "Denver", "Boise"))
    for hour in (3, 9, 15, 21)
)

ORDERS = (
    DemoOrder(
        name="#1180",
        slug="large",
        situation="A hotel's order: 250 lines in 20 parcels",
        email="stig@example.com",
        destination=LONDON,
        placed_at="-9 10:00",
        lines=tuple(DemoLine(_product(nth)) for nth in range(LINES)),
        parcels=tuple(_parcel(nth) for nth in range(len(UPS_NUMBERS))),
    ),
    DemoOrder(
        name="#1181",
        slug="twelve-parcels",
        situation="Twelve parcels: seven delivered, five on their way",
        email="tor@example.com",
        destination=LEEDS,
        placed_at="-8 09:30",
        lines=(DemoLine(MUG, 12),),
        parcels=BOXES,
    ),
    DemoOrder(
        name="#1182",
        slug="many-scans",
        situation="A long way with 28 scans",
        email="unni@example.com",
        destination=PORTLAND,
        placed_at="-24 11:00",
        lines=(DemoLine(LAMP),),
        parcels=(
            DemoParcel(
                sent_at="-22 15:10",
                status="DELIVERED",
                trackings=(DemoTracking("UPS", "1ZN1G2018838737168"),),
                scans=(*collected(-22), *MANY_SCANS, DemoScan("-13 12:20", "DELIVERED", "Portland", "United States")),
            ),
        ),
    ),
    DemoOrder(
        name="#1183",
        slug="eight-groups",
        situation="Eight makers, each packing their part",
        email="viggo@example.com",
        destination=LONDON,
        placed_at="-1 15:45",
        lines=tuple(DemoLine(product) for product in GOODS[:8]),
        unsent=tuple(
            UnsentGroup(units={product.key: 1}, status="IN_PROGRESS", location=_site(nth))
            for nth, product in enumerate(GOODS[:8])
        ),
    ),
    DemoOrder(
        name="#1184",
        slug="large-waiting",
        situation="Thirty different items, none of them sent yet",
        email="yngve@example.com",
        destination=LEEDS,
        placed_at="-1 10:20",
        lines=tuple(DemoLine(_product(nth), 2) for nth in range(30)),
        unsent=(UnsentGroup(),),
    ),
    DemoOrder(
        name="#1185",
        slug="customs",
        situation="A parcel that crosses a border, with scans in two countries",
        email="astri@example.com",
        destination=PORTLAND,
        placed_at="-6 13:00",
        lines=(DemoLine(BAG, 40),),
        parcels=(
            DemoParcel(
                sent_at="-4 15:10",
                status="IN_TRANSIT",
                trackings=(DemoTracking("DHL Express", "5182401254"),),
                estimated_at="+1 18:00",
                scans=(
                    *collected(-4),
                    DemoScan("-2 23:40", "IN_TRANSIT", "East Midlands", UK, "+1 18:00"),
                    DemoScan("-1 08:05", "IN_TRANSIT", "Cincinnati", "United States", "+1 18:00"),
                ),
            ),
        ),
    ),
)
