from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes import NOW, Shopify, harbor_goods
from tests.shopify.clients import DEMO, static
from tests.shopify.faulty_server import FaultyServer, responds
from tracking.cli.doctor.ordered_products import (
    MAX_PAGES,
    PAGE_SIZE,
    OrderedProduct,
    downloads_value,
    ordered_products,
)
from tracking.demo.store import Node
from tracking.settings import Settings
from tracking.shopify.client import Client
from tracking.shopify.errors import AccessDenied, Unavailable
from tracking.shopify.resilience import Deadline
from tracking.shopify.transport import open_session

PATTERN = OrderedProduct("Blanket knitting pattern (PDF)", None, is_shipped=False)


def client_of(shopify: Shopify) -> Client:
    session = open_session()
    session.mount("https://", shopify)
    return Client(static(DEMO), session)


def read(shopify: Shopify) -> tuple[OrderedProduct, ...]:
    return ordered_products(client_of(shopify), NOW, Deadline.after(30))


def orders(*slugs: str) -> list[Node]:
    return [order for order in harbor_goods().orders if order["name"] in slugs]


def test_every_product_is_named_once_and_gift_cards_are_not(shopify: Shopify) -> None:
    shopify.change(orders=orders("#1050", "#1051", "#1053", "#1055"))
    found = read(shopify)
    assert set(found) == {PATTERN, OrderedProduct("Tide mug", None, is_shipped=True)}
    assert len(found) == 2


def test_only_a_few_pages_are_read(shopify: Shopify) -> None:
    assert len(shopify.store.orders) > PAGE_SIZE * MAX_PAGES
    read(shopify)
    assert shopify.calls["UnshippedProducts"] == MAX_PAGES


def test_reading_ends_with_the_first_order_that_is_too_old(shopify: Shopify) -> None:
    old = (NOW - timedelta(days=61)).strftime("%Y-%m-%dT%H:%M:%SZ")
    shopify.change(orders=[{**order, "processedAt": old} for order in shopify.store.orders])
    assert read(shopify) == ()
    assert shopify.calls["UnshippedProducts"] == 1


@pytest.mark.parametrize("title", ["", " ", "\u200b"])
def test_product_without_a_title_cannot_be_named(shopify: Shopify, title: str) -> None:
    (order,) = orders("#1050")
    lines = [{**line, "title": title} for line in order["lineItems"]]  # type: ignore[attr-defined] # a list of nodes
    shopify.change(orders=[{**order, "lineItems": lines}])
    assert read(shopify) == ()


def test_missing_scope_is_raised(shopify: Shopify) -> None:
    shopify.change(scopes=frozenset())
    with pytest.raises(AccessDenied):
        read(shopify)


def test_answer_without_orders_is_an_error() -> None:
    with FaultyServer(responds({"data": {"orders": None}})) as server, pytest.raises(Unavailable, match="no orders"):
        ordered_products(Client(static(server.url), open_session()), NOW, Deadline.after(30))


@pytest.mark.parametrize(
    ("titles", "value"),
    [
        (["Pattern", "Guide"], "Pattern, Guide"),
        (["Pattern", "Pattern"], "Pattern"),
        (["Guide, second edition"], "Guide, second edition;"),
        (["Guide, second edition", "Pattern"], "Guide, second edition; Pattern"),
        (["Guide; second edition"], "Guide*"),
        ([], ""),
    ],
)
def test_value_names_the_products(titles: list[str], value: str) -> None:
    products = tuple(OrderedProduct(title, None, is_shipped=False) for title in titles)
    assert downloads_value(products) == value
    names = Settings.from_environ({"DOWNLOADS": value}).downloads
    assert all(any(product.is_named(name) for name in names) for product in products)


def test_product_is_named_by_title_or_sku() -> None:
    assert replace(PATTERN, sku="PDF-1").is_named("pdf-*")
    assert not PATTERN.is_named("pdf-*")
