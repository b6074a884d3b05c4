from tests.sampling import each_row
from tracking.carriers.explanation import Explanation
from tracking.carriers.hosts import Hosts
from tracking.carriers.row import CarrierRow
from tracking.carriers.tracking_input import read_address, read_company

HOSTS = Hosts([CarrierRow(code="ups", name="UPS", hosts=("ups.com",))])


@each_row(
    ("text", "line"),
    [
        (None, None),
        (" \n ", None),
        ("  Post\nNord ", "Post Nord"),
        ("Post\N{RIGHT-TO-LEFT OVERRIDE}Nord", "Post Nord"),
        ("P" * 10_000, "P" * 60),
    ],
)
def test_a_company_is_one_short_visible_line(text: str | None, line: str | None) -> None:
    assert read_company(text) == line


@each_row(
    ("url", "secure"),
    [
        ("https://track.shop.se/AB12345", "https://track.shop.se/AB12345"),
        ("http://www.ups.com/AB12345", "https://www.ups.com/AB12345"),
    ],
)
def test_a_safe_link_is_shown_over_https(url: str, secure: str) -> None:
    address = read_address(url, HOSTS, Explanation())

    assert address is not None
    assert address.secure == secure


@each_row(
    ("url", "reason"),
    [
        ("javascript:alert(1)", "it is not an http(s) address"),
        ("https://www.ups.com.evil.net/AB12345", "www.ups.com.evil.net imitates a carrier's host"),
        ("http://track.shop.se/AB12345", "it is not encrypted, and track.shop.se is no carrier's host"),
    ],
)
def test_a_link_is_refused_with_a_reason(url: str, reason: str) -> None:
    reasons = Explanation()

    assert read_address(url, HOSTS, reasons) is None
    assert reason in reasons[0]


@each_row("url", [None, "", "  "])
def test_missing_link_has_no_explanation(url: str | None) -> None:
    reasons = Explanation()

    assert read_address(url, HOSTS, reasons) is None
    assert reasons == []
