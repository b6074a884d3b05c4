"""Two shops, each with a site of its own, on one Redis: neither notices the other."""

from collections.abc import Callable, Iterator
from queue import SimpleQueue

import pytest
from redis import Redis

from tests.fakes import Clock, RedisServer
from tests.faults.conftest import Site
from tests.faults.shop import Shop
from tests.faults.test_redis import tries
from tests.webhook_samples import post_webhook

SHOPS = ("tea.myshopify.com", "coffee.myshopify.com")
TIMEOUT = 60.0  # seconds
TOPICS = ("orders/updated", "customers/redact", "shop/redact", "shop/update", "app/uninstalled")


class Heard:
    """The messages that a process receives through Redis."""

    def __init__(self, site: Site) -> None:
        self._words: SimpleQueue[str | None] = SimpleQueue()
        site.services.invalidation.subscribe(lambda key, _: self._words.put(key))
        site.services.invalidation.start()

    def until(self, last: str) -> list[str | None]:
        """All words before the last one."""
        return list(iter(lambda: self._words.get(timeout=TIMEOUT), last))


@pytest.fixture
def shops(clock: Clock) -> Iterator[tuple[Shop, Shop]]:
    with Shop(clock) as tea, Shop(clock) as coffee:
        yield tea, coffee


@pytest.fixture
def make_pair(
    make_site: Callable[..., Site], shops: tuple[Shop, Shop], shared: dict[str, str]
) -> Callable[[], list[Site]]:
    """A process of each shop. They have the same key, and orders of the same numbers."""
    return lambda: [
        make_site(shop, **shared, SHOPIFY_SHOP=name, SHOPIFY_API_URL=shop.url)
        for name, shop in zip(SHOPS, shops, strict=True)
    ]


@pytest.fixture
def redis(redis_server: RedisServer) -> Iterator[Redis]:
    with Redis.from_url(redis_server.url) as redis:
        yield redis


def told(site: Site, topic: str, shop: str, event: str) -> int:
    """The status of a webhook of this shop, about its order #1001 where it is about one."""
    order_id = int(site.shop.id_of("#1001"))
    about = {"id": order_id, "myshopify_domain": shop, "orders_to_redact": [order_id]}
    body = {"shop_domain": shop, **({} if topic == "shop/redact" else about)}
    return post_webhook(site.app.test_client(), topic, body, event=event, Shop_Domain=shop).status_code


def keys(redis: Redis, shop: str = "") -> set[str]:
    """Those that name this shop; else all there are."""
    return {key.decode() for key in redis.scan_iter(f"whereabouts:{shop}:*" if shop else "*")}


def use(site: Site, shop: str) -> None:
    """Everything that writes: orders, failures, bad links, webhooks."""
    site.state()
    site.look_up("#1001")
    site.look_up("#1001", "eve@example.com")
    site.get("/order/forged")
    told(site, "orders/updated", shop, "an event")


def test_every_key_names_its_shop(make_pair: Callable[[], list[Site]], redis: Redis) -> None:
    for site, shop in zip(make_pair(), SHOPS, strict=True):
        use(site, shop)
    tea, coffee = (keys(redis, shop) for shop in SHOPS)
    assert tea | coffee == keys(redis)
    for each in (tea, coffee):
        assert {key.split(":")[2] for key in each} == {"order", "limit"}


def test_redaction_in_one_shop_erases_nothing_of_the_other(make_pair: Callable[[], list[Site]], redis: Redis) -> None:
    tea, coffee = make_pair()
    for site, shop in zip((tea, coffee), SHOPS, strict=True):
        use(site, shop)
    kept = keys(redis, SHOPS[1])
    assert told(tea, "shop/redact", SHOPS[0], "erase all") == 200
    assert not [key for key in keys(redis, SHOPS[0]) if ":order:" in key]
    assert keys(redis, SHOPS[1]) == kept
    tea.shop.go_away()
    coffee.shop.go_away()
    assert (tea.order().status_code, coffee.order().status_code) == (503, 200)


@pytest.mark.parametrize("topic", TOPICS)
def test_webhook_of_one_shop_invalidates_nothing_of_the_other(make_pair: Callable[[], list[Site]], topic: str) -> None:
    (tea, coffee), (_, other) = make_pair(), make_pair()
    in_coffee = Heard(other)
    for site in (tea, coffee):
        site.state()
    assert told(tea, topic, SHOPS[0], "an event") == 200
    for site in (tea, coffee):
        site.services.invalidation.publish("the last word", site.clock())
    order = coffee.services.orders.order(coffee.shop.id_of("#1001")).order_id
    assert in_coffee.until("the last word") == [order]


def test_an_event_of_one_shop_is_news_to_the_other(make_pair: Callable[[], list[Site]], clock: Clock) -> None:
    tea, coffee = make_pair()
    for site in (tea, coffee):
        site.state()
    clock.advance(seconds=1)
    assert told(tea, "orders/updated", SHOPS[0], "an event") == 200
    coffee.shop.cancel("#1001")
    assert told(coffee, "orders/updated", SHOPS[1], "an event") == 200
    clock.advance(seconds=1)
    assert coffee.order().get_json()["headline"]["reason"] == "cancelled_customer"


def test_a_webhook_about_another_shop_is_left_alone(make_pair: Callable[[], list[Site]], redis: Redis) -> None:
    tea, coffee = make_pair()
    for site in (tea, coffee):
        site.state()
    kept = keys(redis)
    for topic in TOPICS:
        assert told(tea, topic, SHOPS[1], topic) == 200
    assert keys(redis) == kept


def test_tries_at_one_shop_do_not_count_at_the_other(make_pair: Callable[[], list[Site]]) -> None:
    tea, coffee = make_pair()
    assert tries(tea, 11) == [303] * 10 + [429]
    assert tries(coffee, 11) == [303] * 10 + [429]
