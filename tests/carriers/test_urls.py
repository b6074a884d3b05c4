import pytest

from tests.sampling import each_row
from tracking.carriers.urls import UnsafeUrlError, read_url, safe_url

UNSAFE = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "ftp://ups.com/1",
    "//ups.com/track",
    "/admin",
    "https:ups.com/track",
    "https:///www.ups.com/track",
    "https://",
    "https://user:pass@www.ups.com/track",
    "https://www.ups.com@evil.test/",
    "https://www.ups.com\\@evil.net/",
    "https://www.ups.com/\\evil.net",
    "https://www.ups.com/a b",
    "https://www.ups.com/\N{RIGHT-TO-LEFT OVERRIDE}moc",
    "https://www.u\N{CYRILLIC SMALL LETTER ER}s.com/track",
    "https://xn--us-8kc.com/track",
    "https://www.ups.com/\r\nSet-Cookie: a=b",
    "https://www.ups.com/\x00",
    "https://www.ups.com/<script>",
    'https://www.ups.com/"onclick="alert(1)',
    "https://127.0.0.1/1",
    "https://2130706433/1",
    "https://0x7f.1/1",
    "https://[::1]/1",
    "https://localhost/track",
    "https://intranet/track",
    "https://printer.local/track",
    "https://evil.example/track",
    "https://www.ups.com:8080/track",
    "https://www.ups.com:/track",
    "https://www.ups.com./track",
    "https://.ups.com/track",
    "https://ups..com/track",
    "https://-ups.com/track",
    "https://%77ww.ups.com/track",
    f"https://{'a' * 64}.com/track",
    "https://www.ups.com/" + "1" * 2000,
]


@each_row("url", UNSAFE)
def test_ambiguous_address_is_refused(url: str) -> None:
    with pytest.raises(UnsafeUrlError):
        read_url(url)


@each_row(
    ("url", "secure"),
    [
        ("https://www.ups.com/track?tracknum=1Z1", "https://www.ups.com/track?tracknum=1Z1"),
        (" HTTP://WWW.UPS.com:80/Track ", "https://www.ups.com/Track"),
        ("https://track.co.uk:443#/AB1", "https://track.co.uk#/AB1"),
        ("https://a-b.shop", "https://a-b.shop"),
    ],
)
def test_a_plain_address_is_shown_over_https(url: str, secure: str) -> None:
    assert read_url(url).secure == secure


@each_row("rest", ["/t/AB12345", "/?nr=12345", "#/12345", "?q=%41%42%43%31%32", "/track-it/0012345678"])
def test_an_address_with_an_identifier_names_a_parcel(rest: str) -> None:
    assert read_url(f"https://courier.se{rest}").names_a_parcel(None)


@each_row("rest", ["", "/", "/tracking/", "/my-parcels/incoming", "/track-v2/?lang=en", "/2024/"])
def test_bare_page_names_no_parcel(rest: str) -> None:
    assert not read_url(f"https://courier.se{rest}").names_a_parcel(None)


def test_a_short_number_is_an_identifier_if_it_is_the_parcels() -> None:
    assert read_url("https://courier.se/t/ab-1").names_a_parcel("AB-1")
    assert not read_url("https://courier.se/t/ab-1").names_a_parcel("AB-2")


@each_row(
    ("text", "safe"),
    [
        ("https://cdn.shopify.com/label.pdf", "https://cdn.shopify.com/label.pdf"),
        ("http://cdn.shopify.com/label.pdf", None),
        ("javascript:alert(1)", None),
        ("https://a:b@cdn.shopify.com/", None),
        ("", None),
        (None, None),
    ],
)
def test_a_link_that_leads_to_no_tracking_page_is_shown_only_over_https(text: str | None, safe: str | None) -> None:
    assert safe_url(text) == safe
