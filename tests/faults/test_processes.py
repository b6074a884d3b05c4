"""Several processes on one Redis, and processes that are killed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from time import monotonic

import pytest
import requests

from tests.fakes import Clock
from tests.faults.conftest import Site
from tests.faults.serve import Process
from tests.faults.shop import Shop
from tests.faults.test_redis import told
from tests.webhook_samples import SETTINGS
from tracking.security.links import Links
from tracking.shopify.resilience import Deadline

TIMEOUT = 60.0  # seconds


class Two:
    """Two processes that have heard of each other."""

    def __init__(self, one: Site, other: Site) -> None:
        self.one, self.other = one, other
        self._heard: SimpleQueue[str | None] = SimpleQueue()
        other.services.invalidation.subscribe(lambda key, _: self._heard.put(key))
        other.services.invalidation.start()

    def wait(self) -> str | None:
        """Until the other one has heard something: an order's key, or nothing in particular."""
        return self._heard.get(timeout=TIMEOUT)


@pytest.fixture
def two(make_site: Callable[..., Site], shared: dict[str, str]) -> Two:
    return Two(make_site(**shared), make_site(**shared))


def reason(site: Site) -> str:
    return str(site.order().get_json()["headline"]["reason"])


def test_a_cold_order_is_asked_for_once_however_many_open_it_in_both(two: Two) -> None:
    two.one.look_up("#99999")
    two.other.look_up("#99999")
    two.one.shop.asked.clear()
    two.one.shop.close_gate()
    with ThreadPoolExecutor(40) as pool:
        asked = [pool.submit(site.state) for site in (two.one, two.other) * 20]
        assert two.one.shop.arrived.wait(TIMEOUT)
        two.one.shop.gate.set()
        assert len({each.result() for each in asked}) == 1
    assert two.one.shop.asked == {"Order": 1}


def test_two_cold_processes_ask_for_the_shops_profile_once_each(
    make_site: Callable[..., Site], shared: dict[str, str]
) -> None:
    one, other = make_site(**shared), make_site(**shared)
    with ThreadPoolExecutor(20) as pool:
        found = [pool.submit(site.look_up, "#1001") for site in (one, other) * 10]
        assert {each.result().status_code for each in found} == {303}
    for site in (one, other):
        site.services.shopify.profile.current(Deadline.after(TIMEOUT))
    assert (one.shop.asked["Shop"], one.shop.asked["Order"]) == (2, 1)


def test_a_change_that_one_is_told_shows_in_the_other_at_once(two: Two, clock: Clock) -> None:
    assert reason(two.other) == reason(two.one)
    two.wait()
    clock.advance(seconds=1)
    two.one.shop.cancel("#1001")
    told(two.one)
    two.wait()
    assert reason(two.other) == "cancelled_customer"


def test_foreign_messages_do_not_end_the_invalidation_bus(two: Two, clock: Clock) -> None:
    reason(two.other)
    key = two.wait()
    assert two.one.services.redis
    for since in ("2026-11-22T14:05:00", "0001-01-01T00:00:00+14:00", "x"):
        two.one.services.redis.publish(
            two.one.services.redis.name("changes"), f'{{"from": "x", "key": null, "since": "{since}"}}'
        )
    two.one.services.redis.publish(two.one.services.redis.name("changes"), "[" * 100_000)
    clock.advance(seconds=1)
    two.one.shop.cancel("#1001")
    told(two.one)
    while two.wait() != key:
        pass
    assert reason(two.other) == "cancelled_customer"


def test_erasure_in_one_process_erases_in_the_other(two: Two, clock: Clock) -> None:
    two.other.state()
    clock.advance(seconds=1)
    told(two.one, "customers/redact")
    two.wait()
    two.one.shop.go_away()
    assert two.other.order().status_code == 503


def test_changed_scopes_or_shop_name_are_fetched_again_by_both_processes(two: Two) -> None:
    shop = two.one.shop
    shop.asked.clear()
    two.other.services.shopify.profile.current(Deadline.after(TIMEOUT))
    two.other.services.shopify.profile.current(Deadline.after(TIMEOUT))
    assert shop.asked["Shop"] == 1
    told(two.one, "shop/update")
    assert two.wait() is None
    two.other.services.shopify.profile.current(Deadline.after(TIMEOUT))
    assert shop.asked["Shop"] == 2


@pytest.fixture
def settings(shop: Shop, shared: dict[str, str], tmp_path: Path) -> dict[str, str]:
    database = f"sqlite:///{tmp_path / 'whereabouts.db'}"
    return {**SETTINGS, **shared, "SHOPIFY_API_URL": shop.url, "DATABASE_URL": database}


def link(shop: Shop) -> str:
    """A process of its own has a clock of its own."""
    links = Links([SETTINGS["SECRET_KEY"]], lifetime=timedelta(days=1), clock=lambda: datetime.now(UTC))
    return f"/order/{links.sign(shop.id_of('#1001'))}"


def test_when_one_is_killed_while_it_asks_the_other_goes_on(shop: Shop, settings: dict[str, str]) -> None:
    with Process(settings) as killed, Process(settings) as other, ThreadPoolExecutor(1) as pool:
        shop.close_gate()
        lost = pool.submit(killed.get, link(shop))
        assert shop.arrived.wait(TIMEOUT)
        killed.kill()
        assert isinstance(lost.exception(), requests.ConnectionError)
        shop.gate.set()
        began = monotonic()
        assert other.get(link(shop)).json()["order"] == "#1001"
        assert monotonic() - began < TIMEOUT


def test_after_kill_9_and_a_restart_links_go_on_working(shop: Shop, settings: dict[str, str]) -> None:
    address = link(shop)
    with Process(settings) as process:
        assert process.get(address).json()["order"] == "#1001"
        process.kill()
    shop.go_away()
    with Process(settings) as process:
        assert process.get(address).json()["order"] == "#1001"
