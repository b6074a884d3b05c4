"""Ways into the site that many tests take."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tracking.services import services

EMAIL = "ada@example.com"  # of order #1001


def look_up(
    client: FlaskClient, order: str = "#1001", email: str = EMAIL, headers: dict[str, str] | None = None
) -> TestResponse:
    return client.post("/", data={"order": order, "email": email}, headers=headers)


def token_of(app: Flask, order_id: str) -> str:
    with app.app_context():
        return services().links.sign(order_id)


def opened(client: FlaskClient, name: str = "#1001", contact: str = EMAIL) -> str:
    """The address of an order's page, which somebody has looked at."""
    answer = look_up(client, name, contact)
    assert answer.status_code == 303
    return str(answer.location)


def address_of(client: FlaskClient, name: str) -> str:
    """The address of a demo order's page."""
    app = client.application
    with app.app_context():
        example = next(example for example in services().examples if example.order == name)
    return opened(client, name, example.email or example.phone or "")


def steady_headers(answer: TestResponse) -> dict[str, str]:
    """All but the id of the request, which is another one every time."""
    return {name: value for name, value in answer.headers if name != "X-Request-Id"}


@pytest.fixture
def errors_app(make_app: Callable[..., Flask]) -> Flask:
    """An app with a view that breaks."""
    app = make_app()
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def broken() -> str:
        raise ZeroDivisionError

    app.add_url_rule("/broken", view_func=broken)
    return app
