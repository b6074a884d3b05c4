"""Cached orders are found, reported and erased, even after the signing keys have changed."""

import json
import logging
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from redis import Redis

from tests.fakes import Clock
from tests.faults.conftest import Site
from tests.webhook_samples import SETTINGS, SHOP, post_webhook

NEW = "the key that took the first one's place"
CHANGED = {
    "the old key is a fallback": {"SECRET_KEY": NEW, "SECRET_KEY_FALLBACKS": SETTINGS["SECRET_KEY"]},
    "the old key is forgotten": {"SECRET_KEY": NEW},
}


@pytest.fixture(params=list(CHANGED.values()), ids=list(CHANGED))
def after(request: pytest.FixtureRequest, make_site: Callable[..., Site], shared: dict[str, str], clock: Clock) -> Site:
    """A process with another key than the one that has just shown order #1001."""
    make_site(**shared).state()
    clock.advance(seconds=1)
    return make_site(**shared, **request.param)


def kept(shared: Mapping[str, str]) -> str:
    """All that stands in Redis."""
    with Redis.from_url(shared["REDIS_URL"]) as redis:
        return " ".join(f"{key!r} {redis.get(key)!r}" for key in redis.scan_iter("*"))


def asked(site: Site, topic: str) -> int:
    order_id = int(site.shop.id_of("#1001"))
    bodies = {
        "customers/redact": {"shop_domain": SHOP, "orders_to_redact": [order_id]},
        "customers/data_request": {"shop_domain": SHOP, "orders_requested": [order_id]},
        "orders/delete": {"id": order_id},
    }
    return post_webhook(site.app.test_client(), topic, bodies[topic]).status_code


@pytest.mark.parametrize("topic", ["customers/redact", "orders/delete"])
def test_rows_from_before_the_key_was_changed_are_erased(after: Site, shared: dict[str, str], topic: str) -> None:
    assert '"#1001"' in kept(shared)
    assert asked(after, topic) == 200
    assert '"#1001"' not in kept(shared)


def test_rows_from_before_the_key_was_changed_are_told_of(after: Site, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert asked(after, "customers/data_request") == 200
    assert "orders named: 1, known here: 1" in caplog.text
    assert after.shop.id_of("#1001") not in caplog.text


SUPERSEDED = [
    f"whereabouts:order:{name}{part}" for name in ("0f1e2d3c4b5a6978",) for part in ("", ":partial", ":changed")
]


@pytest.mark.parametrize("topic", ["customers/redact", "orders/delete", "customers/data_request"])
def test_rows_of_the_release_that_hashed_their_names_end_with_the_first_request(
    make_site: Callable[..., Site], shared: dict[str, str], topic: str
) -> None:
    site = make_site(**shared)
    site.state("#1002")
    with Redis.from_url(shared["REDIS_URL"]) as redis:
        for key in SUPERSEDED:
            redis.set(key, json.dumps({"document": {"order": {"name": "#1001"}}}), ex=timedelta(hours=24))
        assert asked(site, topic) == 200
        assert not redis.exists(*SUPERSEDED)
    assert site.services.orders.retained_until(site.shop.id_of("#1002")), "what this release wrote stays"
