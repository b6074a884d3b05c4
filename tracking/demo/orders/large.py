"""Orders that do not fit on one page of Shopify's answer."""

from dataclasses import replace

from tracking.demo.building import Bought, Good, Parcel, Sale, Scan, Site, Track, Waiting
from tracking.demo.building.destinations import LEEDS, LONDON, PORTLAND
from tracking.demo.orders.delivery_presets import UK, arrived, delivered, left, on_its_way, royal_mail
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


def _good(nth: int) -> Good:
    good = GOODS[nth % len(GOODS)]
    return replace(good, key=f"line-{nth}", variant=f"Hotel set {nth + 1}")


def _site(nth: int) -> Site:
    return Site(f"Harbor Goods store {nth + 1}", f"{nth + 1} Dock Road", "BS1 6XN", "Bristol", "GB")


def _parcel(nth: int) -> Parcel:
    units = {f"line-{line}": 1 for line in range(nth * PER_PARCEL, min((nth + 1) * PER_PARCEL, LINES))}
    track = Track("UPS", UPS_NUMBERS[nth])
    is_here = nth < len(UPS_NUMBERS) // 2
    scans = (*left(-5), *arrived(-2, "London")) if is_here else left(-2)
    status = "DELIVERED" if is_here else "IN_TRANSIT"
    return Parcel(sent=scans[0].at, status=status, units=units, tracks=(track,), scans=scans, site=_site(nth % SITES))


BOXES = (
    *(delivered(royal_mail(number), -2, "Leeds", units={"mug": 1}) for number in DELIVERED_BOXES),
    *(on_its_way(royal_mail(number), -2, "Leeds", units={"mug": 1}) for number in MOVING_BOXES),
)

LONG_WAY = tuple(
    Scan(f"-{20 - day} {hour:02}:10", "IN_TRANSIT", city, "United States")
    for day, city in enumerate(("Newark", "Columbus", "Chicago", "Omaha", "Denver", "Boise"))
    for hour in (3, 9, 15, 21)
)

SALES = (
    Sale(
        name="#1180",
        slug="large",
        situation="A hotel's order: 250 lines in 20 parcels",
        email="stig@example.com",
        place=LONDON,
        placed="-9 10:00",
        lines=tuple(Bought(_good(nth)) for nth in range(LINES)),
        parcels=tuple(_parcel(nth) for nth in range(len(UPS_NUMBERS))),
    ),
    Sale(
        name="#1181",
        slug="twelve-parcels",
        situation="Twelve parcels: seven delivered, five on their way",
        email="tor@example.com",
        place=LEEDS,
        placed="-8 09:30",
        lines=(Bought(MUG, 12),),
        parcels=BOXES,
    ),
    Sale(
        name="#1182",
        slug="many-scans",
        situation="A long way with 28 scans",
        email="unni@example.com",
        place=PORTLAND,
        placed="-24 11:00",
        lines=(Bought(LAMP),),
        parcels=(
            Parcel(
                sent="-22 15:10",
                status="DELIVERED",
                tracks=(Track("UPS", "1ZN1G2018838737168"),),
                scans=(*left(-22), *LONG_WAY, Scan("-13 12:20", "DELIVERED", "Portland", "United States")),
            ),
        ),
    ),
    Sale(
        name="#1183",
        slug="eight-groups",
        situation="Eight makers, each packing their part",
        email="viggo@example.com",
        place=LONDON,
        placed="-1 15:45",
        lines=tuple(Bought(good) for good in GOODS[:8]),
        waiting=tuple(
            Waiting(units={good.key: 1}, status="IN_PROGRESS", site=_site(nth)) for nth, good in enumerate(GOODS[:8])
        ),
    ),
    Sale(
        name="#1184",
        slug="large-waiting",
        situation="Thirty different items, none of them sent yet",
        email="yngve@example.com",
        place=LEEDS,
        placed="-1 10:20",
        lines=tuple(Bought(_good(nth), 2) for nth in range(30)),
        waiting=(Waiting(),),
    ),
    Sale(
        name="#1185",
        slug="customs",
        situation="A parcel that crosses a border, with scans in two countries",
        email="astri@example.com",
        place=PORTLAND,
        placed="-6 13:00",
        lines=(Bought(BAG, 40),),
        parcels=(
            Parcel(
                sent="-4 15:10",
                status="IN_TRANSIT",
                tracks=(Track("DHL Express", "5182401254"),),
                expected="+1 18:00",
                scans=(
                    *left(-4),
                    Scan("-2 23:40", "IN_TRANSIT", "East Midlands", UK, "+1 18:00"),
                    Scan("-1 08:05", "IN_TRANSIT", "Cincinnati", "United States", "+1 18:00"),
                ),
            ),
        ),
    ),
)
