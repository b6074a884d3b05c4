"""The fields of a tracking entry as shops fill them in, read with the built-in carriers."""

from tests.sampling import each_row
from tracking.carriers import Carriers
from tracking.carriers.tracking_fields import TrackingFields

ONE, TWO = "1Z5R89390357567127", "1Z879E930346834440"
PAGE = f"https://www.ups.com/track?loc=en_US&tracknum={ONE}&requester=ST"


def _read(
    carriers: Carriers, number: str | None, company: str | None = None, url: str | None = None
) -> list[tuple[str | None, str | None, str | None]]:
    return [(each.number, each.company, each.url) for each in carriers.read_fields(number, company, url)]


@each_row("number", [None, "", ONE, "ab12345", "00340434717249960452"])
def test_plain_fields_stay_as_they_are(carriers: Carriers, number: str | None) -> None:
    assert carriers.read_fields(number, "Whiz", "https://whiz.net/t/1") == (
        TrackingFields(number, "Whiz", "https://whiz.net/t/1"),
    )


@each_row("number", [PAGE, f"Track: {PAGE}.", PAGE.removeprefix("https://"), f"{ONE} {PAGE}"])
def test_number_in_an_address_is_read(carriers: Carriers, number: str) -> None:
    ((read, company, url),) = _read(carriers, number)

    assert (read, company) == (ONE, None)
    assert url is None or url == PAGE


def test_address_of_a_page_for_many_carriers(carriers: Carriers) -> None:
    url = f"https://www.17track.net/en/track?nums={ONE},{TWO}"

    assert [number for number, _, _ in _read(carriers, url)] == [ONE, TWO]


def test_address_of_another_page_names_no_number_of_the_named_carrier(carriers: Carriers) -> None:
    url = "https://whiz.net/t/AB12345678"

    assert _read(carriers, url, "UPS") == [(None, "UPS", url)]
    assert _read(carriers, url, "Whiz") == [("AB12345678", "Whiz", url)]


@each_row("number", ["http://user@ups.com/t/1Z", "www.whiz.net/t/AB12345678", "javascript:alert(1)//x"])
def test_unsafe_address_is_no_link(carriers: Carriers, number: str) -> None:
    assert [url for _, _, url in _read(carriers, number)] == [None]


@each_row(
    ("number", "company"),
    [
        (None, ONE),
        (None, f"UPS {ONE}"),
        (None, f"UPS: {ONE}"),
        ("N/A", f"UPS {ONE}"),
        ("", PAGE),
        (None, f"UPS {PAGE}"),
        (ONE, PAGE),
        (ONE, f"UPS {ONE}"),
    ],
)
def test_number_in_the_carriers_field_is_read(carriers: Carriers, number: str | None, company: str) -> None:
    ((read, named, _),) = _read(carriers, number, company)

    assert read == ONE
    assert named in (None, "UPS")


@each_row("company", ["DHL24", "4PX", "UPS2", "Route 66 Couriers", "Whiz 1234567", "Express 24/7"])
def test_figures_in_a_carriers_name_are_no_number(carriers: Carriers, company: str) -> None:
    assert _read(carriers, None, company) == [(None, company, None)]


def test_carrier_in_front_of_a_number_is_its_carrier_where_none_is_named(carriers: Carriers) -> None:
    assert _read(carriers, "PostNord AB12345678") == [("AB12345678", "PostNord", None)]
    assert _read(carriers, "PostNord AB12345678", "Other") == [("AB12345678", "PostNord", None)]
    assert _read(carriers, "PostNord AB12345678", "Bring") == [("AB12345678", "Bring", None)]
    assert _read(carriers, "Whizard AB12345678") == [("AB12345678", None, None)]


@each_row("number", ["N/A", "none", "0", "LOCAL PICKUP", "hand delivered 12/11"])
def test_link_made_of_a_text_without_a_number_is_none(carriers: Carriers, number: str) -> None:
    for url in (f"https://www.ups.com/track?InquiryNumber1={number.replace(' ', '%20')}", None, "not a link"):
        assert _read(carriers, number, "UPS", url) == [(None, "UPS", None)]


def test_link_with_a_number_outlives_a_text_without_one(carriers: Carriers) -> None:
    assert _read(carriers, "N/A", "UPS", PAGE) == [(ONE, "UPS", PAGE)]
    whiz = "https://whiz.net/t/ab12345"
    assert _read(carriers, "see link", "Whiz", whiz) == [(None, "Whiz", whiz)]
    assert _read(carriers, "pickup 12", "Whiz", "https://whiz.net/t/Pickup-12/a1234") == [(None, "Whiz", None)]


def test_each_of_two_numbers_has_only_its_own_link(carriers: Carriers) -> None:
    assert _read(carriers, "AB12345678, AB12345679", "Whiz", "https://whiz.net/t/AB12345678") == [
        ("AB12345678", "Whiz", "https://whiz.net/t/AB12345678"),
        ("AB12345679", "Whiz", None),
    ]
    assert _read(carriers, "AB12345678, AB12345679", "Whiz", "https://whiz.net/t/AB12345678,AB12345679") == [
        ("AB12345678", "Whiz", None),
        ("AB12345679", "Whiz", None),
    ]


def test_link_of_two_numbers_still_names_their_carrier(carriers: Carriers) -> None:
    url = "https://helthjem.no/sporing/AB12345678,AB12345679"

    assert [company for _, company, _ in _read(carriers, "AB12345678, AB12345679", None, url)] == ["Helthjem"] * 2


def test_endless_text_is_never_linked(carriers: Carriers) -> None:
    (fields,) = carriers.read_fields(f"{ONE}, " * 500, "UPS", None)

    assert not fields.may_link
    assert carriers.resolve(f"{ONE}, " * 500, company="UPS").url is None


def test_several_numbers_in_one_text_have_no_common_link(carriers: Carriers) -> None:
    link = carriers.resolve(f"{ONE}, {TWO}", company="UPS", url=f"https://www.ups.com/track?tracknum={ONE},{TWO}")

    assert (link.carrier, link.number, link.url) == ("ups", f"{ONE}, {TWO}", None)
