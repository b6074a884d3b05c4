import pytest

from tests.call_counts import calls_in
from tests.sampling import each_row
from tracking.orders.contact import canonical_contact, normalize, verify_contact


@pytest.mark.parametrize(
    ("typed", "contact"),
    [
        (" Ada@Example.com ", "Ada@Example.com"),
        ("\uff41\uff44\uff41\uff20example\uff0ecom", "ada@example.com"),
        ("+46 70-123 45 67", "+46 70-123 45 67"),
        ("070 123 45 67", "070 123 45 67"),
    ],
)
def test_address_and_phone_number_are_normalized(typed: str, contact: str) -> None:
    assert normalize(typed) == contact


@each_row(
    "typed", ["", " ", "ada", "ada@", "@example.com", "a@b", "a b@example.com", "12345", "x" * 900 + "@example.com"]
)
def test_malformed_contact_is_rejected(typed: str) -> None:
    assert normalize(typed) is None


@pytest.mark.parametrize("typed", ["ada@example.com", "ADA@EXAMPLE.COM", "Ada@Example.Com"])
def test_address_matches_in_any_case(typed: str) -> None:
    assert verify_contact(typed, email=" Ada@example.com", phone=None)


@pytest.mark.parametrize("typed", ["bob@example.com", "ada@example.co", "ada@example.comm", "", "+46701234567"])
def test_another_address_does_not_match(typed: str) -> None:
    assert not verify_contact(typed, email="ada@example.com", phone="+46701234567")


@pytest.mark.parametrize(
    "typed", ["+46701234567", "070-123 45 67", "0046 70 123 45 67", "(070) 1234567", "46701234567"]
)
def test_phone_number_matches_where_the_order_has_no_address(typed: str) -> None:
    assert verify_contact(typed, email=None, phone="+46701234567")
    assert verify_contact(typed, email="", phone="+46 70 123 45 67")


@pytest.mark.parametrize(("typed", "phone"), [("(555) 555-0123", "+15555550123"), ("07700 900123", "+447700900123")])
def test_unassigned_number_is_parsed_by_its_country_code(typed: str, phone: str) -> None:
    assert verify_contact(typed, email=None, phone=phone)


@pytest.mark.parametrize("typed", ["070-123 45 68", "+47701234567", "ada@example.com", "", "701234567890123"])
def test_another_number_does_not_match(typed: str) -> None:
    assert not verify_contact(typed, email=None, phone="+46701234567")


@pytest.mark.parametrize("phone", [None, "", "unknown", "070-1234567"])
def test_order_without_contact_does_not_match(phone: str | None) -> None:
    assert not verify_contact("070-1234567", email=None, phone=phone)
    assert not verify_contact("", email=None, phone=phone)


def test_malformed_address_from_shopify_is_compared() -> None:
    assert not verify_contact("ada@example.com", email="\ud800@example.com", phone=None)


@pytest.mark.parametrize("typed", ["eve@example.com", "+46701740633", "070-174 06 33", "(212) 555-0199"])
@pytest.mark.parametrize(
    "phone",
    ["+46701740605", "+12125550123", "+17584550123", "+447911123456", "+447797712345", "+77012345678", "unknown"],
)
def test_comparison_takes_as_much_work_whatever_the_orders_phone_number(typed: str, phone: str) -> None:
    calls_without = calls_in(lambda: verify_contact(typed, email=None, phone=None))
    calls = calls_in(lambda: verify_contact(typed, email=None, phone=phone))
    assert abs(calls - calls_without) <= 0.2 * calls_without


@pytest.mark.parametrize(
    "written", ["ada@example.com", " Ada@Example.COM ", "Ada <ada@example.com>", "mailto:ada@example.com"]
)
def test_address_has_one_canonical_form(written: str) -> None:
    assert canonical_contact(email=written, phone="+46701740605") == "ada@example.com"


@pytest.mark.parametrize("written", ["+46701740605", "+46 70-174 06 05", "tel:+46701740605"])
def test_number_has_one_canonical_form(written: str) -> None:
    assert canonical_contact(email=None, phone=written) == "+46701740605"


@pytest.mark.parametrize(("email", "phone"), [(None, None), ("", ""), ("x", None), (None, "0701740605"), (None, "x")])
def test_unreachable_contact_has_no_canonical_form(email: str | None, phone: str | None) -> None:
    assert canonical_contact(email=email, phone=phone) is None
