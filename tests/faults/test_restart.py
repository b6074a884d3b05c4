"""A process that has just started knows from the database what an earlier one was told."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests import demo_orders
from tests.database.conftest import postgres_database, postgres_url, sqlite_url, url
from tests.directory import stored_orders
from tests.fakes import Clock, ManualExecutor, Shopify
from tests.web.conftest import look_up, opened
from tests.webhook_samples import SETTINGS, post_webhook
from tracking.demo import examples
from tracking.services import services

__all__ = ["postgres_database", "postgres_url", "sqlite_url", "url"]

SLUG = next(example.slug for example in examples() if example.order == "#1001")


@pytest.fixture
def start(make_app: Callable[..., Flask], url: str) -> Callable[[], Flask]:
    """Start a process that shares nothing with the others but the database."""
    return lambda: make_app(**SETTINGS, DATABASE_URL=url)


def keep(app: Flask, slug: str = SLUG) -> str:
    with app.app_context():
        return stored_orders.put(services().database, slug)


def test_the_page_of_a_kept_order_opens_with_its_age_after_a_restart_while_shopify_is_down(
    start: Callable[[], Flask], shopify: Shopify, clock: Clock
) -> None:
    before = start()
    address = opened(before.test_client())
    keep(before)
    shopify.is_down = True
    clock.advance(hours=3)
    client = start().test_client()
    said = client.get(address, headers={"Accept": "application/json"})
    assert said.status_code == 200
    page = said.get_json()
    assert (page["order"], page["stale"], page["as_of"]) == ("#1001", True, "2026-11-22T14:05:00Z")
    assert client.get(address).status_code == 200


def test_an_order_that_is_not_kept_is_unavailable_as_before(start: Callable[[], Flask], shopify: Shopify) -> None:
    address = opened(start().test_client())
    shopify.is_down = True
    assert start().test_client().get(address).status_code == 503


def test_a_deleted_order_does_not_come_back_from_the_database(
    start: Callable[[], Flask], shopify: Shopify, clock: Clock
) -> None:
    before = start()
    address, order_id = opened(before.test_client()), keep(before)
    assert post_webhook(before.test_client(), "orders/delete", {"id": int(order_id)}).status_code == 200
    shopify.is_down = True
    assert start().test_client().get(address).status_code == 503
    shopify.is_down = False
    shopify.delete("#1001")
    clock.advance(minutes=1)
    assert start().test_client().get(address).status_code == 404


def test_an_order_that_shopify_said_is_gone_is_not_shown_when_it_is_down_afterwards(
    start: Callable[[], Flask], shopify: Shopify, clock: Clock, background: ManualExecutor
) -> None:
    before = start()
    address = opened(before.test_client())
    keep(before)
    shopify.delete("#1001")
    clock.advance(minutes=10)
    client = start().test_client()
    assert client.get(address).status_code == 404
    background.run()
    shopify.is_down = True
    clock.advance(minutes=1)
    assert client.get(address).status_code == 503


def test_the_parcel_of_a_kept_order_finds_it_with_the_contact(start: Callable[[], Flask]) -> None:
    app = start()
    keep(app)
    number = next(
        entry.number for parcel in demo_orders.orders()[SLUG].fulfillments for entry in parcel.tracking if entry.number
    )
    client = app.test_client()
    assert look_up(client, number).status_code == 303
    wrong, unknown = look_up(client, number, "eve@example.com"), look_up(client, f"{number}9", "ada@example.com")
    assert (wrong.status_code, unknown.status_code) == (404, 404)


def test_without_the_database_pages_and_lookups_work_as_before(
    make_app: Callable[..., Flask], shopify: Shopify
) -> None:
    client = make_app(**SETTINGS, DATABASE_URL="sqlite:////proc/none/orders.db").test_client()
    address = opened(client)
    assert client.get(address).status_code == 200
    assert look_up(client, "#9999").status_code == 404
    assert look_up(client, "1Z5R89390357567127").status_code == 503, "it may be the tracking number of an order"
    shopify.is_down = True
    other = make_app(**SETTINGS, DATABASE_URL="sqlite:////proc/none/orders.db").test_client()
    assert other.get(address).status_code == 503
