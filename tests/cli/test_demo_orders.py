from collections.abc import Callable

from flask import Flask

from tracking.cli.demo_orders import format_examples
from tracking.demo import examples


def test_the_demos_orders_are_listed(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["demo-orders"])
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert len(lines) == len(examples())
    assert any("#1001" in line and "ada@example.com" in line and "On its way" in line for line in lines)


def test_an_order_without_an_address_shows_its_phone_number() -> None:
    orders = tuple(example for example in examples() if not example.email)
    assert orders
    assert all((example.phone or "?") in line for example, line in zip(orders, format_examples(orders), strict=True))


def test_a_shop_has_no_demo_orders(make_app: Callable[..., Flask]) -> None:
    shop = {"SHOPIFY_SHOP": "tea.myshopify.com", "SHOPIFY_ACCESS_TOKEN": "t", "SECRET_KEY": "own"}
    result = make_app(**shop).test_cli_runner().invoke(args=["demo-orders"])
    assert (result.exit_code, result.output) == (0, "A shop is configured, so there are no demo orders.\n")
