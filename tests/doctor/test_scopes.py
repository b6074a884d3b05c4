from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.doctor.doctor_report import CLIENT, DoctorReport
from tests.fakes import harbor_goods
from tracking.demo import ALL_SCOPES

NAMED = {"SHOPIFY_CLIENT_ID": CLIENT[0], "SHOPIFY_CLIENT_SECRET": CLIENT[1]}
LOSSES = {
    "read_all_orders": "60 days",
    "read_merchant_managed_fulfillment_orders": "pickups",
    "read_third_party_fulfillment_orders": "another company",
    "read_returns": "a return",
}
Granted = Callable[..., str]


@pytest.fixture
def granted(open_shop: Callable[..., str]) -> Granted:
    """A shop that granted these scopes."""
    return lambda scopes: open_shop(replace(harbor_goods(), scopes=frozenset(scopes)))


@pytest.mark.parametrize("scopes", [ALL_SCOPES, {scope.replace("read_o", "write_o") for scope in ALL_SCOPES}])
def test_all_scopes_are_ok(look_at: Callable[..., DoctorReport], granted: Granted, scopes: set[str]) -> None:
    (said,) = look_at(granted(scopes)).of("scopes")
    assert (said.state, said.message) == ("ok", "Everything that the page can tell may be read.")


@pytest.mark.parametrize(
    ("write", "scope"),
    [
        ("tags", "write_orders"),
        ("archive", "write_orders"),
        ("deadline", "write_merchant_managed_fulfillment_orders"),
    ],
)
def test_a_write_that_is_named_in_vain_is_reported(
    look_at: Callable[..., DoctorReport], granted: Granted, write: str, scope: str
) -> None:
    _, said = look_at(granted(ALL_SCOPES), SHOPIFY_WRITES=write).of("scopes")
    assert (said.state, said.message) == (
        "?",
        f"SHOPIFY_WRITES has {write}, and without {scope} the overview does not offer it.",
    )
    assert scope in said.fix
    (said,) = look_at(granted(ALL_SCOPES | {scope}), SHOPIFY_WRITES=write).of("scopes")
    assert said.state == "ok"


@pytest.mark.parametrize("scope", LOSSES)
def test_missing_scope_is_reported_with_the_lost_content(
    look_at: Callable[..., DoctorReport], granted: Granted, scope: str
) -> None:
    report = look_at(granted(ALL_SCOPES - {scope}))
    needed, lost = report.of("scopes")
    assert (report.code, needed.state, lost.state) == (0, "ok", "?")
    assert lost.message.startswith(f"Without {scope}, ")
    assert LOSSES[scope] in lost.message
    assert scope in lost.fix


def test_missing_read_orders_is_an_error(look_at: Callable[..., DoctorReport], granted: Granted) -> None:
    report = look_at(granted(set()))
    first, *rest = report.of("scopes")
    assert (report.code, first.state, first.message) == (1, "!!", "Without read_orders no order can be read.")
    assert "read_orders" in first.fix
    assert [said.state for said in rest] == ["?"] * len(LOSSES)
    (email,) = report.of("e-mail")
    assert (email.state, email.fix) == ("?", "Mend what is said of scopes first.")


@pytest.mark.parametrize(
    ("settings", "scope", "place"),
    [
        ({}, "read_returns", "Settings > Apps > Develop apps"),
        ({}, "read_all_orders", "Settings > Apps > Develop apps"),
        (NAMED, "read_returns", "Dev Dashboard (your app > Versions"),
        (NAMED, "read_all_orders", "Dev Dashboard (your app > API access requests)"),
    ],
)
def test_the_place_to_grant_one_depends_on_the_kind_of_app(
    look_at: Callable[..., DoctorReport], granted: Granted, settings: dict[str, str], scope: str, place: str
) -> None:
    _, lost = look_at(granted(ALL_SCOPES - {scope}), **settings).of("scopes")
    assert place in lost.fix


@pytest.mark.parametrize(
    ("notices", "scopes", "is_told"),
    [
        ("+how_was_it", ALL_SCOPES, True),
        ("+how_was_it", ALL_SCOPES | {"read_customers"}, False),
        ("-how_was_it", ALL_SCOPES, False),
    ],
)
def test_asking_how_it_was_needs_a_scope_of_its_own(
    look_at: Callable[..., DoctorReport], granted: Granted, notices: str, scopes: set[str], *, is_told: bool
) -> None:
    mail = {"SMTP_URL": "smtp://127.0.0.1:1", "MAIL_FROM": "orders@example.com", "PUBLIC_URL": "https://example.com"}
    said = look_at(granted(scopes), NOTICES=notices, **mail).of("scopes")
    assert any("read_customers" in each.fix for each in said) is is_told
