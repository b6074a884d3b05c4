"""The fault table of Shopify's, row by row, before the whole site."""

import gc
import logging
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

import pytest

from tests.fakes import Clock
from tests.faults.conftest import EMAIL, Site
from tests.faults.table import FAULTS, Fault
from tests.sampling import matrix
from tests.shopify.faulty_server import responds
from tracking.orders.service import REQUEST_TIMEOUT

T = TypeVar("T")

FIRST = "2026-11-22T14:05:00Z"
PASSING = {name: fault for name, fault in FAULTS.items() if fault.passes}
# The last of each cause: what tells the faults of one cause apart is read in tests/shopify.
of_each_cause = pytest.mark.parametrize(
    "fault", matrix(FAULTS, *{fault.cause: name for name, fault in FAULTS.items()}.values())
)
every_sixth_fault = pytest.mark.parametrize("fault", matrix(FAULTS, *list(FAULTS)[::6]))


@pytest.fixture(autouse=True)
def _says_all(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)


@pytest.fixture(autouse=True)
def _no_finalizers() -> Iterator[None]:
    # One that happens to run in the middle of JSON nested beyond all depth has no room left, and complains of it.
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def known(site: Site, clock: Clock) -> Site:
    """A site that has seen order #1001, a while ago."""
    assert site.state() == (False, FIRST)
    clock.advance(minutes=10)
    return site


def in_time(clock: Clock, ask: Callable[[], T]) -> T:
    began = clock.monotonic()
    answer = ask()
    assert clock.monotonic() - began <= REQUEST_TIMEOUT
    return answer


@of_each_cause
def test_link_shows_the_last_known_state(
    known: Site, clock: Clock, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    known.shop.fault = fault.behavior
    assert in_time(clock, known.state) == (True, FIRST)
    said = caplog.text
    assert fault.cause in said
    secrets = (EMAIL, known.link(), known.shop.id_of("#1001"), "demo.myshopify.com")
    assert not [secret for secret in secrets if secret in said]


@every_sixth_fault
def test_an_order_that_was_never_seen_is_unavailable(site: Site, clock: Clock, fault: Fault) -> None:
    site.shop.fault = fault.behavior
    answer = in_time(clock, lambda: site.order("#1002"))
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (503, "unavailable")
    assert 1 <= int(answer.headers["Retry-After"]) <= 30


@every_sixth_fault
def test_every_lookup_ends_in_the_same_words(
    known: Site, clock: Clock, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    known.shop.fault = fault.behavior
    tries = (("#1001", EMAIL), ("#1001", "eve@example.com"), ("#1002", EMAIL), ("#99999", EMAIL))
    answers = [in_time(clock, partial(known.look_up, *each)) for each in tries]
    assert [answer.status_code for answer in answers] == [503] * len(tries)
    assert len({answer.data for answer in answers}) == 1
    assert all(answer.headers["Retry-After"] for answer in answers)
    assert not [typed for each in tries for typed in each if typed.strip("#") in caplog.text]


def test_a_lookups_page_does_not_tell_either(known: Site) -> None:
    known.shop.fault = responds({}, 500)
    pages = {
        known.look_up("#1001", email, {"Accept": "text/html"}).text.replace(f'value="{email}"', "kept")
        for email in (EMAIL, "eve@example.com")
    }
    assert len(pages) == 1
    page = pages.pop()
    assert 'value="#1001"' in page
    assert "kept" in page


@pytest.mark.parametrize("fault", matrix(PASSING, *list(PASSING)[::6]))
def test_passing_fault_changes_no_page(known: Site, clock: Clock, fault: Fault) -> None:
    known.shop.hiccups.append(fault.behavior)
    asked_at = clock().strftime("%Y-%m-%dT%H:%M:%SZ")
    assert in_time(clock, known.state) == (False, asked_at)
    known.shop.hiccups.append(fault.behavior)
    assert in_time(clock, lambda: known.look_up("#1001")).status_code == 303


def test_a_pause_that_is_too_long_to_wait_for_is_handed_on(known: Site, clock: Clock) -> None:
    known.shop.fault = responds({}, 429, {"Retry-After": "9.0"})
    began = clock.monotonic()
    assert known.state() == (True, FIRST)
    assert known.order("#1002").headers["Retry-After"] == "9"
    assert known.look_up("#1001").headers["Retry-After"] == "9"
    assert clock.monotonic() == began


def test_every_kind_of_page_says_that_it_is_what_was_known(known: Site) -> None:
    known.shop.fault = responds({}, 500)
    html = {"Accept": "text/html"}
    for path in (known.link(), f"{known.link()}/live", f"/widget{known.link()}", f"/widget{known.link()}/live"):
        assert "As of 14:05, we" in known.get(path, html).text


@pytest.fixture
def granted(make_site: Callable[..., Site]) -> Site:
    """A site whose token ends."""
    app = {"SHOPIFY_ACCESS_TOKEN": "", "SHOPIFY_CLIENT_ID": "demo", "SHOPIFY_CLIENT_SECRET": "demo"}
    return make_site(**app)


def test_expired_access_token_changes_no_page(granted: Site, clock: Clock) -> None:
    assert granted.state() == (False, FIRST)
    granted.shop.transport.tokens.revoke()
    clock.advance(minutes=10)
    assert granted.state() == (False, "2026-11-22T14:15:00Z")
    assert granted.look_up("#1001").status_code == 303


def test_a_token_that_is_rejected_when_it_is_new_is_an_alert(
    granted: Site, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    granted.state()
    clock.advance(minutes=10)
    granted.shop.fault = lambda line: (responds({}, 401) if "graphql" in line.request.path else granted.shop.answers)(
        line
    )
    granted.shop.asked.clear()
    assert granted.state() == (True, FIRST)
    assert granted.shop.asked == {"Order": 2, "": 1}
    assert [record.levelname for record in caplog.records if "check SHOPIFY_ACCESS_TOKEN" in record.message] == [
        "ERROR"
    ]
