from flask import Flask

from tests.fakes import Clock, ManualExecutor, RedisServer, Shopify
from tracking.carriers import Carriers
from tracking.order.policy import Policy
from tracking.orders.create import Shop, create_orders
from tracking.running.metrics import Metrics
from tracking.running.runtime import Runtime
from tracking.settings import Settings
from tracking.shopify.create import create_shopify
from tracking.shopify.parsing.order import read_order
from tracking.shopify.resilience import Deadline


def shop_of(clock: Clock, shopify: Shopify, redis_url: str | None = None) -> Shop:
    environ = {"REDIS_URL": redis_url} if redis_url else {}
    settings, policy = Settings.from_environ(environ), Policy(carriers=Carriers.built_in())
    runtime = Runtime(clock=clock, monotonic=clock.monotonic, sleep=clock.sleep, metrics=Metrics())
    return create_orders(
        Flask(__name__), settings, create_shopify(settings, runtime, shopify), policy, runtime, ManualExecutor()
    )


def test_shop_finds_orders_of_its_client(clock: Clock, shopify: Shopify) -> None:
    shop = shop_of(clock, shopify)
    order_id = shop.orders.find("#1001", "ada@example.com")
    assert shop.orders.order(order_id).order.name == "#1001"


def test_invalidation_of_all_orders_forgets_the_profile_too(clock: Clock, shopify: Shopify) -> None:
    shop = shop_of(clock, shopify)
    shop.shopify.profile.current(Deadline.after(5))
    shop.invalidation.publish("1")
    shop.shopify.profile.current(Deadline.after(5))
    assert shopify.calls["Shop"] == 1
    shop.invalidation.publish(None)
    shop.shopify.profile.current(Deadline.after(5))
    assert shopify.calls["Shop"] == 2


def postcode(shop: Shop, order_id: str) -> str | None:
    destination = shop.orders.order(order_id).order.destination
    assert destination
    return destination.postcode


def test_redis_holds_no_postcode(clock: Clock, shopify: Shopify, redis_server: RedisServer) -> None:
    shop = shop_of(clock, shopify, redis_server.url)
    order_id = shop.orders.find("#1001", "ada@example.com")
    fresh = shop.shopify.fetch(order_id, Deadline.after(5))
    assert fresh
    written = read_order(fresh).destination
    assert written
    assert written.postcode
    redis = shop.redis
    assert redis
    stored = "".join(str(redis.get(key)) for key in redis.scan_iter("*:order:*"))
    assert order_id in stored
    assert written.postcode not in stored
    assert postcode(shop, order_id) is None


def test_postcode_is_in_a_fresh_answer_only(clock: Clock, shopify: Shopify, redis_server: RedisServer) -> None:
    shop, order_id = shop_of(clock, shopify, redis_server.url), shopify.id_of("#1001")
    assert postcode(shop, order_id), "the page that asks Shopify has it for its links"
    assert postcode(shop, order_id) is None


def test_memory_of_the_process_holds_the_postcode_for_links(clock: Clock, shopify: Shopify) -> None:
    shop = shop_of(clock, shopify)
    assert postcode(shop, shop.orders.find("#1001", "ada@example.com"))
