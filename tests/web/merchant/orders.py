"""A demo site whose directory has orders, and what a person of the shop does to them."""

from dataclasses import replace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.database.test_answers import WAIT
from tests.directory import stored_orders
from tests.fakes import NOW
from tests.web.merchant.conftest import send
from tracking.database import answers
from tracking.services import Services, services

ORIGIN = "http://localhost"


def site_of(app: Flask) -> Services:
    with app.app_context():
        return services()


def known(app: Flask, slug: str = "delayed", **changes: Any) -> str:  # noqa: ANN401 - of any column
    """The id of a demo order that the directory has."""
    return stored_orders.put(site_of(app).database, slug, **changes)


def answered(app: Flask, order_id: str, words: str = "Take\nyour time") -> None:
    with site_of(app).database.write() as transaction:
        answers.put(transaction, replace(WAIT, order_id=order_id, at=NOW, words=words))


def act(
    client: FlaskClient, order_id: str, name: str, fields: dict[str, str] | None = None, **kwargs: str
) -> TestResponse:
    """Send a form of the order's page."""
    return send(client, f"/merchant/orders/{order_id}/{name}", fields, ORIGIN, **kwargs)


def record(client: FlaskClient, order_id: str) -> dict[str, Any]:
    """The order's JSON."""
    answer = client.get(f"/merchant/orders/{order_id}", headers={"Accept": "application/json"})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    return found
