"""A clock that runs ahead or behind, and is set right again: with and without Redis."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.fakes import Clock, ManualExecutor
from tests.faults.conftest import Site
from tests.faults.test_redis import told
from tests.sampling import spread
from tests.webhook_samples import post_webhook
from tracking.shopify.resilience import Deadline

MINUTE = 61
LONGEST = 3600  # seconds that anybody is told to wait

LATER = 12  # seconds; by then, what was being fetched at a change has arrived

OFF = pytest.mark.parametrize("hours", spread(2, [-24, 1, 24]))

STEP_RETENTION = pytest.mark.parametrize(
    ("retention", "redis"), spread(3, [("1", None), ("24", None), ("1", "shared"), ("24", "shared")])
)


@pytest.fixture(params=[False, True], ids=["alone", "on Redis"])
def site(request: pytest.FixtureRequest, make_site: Callable[..., Site]) -> Site:
    return make_site(**(request.getfixturevalue("shared") if request.param else {}))


def shown(site: Site, name: str = "#1001") -> tuple[str, bool]:
    """Why the headline says what it says, and whether the page calls itself stale; never of the future."""
    said = site.order(name).get_json()
    assert datetime.fromisoformat(said["as_of"]) <= site.clock()
    return said["headline"]["reason"], said["stale"]


CANCELLED = ("cancelled_customer", False)


@OFF
def test_a_change_told_after_the_clock_was_set_right_shows(
    site: Site, clock: Clock, background: ManualExecutor, hours: float
) -> None:
    clock.set(hours=hours)
    before = shown(site)
    clock.advance(seconds=1)
    clock.set()
    site.shop.cancel("#1001")
    assert told(site) == 200
    clock.advance(seconds=1)
    background.run()
    assert before != shown(site) == CANCELLED


@OFF
def test_a_change_told_while_the_clock_is_off_shows_then_and_afterwards(
    site: Site, clock: Clock, background: ManualExecutor, hours: float
) -> None:
    shown(site)
    clock.advance(seconds=1)
    clock.set(hours=hours)
    site.shop.cancel("#1001")
    assert told(site) == 200
    clock.advance(seconds=1)
    assert shown(site) == CANCELLED
    clock.set()
    clock.advance(seconds=1)
    background.waiting.clear()
    assert shown(site) == CANCELLED


@OFF
def test_a_change_told_while_the_clock_is_off_and_shopify_down_is_not_lost(
    site: Site, clock: Clock, background: ManualExecutor, hours: float
) -> None:
    shown(site)
    clock.set(hours=hours)
    site.shop.cancel("#1001")
    assert told(site) == 200
    site.shop.go_away()
    background.run()
    clock.set()
    clock.advance(seconds=1)
    assert shown(site)[1], "called stale"
    site.shop.come_back()
    clock.advance(seconds=6)  # the breaker's rest
    shown(site)
    background.run()
    assert shown(site) == CANCELLED


def wait(site: Site, seconds: float) -> None:
    """Let time pass for the clock, which may be another site's, too, and for a Redis, which has a clock of its own."""
    site.clock.advance(seconds=seconds)
    if redis := site.services.redis:
        for key in redis.scan_iter():
            left = int(str(redis.pttl(key))) - int(seconds * 1000)
            redis.pexpire(key, max(left, 1)) if left > 0 else redis.delete(key)


@OFF
@STEP_RETENTION
def test_a_change_told_while_the_clock_is_off_shows_when_it_is_right_again(  # noqa: PLR0913, PLR0917 - fixtures
    request: pytest.FixtureRequest,
    make_site: Callable[..., Site],
    background: ManualExecutor,
    clock: Clock,
    hours: float,
    retention: str,
    redis: str | None,
) -> None:
    site = make_site(RETENTION_HOURS=retention, **(request.getfixturevalue(redis) if redis else {}))
    before = shown(site)
    wait(site, 1)
    clock.set(hours=hours)
    site.shop.cancel("#1001")
    assert told(site) == 200
    assert background.waiting, "the page that somebody has open is refreshed"
    background.waiting.clear()
    wait(site, LATER)
    clock.set()
    wait(site, 1)
    assert before != shown(site) == CANCELLED


@OFF
@pytest.mark.parametrize("retention", spread(2, ["1", "24"]))
def test_a_change_told_to_a_process_whose_clock_is_off_shows_in_another(
    make_site: Callable[..., Site],
    shared: dict[str, str],
    background: ManualExecutor,
    clock: Clock,
    hours: float,
    retention: str,
) -> None:
    site = make_site(RETENTION_HOURS=retention, **shared)
    off = make_site(clock=Clock(now=clock.now + timedelta(hours=hours)), RETENTION_HOURS=retention, **shared)
    before = shown(site)
    site.shop.cancel("#1001")
    assert told(off) == 200
    background.waiting.clear()
    off.clock.advance(seconds=LATER)
    wait(site, LATER)
    assert before != shown(site) == CANCELLED


@pytest.mark.parametrize("hours", spread(4, [-25, -24, 1, 24, 25]))
def test_a_customer_is_told_of_what_stands_whatever_the_clock_says(
    site: Site, clock: Clock, caplog: pytest.LogCaptureFixture, hours: float
) -> None:
    shown(site)
    clock.set(hours=hours)
    body = {"shop_domain": "demo.myshopify.com", "orders_requested": [int(site.shop.id_of("#1001"))]}
    assert post_webhook(site.app.test_client(), "customers/data_request", body).status_code == 200
    assert "known here: 1, until" in caplog.text


@pytest.mark.parametrize("back", spread(4, [-3, -10, -40, -50, -55]))
def test_a_clock_that_is_set_back_by_less_than_an_answers_age_prolongs_no_answer(
    site: Site, clock: Clock, background: ManualExecutor, back: float
) -> None:
    shown(site)
    clock.advance(seconds=50)
    site.shop.cancel("#1001")
    clock.set(seconds=back)
    states = []
    for _ in range(9):
        clock.advance(seconds=5)
        background.waiting.clear()
        states.append(shown(site))
    assert states[1:] == [CANCELLED] * 8, "from an age of a minute on"


def test_a_clock_that_is_set_back_makes_every_order_be_asked_for_once(site: Site, clock: Clock) -> None:
    shown(site)
    clock.set(minutes=-10)
    site.shop.asked.clear()
    for _ in range(3):
        clock.advance(seconds=MINUTE / 4)
        shown(site)
    assert site.shop.asked["Order"] <= 2


def test_order_written_by_another_process_before_the_clock_was_set_back_is_not_fresh(
    make_site: Callable[..., Site], shared: dict[str, str], clock: Clock
) -> None:
    one, other = make_site(**shared), make_site(**shared)
    shown(one)
    shown(other, "#1002")
    clock.advance(seconds=50)
    one.shop.cancel("#1001")
    clock.set(seconds=-40)
    clock.advance(seconds=15)
    assert shown(other) == CANCELLED


@OFF
def test_no_page_is_called_fresh_for_longer_than_it_is(site: Site, clock: Clock, hours: float) -> None:
    shown(site)
    clock.set(hours=hours)
    shown(site)
    clock.set()
    site.shop.cancel("#1001")
    clock.advance(seconds=MINUTE)
    assert shown(site) == CANCELLED
    site.shop.go_away()
    clock.set(hours=hours)
    answer = site.order()
    assert answer.status_code == 503 or answer.get_json()["stale"]
    assert int(answer.headers.get("Retry-After", 0)) <= LONGEST


@OFF
def test_an_order_that_was_gone_by_a_clock_that_was_off_is_looked_for_again(
    site: Site, clock: Clock, hours: float
) -> None:
    site.services.shopify.profile.current(Deadline.after(5))
    clock.set(hours=hours)
    address = site.link()
    as_ever, site.shop.twist = site.shop.twist, lambda _: {"data": {"order": None}}
    assert site.get(address).status_code == 404
    site.shop.twist = as_ever
    clock.set()
    clock.advance(seconds=16)
    assert site.get(site.link()).status_code == 200


@OFF
def test_order_erased_while_the_clock_is_off_stays_erased(site: Site, clock: Clock, hours: float) -> None:
    shown(site)
    clock.set(hours=hours)
    assert told(site, "customers/redact") == 200
    clock.set()
    assert site.services.orders.retained_until(site.shop.id_of("#1001")) is None
    site.shop.go_away()
    assert site.order().status_code == 503


@OFF
def test_retry_after_is_at_most_an_hour(site: Site, clock: Clock, hours: float) -> None:
    clock.set(hours=hours)
    site.shop.go_away()
    tries = [site.look_up("#1001") for _ in range(6)]
    clock.set()
    tries.append(site.look_up("#1001"))
    tries.append(site.order())
    assert {answer.status_code for answer in tries} == {503}
    assert all(1 <= int(answer.headers["Retry-After"]) <= LONGEST for answer in tries)


@OFF
def test_processes_whose_clocks_differ_let_through_as_many_tries_as_one(
    make_site: Callable[..., Site], shared: dict[str, str], clock: Clock, hours: float
) -> None:
    right = make_site(**shared)
    wrong = make_site(**shared, clock=Clock(now=clock.now + timedelta(hours=hours)))
    statuses = [site.look_up("#1001", "eve@example.com").status_code for site in (right, wrong) * 20]
    assert statuses == [404] * 20 + [429] * 20


def test_nothing_is_kept_longer_by_a_clock_that_was_set_back(site: Site, clock: Clock) -> None:
    if site.services.redis:
        pytest.skip("Redis counts by a clock of its own")
    shown(site)
    clock.set(hours=-20)
    clock.advance(hours=24)
    assert site.services.orders.retained_until(site.shop.id_of("#1001")) is None


def test_a_clock_that_is_set_back_by_less_than_a_page_lives_prolongs_no_page(site: Site, clock: Clock) -> None:
    before = shown(site)
    clock.advance(seconds=50)
    site.shop.cancel("#1001")
    clock.set(seconds=-40)
    clock.advance(seconds=45)
    assert before != shown(site) == CANCELLED
