from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from tests.fakes import Clock, ManualExecutor, Shopify
from tracking.doctor.look_around import OLD_AFTER, LookAround, look_around
from tracking.services import services

SHOP = {
    "SHOPIFY_SHOP": "demo.myshopify.com",
    "SHOPIFY_ACCESS_TOKEN": "demo",
    "SECRET_KEY": "a key of this test, long",
}


def looked(app: Flask) -> LookAround:
    with app.app_context():
        return look_around(services())


def test_look_does_not_wait_for_checks_that_ask_others(
    make_app: Callable[..., Flask], shopify: Shopify, background: ManualExecutor, clock: Clock
) -> None:
    app = make_app(**SHOP)
    first = looked(app)
    assert (first.looked_at, first.is_looking) == (None, True)
    assert {"SECRET_KEY", "Worker", "overview"} <= {each.topic for each in first.findings}
    assert not shopify.calls, "nobody was asked"
    assert looked(app).is_looking
    assert background.run() == 1, "once, however many look"
    assert shopify.calls["Checkup"] == 1
    second = looked(app)
    assert (second.looked_at, second.is_looking) == (clock(), False)
    topics = [each.topic for each in second.findings]
    assert {"scopes", "budget", "services", "Database"} <= set(topics)
    assert topics.count("SECRET_KEY") == 1
    clock.advance(seconds=OLD_AFTER.total_seconds())
    third = looked(app)
    assert (third.looked_at, third.is_looking) == (clock() - OLD_AFTER, True)
    assert set(topics) == {each.topic for each in third.findings}, "the last result is shown meanwhile"


def test_a_result_of_a_clock_that_was_set_back_since_is_old(
    make_app: Callable[..., Flask], background: ManualExecutor, clock: Clock
) -> None:
    app = make_app(**SHOP)
    looked(app)
    background.run()
    clock.advance(seconds=-timedelta(days=1).total_seconds())
    assert looked(app).is_looking
