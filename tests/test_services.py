from collections.abc import Callable

from flask import Flask

from tests.fakes import NOW
from tracking.services import services


def test_services_are_those_of_the_current_app(app: Flask) -> None:
    with app.app_context():
        assert services().clock() == NOW
        assert services().settings.is_demo
        assert services().examples


def test_webhooks_change_the_orders_that_views_show(app: Flask) -> None:
    with app.app_context():
        views, webhooks = services(), services().webhooks
        assert webhooks.orders is views.orders
        assert webhooks.invalidation is views.invalidation


def test_only_a_configured_shop_has_no_examples(make_app: Callable[..., Flask]) -> None:
    shop = make_app(SHOPIFY_SHOP="tea.myshopify.com", SHOPIFY_ACCESS_TOKEN="token", SECRET_KEY="own" * 12)
    with shop.app_context():
        assert services().examples == ()
        assert services().demo.examples, "the preview shows them"
        assert services().demo.orders is not services().orders
