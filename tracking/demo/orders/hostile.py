"""Titles, numbers and links that a careless page stumbles over."""

from tracking.demo.building import Bought, Good, Parcel, Sale, Scan, Track
from tracking.demo.building.destinations import BATH, BRIGHTON, CAIRO, HAIFA, LEEDS, LONDON, YORK
from tracking.demo.orders.delivery_presets import left, on_its_way, royal_mail
from tracking.demo.orders.products import BAG, BOOK, MUG


def _good(key: str, title: str, variant: str | None = None) -> Good:
    return Good(key=key, title=title, variant=variant, price=10, picture="mug")


def _tracked(*tracks: Track) -> tuple[Parcel, ...]:
    return (Parcel(sent="-2 15:10", status="IN_TRANSIT", tracks=tracks, scans=left(-2)),)


HOSTILE = (
    _good("script", "<script>alert('mug')</script>", "</style><b>Blue</b>"),
    _good("template", "{{ 7*7 }} {% raw %} ${7*7} %(count)s {0}", "{{ config }}"),
    _good("image", '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)"),
)
ODD = (
    _good("long", "Lighthouse" * 30, "X" * 120),
    _good("emoji", "Mug 🫖🧜🏽‍♀️👩‍👩‍👧‍👦 with a very happy face 🇳🇴", "🌊"),
    _good("control", "Bell\a and\u202eesrever\u202c and\u200bnothing\x1b[31m", "tab\there"),
    _good("blank", " ", ""),
)
ARABIC = _good("arabic", "بطانية صوف ناعمة 130", "أزرق / كبير")
HEBREW = _good("hebrew", "ספל קרמיקה 350 מ״ל Tide", "ירוק ים")

SALES = (
    Sale(
        name="#1190",
        slug="hostile-titles",
        situation="Titles that try to run as code",
        email="asta@example.com",
        place=LEEDS,
        placed="-4 10:10",
        lines=tuple(Bought(good) for good in HOSTILE),
        parcels=(on_its_way(royal_mail("JV908301686GB"), -2, "Leeds"),),
    ),
    Sale(
        name="#1191",
        slug="odd-titles",
        situation="Titles without end, with emoji, with characters that nobody sees",
        email="brage@example.com",
        place=YORK,
        placed="-4 11:20",
        lines=tuple(Bought(good) for good in ODD),
        parcels=(on_its_way(royal_mail("JV131860930GB"), -2, "York"),),
    ),
    Sale(
        name="#1192",
        slug="arabic",
        situation="Titles and a city in Arabic, from right to left",
        email="dalia@example.com",
        place=CAIRO,
        placed="-6 18:30",
        lines=(Bought(ARABIC), Bought(BOOK)),
        parcels=(
            Parcel(
                sent="-4 15:10",
                status="IN_TRANSIT",
                tracks=(Track("DHL Express", "9206730584"),),
                scans=(*left(-4), Scan("-1 06:20", "IN_TRANSIT", "القاهرة", "Egypt")),
            ),
        ),
    ),
    Sale(
        name="#1193",
        slug="hebrew",
        situation="Titles in Hebrew, from right to left",
        email="eitan@example.com",
        place=HAIFA,
        placed="-6 09:15",
        lines=(Bought(HEBREW, 2),),
        parcels=(
            Parcel(
                sent="-4 15:10",
                status="IN_TRANSIT",
                tracks=(Track("Israel Post", "JV390996050GB"),),
                scans=(*left(-4), Scan("-1 06:20", "IN_TRANSIT", "חיפה", "Israel")),
            ),
        ),
    ),
    Sale(
        name="#1194",
        slug="hostile-links",
        situation="Tracking links that must not become links",
        email="embla@example.com",
        place=LONDON,
        placed="-4 12:40",
        lines=(Bought(MUG),),
        parcels=_tracked(
            Track("Corner Courier", "CC-1", "javascript:alert(1)"),
            Track("Corner Courier", "CC-2", "https://user:secret@tracking.example.com/CC-2"),
            Track("Corner Courier", "CC-3", "http://tracking.example.com/CC-3"),
        ),
    ),
    Sale(
        name="#1195",
        slug="hostile-numbers",
        situation="Tracking numbers that try to run as code",
        email="folke@example.com",
        place=BATH,
        placed="-4 14:50",
        lines=(Bought(BAG),),
        parcels=_tracked(
            Track("<b>Courier</b>", "<script>alert(1)</script>"),
            Track(None, "../../etc/passwd?x=1&y=2#z"),
            Track("Other", None, "//tracking.example.com/no-scheme"),
        ),
    ),
    Sale(
        name="#1196",
        slug="unknown-carrier",
        situation="A carrier that nobody knows, with a safe link of its own",
        email="gaute@example.com",
        place=BRIGHTON,
        placed="-4 16:15",
        lines=(Bought(BOOK),),
        parcels=_tracked(Track("Corner Courier", "CC-2041", "https://tracking.example.com/parcels/CC-2041")),
    ),
)
