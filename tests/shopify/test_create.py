import pytest

from tests.fakes import Clock, Shopify
from tracking.running.metrics import Metrics
from tracking.running.runtime import Runtime
from tracking.settings import Settings
from tracking.shopify.create import create_shopify
from tracking.shopify.errors import ShopifyError
from tracking.shopify.resilience import Deadline


def runtime(clock: Clock) -> Runtime:
    return Runtime(clock=clock, monotonic=clock.monotonic, sleep=clock.sleep, metrics=Metrics())


def test_transport_answers_in_place_of_the_network(clock: Clock, shopify: Shopify) -> None:
    orders = create_shopify(Settings.from_environ({}), runtime(clock), shopify)
    assert orders.profile.current(Deadline.after(5)).name == "Harbor Goods"


def test_calls_are_counted_in_the_metrics_of_the_runtime(clock: Clock, shopify: Shopify) -> None:
    counted, other = runtime(clock), runtime(clock)
    create_shopify(Settings.from_environ({}), counted, shopify).profile.current(Deadline.after(5))
    sample = b'whereabouts_shopify_calls_total{outcome="answered",query="shop"} 1.0'
    assert [sample in each.metrics.exposition()[0] for each in (counted, other)] == [True, False]


def test_shop_without_transport_is_asked_over_the_network(clock: Clock) -> None:
    environ = {"SHOPIFY_SHOP": "tea.myshopify.com", "SHOPIFY_ACCESS_TOKEN": "token", "SECRET_KEY": "own"}
    settings = Settings.from_environ({**environ, "SHOPIFY_API_URL": "http://127.0.0.1:9"})
    with pytest.raises(ShopifyError):
        create_shopify(settings, runtime(clock)).profile.current(Deadline.after(1))
