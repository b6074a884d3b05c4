from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from tests.fakes import Clock, ManualExecutor, Shopify
from tracking.doctor.background_checks import OLD_AFTER, CheckResults, check_results
from tracking.services import services

SHOP = {
    "SHOPIFY_SHOP": "demo.myshopify.com",
    "SHOPIFY_ACCESS_TOKEN": "demo",
    "SECRET_KEY": "a key of this test, long",
}


def results(app: Flask) -> CheckResults:
    with app.app_context():
        return check_results(services())


def test_page_does_not_wait_for_checks_that_ask_the_network(
    make_app: Callable[..., Flask], shopify: Shopify, background: ManualExecutor, clock: Clock
) -> None:
    app = make_app(**SHOP)
    first = results(app)
    assert (first.checked_at, first.is_running) == (None, True)
    assert {"SECRET_KEY", "Worker", "overview"} <= {each.topic for each in first.findings}
    assert not shopify.calls, "nobody was asked"
    assert results(app).is_running
    assert background.run() == 1, "once, however many pages are opened"
    assert shopify.calls["Checkup"] == 1
    second = results(app)
    assert (second.checked_at, second.is_running) == (clock(), False)
    topics = [each.topic for each in second.findings]
    assert {"scopes", "budget", "services", "Database"} <= set(topics)
    assert topics.count("SECRET_KEY") == 1
    clock.advance(seconds=OLD_AFTER.total_seconds())
    third = results(app)
    assert (third.checked_at, third.is_running) == (clock() - OLD_AFTER, True)
    assert set(topics) == {each.topic for each in third.findings}, "the last result is shown meanwhile"


def test_a_result_of_a_clock_that_was_set_back_since_is_old(
    make_app: Callable[..., Flask], background: ManualExecutor, clock: Clock
) -> None:
    app = make_app(**SHOP)
    results(app)
    background.run()
    clock.advance(seconds=-timedelta(days=1).total_seconds())
    assert results(app).is_running
