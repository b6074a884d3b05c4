from collections.abc import Callable

import pytest

from tests.fakes import Clock, Shopify
from tests.webhook_samples import SETTINGS
from tests.worker.sites import runtime_of
from tracking.alerts.open_alerts import AlertRegister
from tracking.database import Database, progress
from tracking.settings import Settings
from tracking.shopify.create import create_shopify
from tracking.shopify.webhooks.topics import TOPICS, WANTED
from tracking.worker.subscription_check import SubscriptionCheck, remember_subscriptions, webhook_address

ADDRESS = "https://track.example.com/webhooks/shopify"
FEW = ("orders/updated", "refunds/create", "returns/update")
LOST = "Shopify has dropped webhook subscriptions"

MakeCheck = Callable[[], SubscriptionCheck]


@pytest.fixture
def make_check(database: Database, shopify: Shopify, clock: Clock) -> MakeCheck:
    """Those of processes that share the database."""
    orders = create_shopify(Settings.from_environ(SETTINGS), runtime_of(clock), shopify).in_background()
    return lambda: SubscriptionCheck(
        database, orders, ADDRESS, AlertRegister(database, (), clock=clock), clock=clock, monotonic=clock.monotonic
    )


def check_all(check: SubscriptionCheck) -> int:
    """Step until nothing is due; how many steps that took."""
    steps = 0
    while check.step():
        steps += 1
    return steps


def subscribe(shopify: Shopify, *topics: str, uri: str = ADDRESS) -> None:
    shopify.store.subscriptions.extend({"topic": topic.upper().replace("/", "_"), "uri": uri} for topic in topics)


def sent(shopify: Shopify) -> set[str]:
    """The topics that Shopify sends to this site."""
    enums = {topic.upper().replace("/", "_"): topic for topic in TOPICS}
    return {enums[str(each["topic"])] for each in shopify.store.subscriptions if each["uri"] == ADDRESS}


def test_lost_subscriptions_are_made_again_and_no_others(
    make_check: MakeCheck, shopify: Shopify, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    check = make_check()
    subscribe(shopify, *FEW)
    subscribe(shopify, "fulfillments/update", uri="https://other.example.com/webhooks")
    assert check_all(check) == 1
    assert LOST not in caplog.text
    shopify.store.subscriptions.clear()
    clock.advance(hours=23)
    assert check_all(check) == 0
    clock.advance(hours=1)
    assert check_all(check) == 1 + len(FEW)
    assert sent(shopify) == set(FEW)
    assert caplog.text.count(LOST) == 1
    assert all(topic in caplog.text for topic in FEW)
    clock.advance(days=1)
    assert check_all(check) == 1
    assert caplog.text.count(LOST) == 1


def test_a_shop_without_subscriptions_gets_none(make_check: MakeCheck, shopify: Shopify, clock: Clock) -> None:
    check = make_check()
    for _ in range(3):
        check_all(check)
        clock.advance(days=1)
    assert sent(shopify) == set()
    assert shopify.calls["Subscribe"] == 0


def test_subscriptions_of_the_command_are_known_at_once(
    make_check: MakeCheck, database: Database, shopify: Shopify
) -> None:
    remember_subscriptions(database, ADDRESS, WANTED)
    check_all(make_check())
    assert sent(shopify) == set(WANTED)


def test_a_site_that_moved_makes_nothing_at_its_old_or_new_address(
    make_check: MakeCheck, database: Database, shopify: Shopify
) -> None:
    remember_subscriptions(database, "https://old.example.com/webhooks/shopify", WANTED)
    check_all(make_check())
    assert not shopify.store.subscriptions


def test_record_of_another_release_is_not_read(make_check: MakeCheck, database: Database, shopify: Shopify) -> None:
    with database.write() as transaction:
        progress.put(transaction, "webhook_subscriptions", {"address": ADDRESS, "since": "2026"})
    assert check_all(make_check()) == 1
    assert not shopify.store.subscriptions


def test_an_outage_is_followed_by_a_check_and_many_outages_by_few(
    make_check: MakeCheck, shopify: Shopify, clock: Clock
) -> None:
    check = make_check()
    subscribe(shopify, *FEW)
    check_all(check)
    for _ in range(60):  # a database that comes and goes
        check.want()
        check_all(check)
        clock.advance(seconds=30)
    assert shopify.calls["Webhooks"] <= 4
    shopify.store.subscriptions.clear()
    clock.advance(minutes=10)
    check.want()
    check_all(check)
    assert sent(shopify) == set(FEW)


@pytest.mark.both_databases
def test_processes_that_take_turns_do_not_check_more_often(
    make_check: MakeCheck, shopify: Shopify, clock: Clock
) -> None:
    for _ in range(5):
        check_all(make_check())
        clock.advance(minutes=1)
    assert shopify.calls["Webhooks"] == 1


def test_shopify_that_is_down_is_asked_again_later(
    make_check: MakeCheck, database: Database, shopify: Shopify, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    remember_subscriptions(database, ADDRESS, FEW)
    check = make_check()
    shopify.is_down = True
    assert check_all(check) == 1
    assert "not known whether" in caplog.text
    shopify.is_down = False
    assert check_all(check) == 0
    clock.advance(minutes=10)
    check_all(check)
    assert sent(shopify) == set(FEW)


def test_shopify_that_fails_half_way_is_gone_on_with(
    make_check: MakeCheck, database: Database, shopify: Shopify, clock: Clock
) -> None:
    remember_subscriptions(database, ADDRESS, FEW)
    check = make_check()
    check.step()
    check.step()
    shopify.is_down = True
    check_all(check)
    shopify.is_down = False
    clock.advance(minutes=10)
    check_all(check)
    assert sent(shopify) == set(FEW)


def test_a_refusal_is_told_with_the_command(
    make_check: MakeCheck, database: Database, shopify: Shopify, caplog: pytest.LogCaptureFixture
) -> None:
    remember_subscriptions(database, ADDRESS, FEW)
    check = make_check()
    check.step()
    subscribe(shopify, FEW[0])  # by another process, meanwhile
    check_all(check)
    assert "already been taken" in caplog.text
    assert "webhooks`" in caplog.text
    assert sent(shopify) == set(FEW)


@pytest.mark.parametrize("days", [1, -1])
def test_a_clock_that_jumps_a_day_does_no_harm(
    make_check: MakeCheck, shopify: Shopify, clock: Clock, days: int
) -> None:
    check = make_check()
    subscribe(shopify, *FEW)
    check_all(check)
    clock.set(days=days)
    clock.advance(minutes=10)
    check_all(check)
    clock.set()
    clock.advance(minutes=10)
    check_all(check)
    assert shopify.calls["Webhooks"] <= 3
    shopify.store.subscriptions.clear()
    clock.advance(days=1)
    check_all(check)
    assert sent(shopify) == set(FEW)


@pytest.mark.parametrize(
    "other", [{}, {"PUBLIC_URL": "http://127.0.0.1:5000"}, {"SHOPIFY_CLIENT_SECRET": ""}, {"SHOPIFY_SHOP": ""}]
)
def test_only_a_site_that_can_be_told_has_an_address(other: dict[str, str]) -> None:
    settings = Settings.from_environ({**SETTINGS, **other} if "SHOPIFY_SHOP" not in other else {})
    assert webhook_address(settings) == (None if other else ADDRESS)
