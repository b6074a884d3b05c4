import hashlib
import hmac
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import Shopify
from tests.sampling import each_row


def signed(order_id: str, key: str) -> str:
    return f"/o/{order_id}?s={hmac.new(key.encode(), f'track:{order_id}'.encode(), hashlib.sha256).hexdigest()}"


@pytest.fixture
def order_id(shopify: Shopify) -> str:
    return shopify.id_of("#1001")


@pytest.fixture
def client(make_app: Callable[..., Flask]) -> FlaskClient:
    return make_app(LINK_KEY="mail", LINK_KEY_FALLBACKS="older, oldest").test_client()


@pytest.mark.parametrize("key", ["mail", "older", "oldest"])
def test_a_link_in_a_notification_leads_to_the_page(client: FlaskClient, order_id: str, key: str) -> None:
    answer = client.get(signed(order_id, key))
    assert answer.status_code == 303
    assert answer.location.startswith("/order/")
    assert "Order <bdi>#1001</bdi>" in client.get(answer.location).text


def test_a_language_is_carried_on(client: FlaskClient, order_id: str) -> None:
    assert client.get(f"{signed(order_id, 'mail')}&lang=en").location.endswith("?lang=en")


@each_row("address", ["/o/{id}", "/o/{id}?s=", "/o/{id}?s=track:{id}", "/o/{id}?s=%ff", "/o/1?s={s}", "/o/x?s={s}"])
def test_any_other_signature_does_not_work(client: FlaskClient, order_id: str, address: str) -> None:
    right = signed(order_id, "mail").partition("=")[2]
    answer = client.get(address.format(id=order_id, s=right))
    assert answer.status_code == 404
    assert "This link doesn’t work" in answer.text


def test_without_a_key_no_such_link_works(make_app: Callable[..., Flask], order_id: str) -> None:
    assert make_app().test_client().get(signed(order_id, "")).status_code == 404


def test_order_is_loaded_before_the_redirect(client: FlaskClient, shopify: Shopify, order_id: str) -> None:
    assert client.get(signed("1", "mail")).status_code == 404
    shopify.is_down = True
    answer = client.get(signed(order_id, "mail"))
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers
