import json
from datetime import timedelta

import pytest
from requests import Response

from tests.demo.asking import ADMIN, SHOP, TOKEN, Asking

QUERY = {"query": "{ shop { name } }"}
GRANT = {"grant_type": "client_credentials", "client_id": "demo", "client_secret": "demo"}


@pytest.fixture
def asking() -> Asking:
    return Asking()


def grant(asking: Asking, **changes: str) -> Response:
    return asking.session.post(f"{SHOP}/admin/oauth/access_token", data={**GRANT, **changes})


def test_a_question_with_the_token_is_answered(asking: Asking) -> None:
    response = asking.post(QUERY)
    assert response.status_code == 200
    assert response.json()["data"] == {"shop": {"name": "Harbor Goods"}}
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert response.headers["X-Shopify-API-Version"] == "2026-10"
    assert response.headers["X-Request-Id"]


def test_the_answer_can_be_read_as_it_streams_in(asking: Asking) -> None:
    response = asking.session.post(ADMIN, json=QUERY, headers=TOKEN, stream=True)
    content = b""
    while chunk := response.raw.read1(7):
        assert len(chunk) <= 7
        content += chunk
    assert json.loads(content)["data"]["shop"]["name"] == "Harbor Goods"


@pytest.mark.parametrize("headers", [{}, {"X-Shopify-Access-Token": "stolen"}])
def test_without_the_token_nobody_is_let_in(asking: Asking, headers: dict[str, str]) -> None:
    response = asking.post(QUERY, headers)
    assert response.status_code == 401
    assert "Invalid API key" in response.json()["errors"]


@pytest.mark.parametrize("body", [{}, [], {"query": 5}, {"query": "{ shop { name } }", "variables": 5}])
def test_a_post_without_a_question_is_a_bad_request(asking: Asking, body: object) -> None:
    assert asking.post(body).status_code == 400


def test_a_post_that_is_no_json_is_a_bad_request(asking: Asking) -> None:
    assert asking.session.post(ADMIN, data="{", headers=TOKEN).status_code == 400
    assert asking.session.post(ADMIN, headers=TOKEN).status_code == 400


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/admin/api/2026-10/graphql.json"),
        ("POST", "/admin/api/latest/graphql.json"),
        ("POST", "/admin/api/2026-10/orders.json"),
        ("GET", "/admin/oauth/access_token"),
        ("GET", "/"),
    ],
)
def test_there_is_nothing_elsewhere(asking: Asking, method: str, path: str) -> None:
    assert asking.session.request(method, SHOP + path, headers=TOKEN).status_code == 404


def test_an_app_gets_a_token_for_a_day_by_its_secret(asking: Asking) -> None:
    body = grant(asking).json()
    assert body["expires_in"] == 86_399
    assert "read_orders" in body["scope"].split(",")
    headers = {"X-Shopify-Access-Token": body["access_token"]}
    assert asking.post(QUERY, headers).status_code == 200
    asking.now += timedelta(days=1)
    assert asking.post(QUERY, headers).status_code == 401


def test_an_app_may_ask_for_its_token_in_json(asking: Asking) -> None:
    assert asking.session.post(f"{SHOP}/admin/oauth/access_token", json=GRANT).status_code == 200


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_secret": "guess"}, "invalid_client"),
        ({"client_id": "guess"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_a_wrong_secret_gets_no_token(asking: Asking, changes: dict[str, str], error: str) -> None:
    response = grant(asking, **changes)
    assert response.status_code == 400
    assert response.json() == {"error": error}


def test_closing_the_session_closes_the_demo(asking: Asking) -> None:
    asking.session.close()
    assert asking.post(QUERY).status_code == 200
