"""Titles, numbers and links that break a careless page."""

from tracking.demo.building import DemoLine, DemoOrder, DemoParcel, DemoScan, DemoTracking, Product
from tracking.demo.building.destinations import BATH, BRIGHTON, CAIRO, HAIFA, LEEDS, LONDON, YORK
from tracking.demo.orders.delivery_presets import collected, in_transit, royal_mail
from tracking.demo.orders.products import BAG, BOOK, MUG


def _product(key: str, title: str, variant: str | None = None) -> Product:
    return Product(key=key, title=title, variant=variant, price=10, picture="mug")


def _tracked(*tracks: DemoTracking) -> tuple[DemoParcel, ...]:
    return (DemoParcel(sent_at="-2 15:10", status="IN_TRANSIT", trackings=tracks, scans=collected(-2)),)


HOSTILE = (
    _product("script", "<script>alert('mug')</script>", "</style><b>Blue</b>"),
    _product("template", "{{ 7*7 }} {% raw %} ${7*7} %(count)s {0}", "{{ config }}"),
    _product("image", '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)"),
)
ODD = (
    _product("long", "Lighthouse" * 30, "X" * 120),
    _product("emoji", "Mug 🫖🧜🏽‍♀️👩‍👩‍👧‍👦 with a very happy face 🇳🇴", "🌊"),
    _product("control", "Bell\a and\u202eesrever\u202c and\u200bnothing\x1b[31m", "tab\there"),
    _product("blank", " ", ""),
)
ARABIC = _product("arabic", "بطانية صوف ناعمة 130", "أزرق / كبير")
HEBREW = _product("hebrew", "ספל קרמיקה 350 מ״ל Tide", "ירוק ים")

ORDERS = (
    DemoOrder(
        name="#1190",
        slug="hostile-titles",
        situation="Titles that try to run as code",
        email="asta@example.com",
        destination=LEEDS,
        placed_at="-4 10:10",
        lines=tuple(DemoLine(product) for product in HOSTILE),
        parcels=(in_transit(royal_mail("JV908301686GB"), -2, "Leeds"),),
    ),
    DemoOrder(
        name="#1191",
        slug="odd-titles",
        situation="Titles without end, with emoji, with characters that nobody sees",
        email="brage@example.com",
        destination=YORK,
        placed_at="-4 11:20",
        lines=tuple(DemoLine(product) for product in ODD),
        parcels=(in_transit(royal_mail("JV131860930GB"), -2, "York"),),
    ),
    DemoOrder(
        name="#1192",
        slug="arabic",
        situation="Titles and a city in Arabic, from right to left",
        email="dalia@example.com",
        destination=CAIRO,
        placed_at="-6 18:30",
        lines=(DemoLine(ARABIC), DemoLine(BOOK)),
        parcels=(
            DemoParcel(
                sent_at="-4 15:10",
                status="IN_TRANSIT",
                trackings=(DemoTracking("DHL Express", "9206730584"),),
                scans=(*collected(-4), DemoScan("-1 06:20", "IN_TRANSIT", "القاهرة", "Egypt")),
            ),
        ),
    ),
    DemoOrder(
        name="#1193",
        slug="hebrew",
        situation="Titles in Hebrew, from right to left",
        email="eitan@example.com",
        destination=HAIFA,
        placed_at="-6 09:15",
        lines=(DemoLine(HEBREW, 2),),
        parcels=(
            DemoParcel(
                sent_at="-4 15:10",
                status="IN_TRANSIT",
                trackings=(DemoTracking("Israel Post", "JV390996050GB"),),
                scans=(*collected(-4), DemoScan("-1 06:20", "IN_TRANSIT", "חיפה", "Israel")),
            ),
        ),
    ),
    DemoOrder(
        name="#1194",
        slug="hostile-links",
        situation="Tracking links that must not become links",
        email="embla@example.com",
        destination=LONDON,
        placed_at="-4 12:40",
        lines=(DemoLine(MUG),),
        parcels=_tracked(
            DemoTracking("Corner Courier", "CC-1", "javascript:alert(1)"),
            DemoTracking("Corner Courier", "CC-2", "https://user:secret@tracking.example.com/CC-2"),
            DemoTracking("Corner Courier", "CC-3", "http://tracking.example.com/CC-3"),
        ),
    ),
    DemoOrder(
        name="#1195",
        slug="hostile-numbers",
        situation="Tracking numbers that try to run as code",
        email="folke@example.com",
        destination=BATH,
        placed_at="-4 14:50",
        lines=(DemoLine(BAG),),
        parcels=_tracked(
            DemoTracking("<b>Courier</b>", "<script>alert(1)</script>"),
            DemoTracking(None, "../../etc/passwd?x=1&y=2#z"),
            DemoTracking("Other", None, "//tracking.example.com/no-scheme"),
        ),
    ),
    DemoOrder(
        name="#1196",
        slug="unknown-carrier",
        situation="A carrier that nobody knows, with a safe link of its own",
        email="gaute@example.com",
        destination=BRIGHTON,
        placed_at="-4 16:15",
        lines=(DemoLine(BOOK),),
        parcels=_tracked(DemoTracking("Corner Courier", "CC-2041", "https://tracking.example.com/parcels/CC-2041")),
    ),
)
