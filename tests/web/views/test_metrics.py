from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import Shopify
from tests.running.prometheus_samples import sample_of_text
from tests.sampling import each_row
from tests.web.conftest import address_of, look_up, steady_headers

TOKEN = "let the monitoring in"
KEY = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def client(make_app: Callable[..., Flask]) -> FlaskClient:
    return make_app(METRICS_TOKEN=TOKEN).test_client()


def test_request_is_counted(client: FlaskClient) -> None:
    client.get(address_of(client, "#1001"))
    client.get("/nowhere")
    answer = client.get("/metrics", headers=KEY)
    assert (answer.status_code, answer.content_type) == (200, "text/plain; version=0.0.4; charset=utf-8")
    text = answer.text
    assert sample_of_text(text, "requests_total", endpoint="page.find", method="POST", status="303") == 1
    assert sample_of_text(text, "requests_total", endpoint="page.order", method="GET", status="200") == 1
    assert sample_of_text(text, "requests_total", endpoint="none", method="GET", status="404") == 1
    assert sample_of_text(text, "request_seconds_count", endpoint="page.order") == 1
    assert sample_of_text(text, "shopify_calls_total", query="order", outcome="answered") == 1
    assert sample_of_text(text, "shopify_call_seconds_count", query="search") == 1
    assert sample_of_text(text, "cache_total", outcome="cold") == 1
    assert sample_of_text(text, "shopify_breaker_open") == 0
    cost, bucket = sample_of_text(text, "shopify_cost_actual_total"), sample_of_text(text, "shopify_bucket_available")
    assert cost
    assert bucket


def test_outage_is_counted(client: FlaskClient, shopify: Shopify) -> None:
    shopify.is_down = True
    for _ in range(5):
        look_up(client)
    text = client.get("/metrics", headers=KEY).text
    assert sample_of_text(text, "requests_total", endpoint="page.find", method="POST", status="503") == 5
    assert sample_of_text(text, "shopify_breaker_open") == 1


def test_metrics_are_not_cached(client: FlaskClient) -> None:
    assert client.get("/metrics", headers=KEY).headers["Cache-Control"] == "no-store"


@each_row(
    "given",
    [None, "", "Bearer", "Bearer ", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN.upper()}", "é"],
)
def test_without_the_token_there_is_no_such_page(client: FlaskClient, given: str | None) -> None:
    headers = {"Accept": "application/json"} | ({} if given is None else {"Authorization": given})
    answer, unknown = client.get("/metrics", headers=headers), client.get("/nowhere", headers=headers)
    assert (answer.status_code, answer.data) == (404, unknown.data)
    assert steady_headers(answer) == steady_headers(unknown)


@pytest.mark.parametrize("given", ["Bearer ", "Bearer None", "Bearer"])
def test_metrics_are_closed_without_metrics_token(make_app: Callable[..., Flask], given: str) -> None:
    answer = make_app().test_client().get("/metrics", headers={"Authorization": given})
    assert answer.status_code == 404


def test_a_token_may_be_in_any_alphabet(make_app: Callable[..., Flask]) -> None:
    client = make_app(METRICS_TOKEN="målinger").test_client()
    sent = "Bearer målinger".encode().decode("latin-1")  # as a server hands it to us
    assert client.get("/metrics", headers={"Authorization": sent}).status_code == 200
