"""A Redis that dies, hangs, lies, and comes back."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from time import monotonic

import pytest

from tests.fakes import Clock, RedisServer
from tests.faults.conftest import EMAIL, JSON, Site
from tests.sampling import spread
from tests.webhook_samples import post_webhook
from tracking.running.limits import MAX_CALLS

LONGEST = 5.0  # seconds
MINUTE = 61


@pytest.fixture
def site(make_site: Callable[..., Site], shared: dict[str, str]) -> Site:
    return make_site(**shared)


def told(site: Site, topic: str = "orders/updated") -> int:
    """The status of a webhook about order #1001."""
    order_id = int(site.shop.id_of("#1001"))
    body = {"id": order_id, "shop_domain": "demo.myshopify.com", "orders_to_redact": [order_id]}
    return post_webhook(site.app.test_client(), topic, body, event=f"{topic} {monotonic()}").status_code


def ready(site: Site) -> tuple[int, Mapping[str, str]]:
    answer = site.get("/readyz")
    return answer.status_code, answer.get_json()["parts"]


def is_fresh(site: Site) -> bool:
    return site.state() == (False, site.clock().strftime("%Y-%m-%dT%H:%M:%SZ"))


def tries(site: Site, count: int) -> list[int]:
    """The responses to repeated requests."""
    client = site.app.test_client()
    form = {"order": "#1001", "email": EMAIL}
    return [client.post("/", data=form, headers=JSON).status_code for _ in range(count)]


def test_while_it_is_dead_everything_works_but_what_only_it_can_do(
    site: Site, clock: Clock, redis_server: RedisServer
) -> None:
    assert is_fresh(site)
    assert ready(site) == (200, {"shopify": "ok", "database": "ok", "redis": "ok"})
    redis_server.stop()
    clock.advance(seconds=MINUTE)
    assert is_fresh(site)
    assert site.look_up("#1001").status_code == 303
    assert site.look_up("#1001", "eve@example.com").status_code == 404
    assert tries(site, 11) == [303] * 10 + [429]
    assert told(site) == told(site, "customers/redact") == 503  # Shopify tells it again
    assert ready(site) == (503, {"shopify": "ok", "database": "ok", "redis": "down"})
    clock.advance(seconds=MINUTE)
    site.shop.go_away()
    answer = site.order()
    assert (answer.status_code, bool(answer.headers["Retry-After"])) == (503, True)
    site.shop.come_back()
    redis_server.start()
    clock.advance(seconds=MINUTE)
    assert is_fresh(site)
    assert told(site) == told(site, "customers/redact") == 200
    assert ready(site) == (200, {"shopify": "ok", "database": "ok", "redis": "ok"})


def test_change_while_redis_hangs_is_retried_and_hidden_no_longer_than_an_order_is_fresh(
    make_site: Callable[..., Site], shared: dict[str, str], clock: Clock, redis_server: RedisServer
) -> None:
    hearing, other = make_site(**shared), make_site(**shared)
    assert is_fresh(hearing)
    assert is_fresh(other)
    redis_server.pause()
    clock.advance(seconds=1)
    hearing.shop.cancel("#1001")
    assert told(hearing) == 503
    redis_server.resume()
    clock.advance(seconds=1)
    assert told(hearing) == 200
    clock.advance(seconds=MINUTE)
    assert other.order().get_json()["headline"]["reason"] == "cancelled_customer"


def test_requests_do_not_queue_behind_a_redis_that_hangs(
    make_site: Callable[..., Site], shared: dict[str, str], redis_server: RedisServer
) -> None:
    site = make_site(real_time=True, **shared)
    site.state()
    redis_server.pause()
    names = [f"#{number}" for number in range(1002, 1002 + MAX_CALLS)]
    began = monotonic()
    with ThreadPoolExecutor(MAX_CALLS + 3) as pool:
        asked = [pool.submit(site.order, name) for name in names]
        others = [pool.submit(told, site), pool.submit(told, site, "customers/redact")]
        looked_up = pool.submit(site.look_up, "#1001")
        assert {each.result().status_code for each in asked} == {200}
        assert [each.result() for each in others] == [503, 503]
        assert looked_up.result().status_code == 303
    assert monotonic() - began < LONGEST
    redis_server.resume()


def row(
    as_of: str = "2026-11-22T14:05:00+00:00", *, good: str = "60.0", updated: str = "null", said: str = "{}"
) -> bytes:
    fields = f'"as_of": "{as_of}", "good_seconds": {good}, "updated_at": {updated}, "document": {said}, "change": null'
    return f"{{{fields}}}".encode()


LIES: Mapping[str, bytes] = {
    "nothing": b"",
    "no json": b"\x80\x04}",
    "nested": b"[" * 100_000,
    "word": b'"x"',
    "moment without a zone": b'"2026-11-22T14:05:00"',
    "number": b"1e999",
    "row without a zone": row("2026-11-22T14:05:00"),
    "row of the last day": row("9999-12-31T23:59:59+00:00", good="6e9"),
    "row without end": row(good="NaN"),
    "row without an order": row(updated='"x"', said='{"order": 7}'),
}


PLACES = {"rows": ("order:{}", "order:{}:partial"), "marks": ("order:{}:changed", "erased:{}", "erased:all")}


@pytest.mark.parametrize(("kind", "lie"), spread(3, product(PLACES, LIES)))
def test_foreign_values_in_it_are_no_error(site: Site, clock: Clock, kind: str, lie: str) -> None:
    site.state()
    key = site.services.orders.order(site.shop.id_of("#1001")).order_id
    redis = site.services.redis
    assert redis
    assert redis.exists(redis.name("order", key))
    for place in PLACES[kind]:
        redis.set(redis.name(place.format(key)), LIES[lie])
    clock.advance(seconds=MINUTE)
    assert is_fresh(site)
    assert told(site) == 200
    assert site.look_up("#1001").status_code == 303
    clock.advance(seconds=MINUTE)
    site.shop.go_away()
    assert site.state()[0]
