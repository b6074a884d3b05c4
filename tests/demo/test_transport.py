import json
from datetime import timedelta

import pytest
from requests import Response

from tests.demo.demo_client import ADMIN, SHOP, TOKEN, DemoClient

QUERY = {"query": "{ shop { name } }"}
GRANT = {"grant_type": "client_credentials", "client_id": "demo", "client_secret": "demo"}


@pytest.fixture
def demo_client() -> DemoClient:
    return DemoClient()


def grant(demo_client: DemoClient, **changes: str) -> Response:
    return demo_client.session.post(f"{SHOP}/admin/oauth/access_token", data={**GRANT, **changes})


def test_query_with_the_token_is_answered(demo_client: DemoClient) -> None:
    response = demo_client.post(QUERY)
    assert response.status_code == 200
    assert response.json()["data"] == {"shop": {"name": "Harbor Goods"}}
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert response.headers["X-Shopify-API-Version"] == "2026-10"
    assert response.headers["X-Request-Id"]


def test_response_can_be_streamed(demo_client: DemoClient) -> None:
    response = demo_client.session.post(ADMIN, json=QUERY, headers=TOKEN, stream=True)
    content = b""
    while chunk := response.raw.read1(7):
        assert len(chunk) <= 7
        content += chunk
    assert json.loads(content)["data"]["shop"]["name"] == "Harbor Goods"


@pytest.mark.parametrize("headers", [{}, {"X-Shopify-Access-Token": "stolen"}])
def test_missing_token_is_unauthorized(demo_client: DemoClient, headers: dict[str, str]) -> None:
    response = demo_client.post(QUERY, headers)
    assert response.status_code == 401
    assert "Invalid API key" in response.json()["errors"]


@pytest.mark.parametrize("body", [{}, [], {"query": 5}, {"query": "{ shop { name } }", "variables": 5}])
def test_post_without_a_query_is_a_bad_request(demo_client: DemoClient, body: object) -> None:
    assert demo_client.post(body).status_code == 400


def test_a_post_that_is_no_json_is_a_bad_request(demo_client: DemoClient) -> None:
    assert demo_client.session.post(ADMIN, data="{", headers=TOKEN).status_code == 400
    assert demo_client.session.post(ADMIN, headers=TOKEN).status_code == 400


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
def test_other_paths_are_not_found(demo_client: DemoClient, method: str, path: str) -> None:
    assert demo_client.session.request(method, SHOP + path, headers=TOKEN).status_code == 404


def test_an_app_gets_a_token_for_a_day_by_its_secret(demo_client: DemoClient) -> None:
    body = grant(demo_client).json()
    assert body["expires_in"] == 86_399
    assert "read_orders" in body["scope"].split(",")
    headers = {"X-Shopify-Access-Token": body["access_token"]}
    assert demo_client.post(QUERY, headers).status_code == 200
    demo_client.now += timedelta(days=1)
    assert demo_client.post(QUERY, headers).status_code == 401


def test_an_app_may_ask_for_its_token_in_json(demo_client: DemoClient) -> None:
    assert demo_client.session.post(f"{SHOP}/admin/oauth/access_token", json=GRANT).status_code == 200


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_secret": "guess"}, "invalid_client"),
        ({"client_id": "guess"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_a_wrong_secret_gets_no_token(demo_client: DemoClient, changes: dict[str, str], error: str) -> None:
    response = grant(demo_client, **changes)
    assert response.status_code == 400
    assert response.json() == {"error": error}


def test_closing_the_session_closes_the_demo(demo_client: DemoClient) -> None:
    demo_client.session.close()
    assert demo_client.post(QUERY).status_code == 200
