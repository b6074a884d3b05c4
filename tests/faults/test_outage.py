"""Half an hour without Shopify, and its return."""

from functools import partial

import pytest

from tests.fakes import Clock, ManualExecutor
from tests.faults.conftest import Site
from tests.faults.test_faults import FIRST
from tests.shopify.faulty_server import Behavior, responds
from tracking.orders.service import REQUEST_TIMEOUT
from tracking.shopify.resilience import FAILURES

OUTAGES: dict[str, Behavior | None] = {"gone": None, "broken": responds(b"<html>", 503)}
KNOWN = ("#1001", "#1002")


@pytest.fixture(params=OUTAGES)
def outage(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def without(site: Site, clock: Clock, outage: str) -> Site:
    """A site that knows some orders, and whose Shopify has been away for some seconds."""
    for name in KNOWN:
        site.state(name)
    clock.advance(minutes=10)
    site.shop.fault = OUTAGES[outage]
    if outage == "gone":
        site.shop.go_away()
    for _ in range(FAILURES):
        clock.advance(seconds=5)
        assert site.state() == (True, FIRST)
    return site


def end(site: Site, outage: str) -> None:
    site.shop.fault = None
    if outage == "gone":
        site.shop.come_back()


def check_unknown(site: Site) -> None:
    """Requests for an order that is not cached get Retry-After."""
    for ask in (partial(site.order, "#1003"), partial(site.look_up, "#1001")):
        began = site.clock.monotonic()
        answer = ask()
        assert answer.status_code == 503
        assert 1 <= int(answer.headers["Retry-After"]) <= 30
        assert site.clock.monotonic() - began <= REQUEST_TIMEOUT


def check_known(site: Site) -> None:
    """Requests for a cached order do not wait."""
    began = site.clock.monotonic()
    assert {site.state(name) for name in KNOWN} == {(True, FIRST)}
    assert site.clock.monotonic() == began


@pytest.mark.parametrize("step", [300, pytest.param(10, marks=pytest.mark.audit)])
def test_for_half_an_hour_known_links_answer_at_once_and_others_are_told_to_come_again(
    without: Site, clock: Clock, background: ManualExecutor, outage: str, step: int
) -> None:
    for _ in range(30 * 60 // step):
        clock.advance(seconds=step)
        check_known(without)
        background.run()
        check_unknown(without)
    assert without.get("/readyz").get_json()["parts"] == {"shopify": "down", "database": "ok"}
    end(without, outage)
    clock.advance(seconds=10)
    assert without.get("/readyz").status_code == 200
    assert without.order("#1003").status_code == 200
    assert without.look_up("#1001").status_code == 303
    assert not without.state("#1002")[0]


def test_its_return_is_noticed_within_ten_seconds_by_who_never_waits(
    without: Site, clock: Clock, background: ManualExecutor, outage: str
) -> None:
    clock.advance(minutes=30)
    check_known(without)
    background.run()
    end(without, outage)
    for _ in range(2):
        clock.advance(seconds=5)
        without.state()
        background.run()
    assert not without.state()[0]
    assert not without.state("#1002")[0]
