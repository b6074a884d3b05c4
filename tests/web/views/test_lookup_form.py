import re
from collections.abc import Callable
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.fakes import Shopify
from tests.sampling import each_row, spread
from tests.web.conftest import EMAIL, look_up, steady_headers
from tracking.demo import ALL_SCOPES, examples


def test_form_is_the_start_page(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert 'name="order"' in answer.text
    assert answer.headers["X-Robots-Tag"] == "all"


def test_a_link_may_fill_in_the_number_but_never_an_address(client: FlaskClient) -> None:
    page = client.get("/?order=%231234&email=canary@example.com").text
    assert 'value="#1234"' in page
    assert "canary" not in page


def test_a_prefilled_number_is_cut_and_escaped(client: FlaskClient) -> None:
    page = client.get("/", query_string={"order": '"><script>' + "x" * 500}).text
    assert "&#34;&gt;&lt;script&gt;xxx" in page
    assert "x" * 61 not in page


@each_row(
    ("order", "email"),
    product(["#1001", "1001", " 1001 ", "\uff11\uff10\uff10\uff11"], [EMAIL, " ADA@Example.com "]),
)
def test_number_and_address_lead_to_the_order(client: FlaskClient, order: str, email: str) -> None:
    answer = look_up(client, order, email)
    assert answer.status_code == 303
    assert answer.location.startswith("/order/")
    assert "Order <bdi>#1001</bdi>" in client.get(answer.location).text


@pytest.mark.no_cover
def test_every_order_to_try_opens(make_app: Callable[..., Flask], some_demo_slugs: list[str]) -> None:
    client = make_app(TRUSTED_PROXIES="1").test_client()
    for number, example in enumerate(example for example in examples() if example.slug in some_demo_slugs):
        visitor = {"X-Forwarded-For": f"10.0.{number}.1"}
        answer = client.post(
            "/", data={"order": example.order, "email": example.email or example.phone}, headers=visitor
        )
        assert answer.status_code == 303, example
        assert client.get(answer.location, headers=visitor).status_code == 200, example
        assert client.get(f"{answer.location}/live", headers=visitor).status_code == 200, example


@pytest.mark.parametrize(
    ("order", "email", "named"),
    [("", EMAIL, ["order"]), ("1001", "ada", ["email"]), ("", "", ["order", "email"]), ('1" OR *', EMAIL, ["order"])],
)
def test_malformed_input_is_explained_beside_the_field_and_stays(
    client: FlaskClient, order: str, email: str, named: list[str]
) -> None:
    answer = look_up(client, order, email)
    assert answer.status_code == 422
    for name in ("order", "email"):
        assert (f'id="{name}-error"' in answer.text) == (name in named)
    assert f'value="{email}"' in answer.text


def test_a_post_without_fields_is_malformed_too(client: FlaskClient) -> None:
    assert client.post("/").status_code == 422


def test_every_lookup_failure_has_the_same_response(client: FlaskClient, shopify: Shopify) -> None:
    wrong_address = look_up(client, "1001", "eve@example.com")
    shopify.delete("#1001")
    no_such_order = look_up(client, "1001", "eve@example.com")
    assert wrong_address.status_code == no_such_order.status_code == 404
    assert wrong_address.data == no_such_order.data
    assert steady_headers(wrong_address) == steady_headers(no_such_order)


OLD = "Orders that are more than 60 days old can’t be shown here."
RECENT_ONLY = ALL_SCOPES - {"read_all_orders"}


@pytest.mark.parametrize(
    ("scopes", "path", "accept"),
    spread(3, product([RECENT_ONLY, ALL_SCOPES], ["/", "/widget"], ["text/html", "application/json"])),
)
def test_missing_order_and_wrong_contact_say_that_old_orders_cannot_be_shown(
    client: FlaskClient, shopify: Shopify, scopes: frozenset[str], path: str, accept: str
) -> None:
    shopify.change(scopes=scopes)
    form = {"order": "1001", "email": "eve@example.com"}
    wrong = client.post(path, data=form, headers={"Accept": accept})
    shopify.delete("#1001")
    missing = client.post(path, data=form, headers={"Accept": accept})
    assert wrong.status_code == missing.status_code == 404
    assert wrong.data == missing.data
    assert steady_headers(wrong) == steady_headers(missing)
    assert (OLD in wrong.text) is (scopes == RECENT_ONLY)
    if accept == "application/json":
        assert wrong.get_json()["error"]["code"] == "not_found"


def test_deleted_order_says_nothing_of_old_ones(client: FlaskClient, shopify: Shopify) -> None:
    shopify.change(scopes=RECENT_ONLY)
    page = look_up(client).location
    shopify.delete("#1001")
    assert OLD not in client.get(page).text


TYPED = {"order": "99999", "email": "canary@example.com"}


def assert_kept(response: TestResponse, typed: dict[str, str]) -> None:
    """The typed text stands in its fields, and in no address and no header."""
    fields = dict(re.findall(r'<input id="(order|email)"[^>]* value="([^"]*)"', response.text))
    assert fields == typed
    assert not [url for url in re.findall(r'(?:href|action|src)="([^"]*)"', response.text) if typed["email"] in url]
    assert typed["email"] not in str(response.headers)


@pytest.mark.parametrize(("path", "status"), spread(2, product(["/", "/widget"], [404, 429, 503])))
def test_a_failure_keeps_what_was_typed(client: FlaskClient, shopify: Shopify, path: str, status: int) -> None:
    for _ in range(10 if status == 429 else 0):
        client.post(path, data=TYPED)
    shopify.is_down = status == 503
    response = client.post(path, data=TYPED)
    assert response.status_code == status
    assert_kept(response, TYPED)


@pytest.mark.parametrize("path", ["/", "/widget"])
def test_typed_text_is_escaped_and_cut(client: FlaskClient, path: str) -> None:
    typed = {"order": '"><script>' + "1" * 99, "email": f'"><script>{"x" * 500}@example.com'}
    response = client.post(path, data=typed)
    assert "<script>" not in response.text
    assert f'value="&#34;&gt;&lt;script&gt;{"1" * 50}"' in response.text
    assert f'value="&#34;&gt;&lt;script&gt;{"x" * 244}"' in response.text


@pytest.mark.parametrize("address", ["ada@example.com", "Ada <ada@example.com>"])
def test_address_typed_in_place_of_the_number_is_in_no_address(make_app: Callable[..., Flask], address: str) -> None:
    client = make_app(SUPPORT_URL="https://example.com/help?order={order}").test_client()
    page = client.post("/", data={"order": address, "email": "canary@example.com"}).text
    assert 'href="https://example.com/help?order="' in page
    assert not re.findall(r'href="[^"]*ada(?:@|%40)', page)


@pytest.mark.parametrize(
    ("order", "email", "fields"),
    [("99999", "eve@example.com", ["order", "email"]), ("", EMAIL, ["order"]), ("", "x", ["order", "email"])],
)
def test_summary_leads_to_the_fields(client: FlaskClient, order: str, email: str, fields: list[str]) -> None:
    page = look_up(client, order, email).text
    summary = page[page.index('class="notice"') : page.index("<form")]
    assert re.findall(r'href="#(\w+)"', summary) == fields
    assert all(f'<input id="{name}"' in page for name in fields)


@pytest.mark.parametrize(("status", "is_asked"), [(404, True), (429, False), (503, False)])
def test_title_asks_to_check_only_what_was_typed_wrongly(
    client: FlaskClient, shopify: Shopify, status: int, *, is_asked: bool
) -> None:
    for _ in range(10 if status == 429 else 0):
        look_up(client, "99999")
    shopify.is_down = status == 503
    assert ("<title>Please check:" in look_up(client, "99999").text) is is_asked


def test_hint_names_the_confirmation_number(client: FlaskClient) -> None:
    assert "The confirmation number or a tracking number works too." in client.get("/").text


def test_during_an_outage_every_lookup_gets_the_same_answer(client: FlaskClient, shopify: Shopify) -> None:
    look_up(client)
    shopify.is_down = True
    right, wrong = look_up(client, "1001"), look_up(client, "1001", "eve@example.com")
    assert right.status_code == wrong.status_code == 503
    same, other = (response.text.split("Orders to try")[0] for response in (right, wrong))
    assert same.replace(EMAIL, "") == other.replace("eve@example.com", "")
    assert int(right.headers["Retry-After"]) >= 1
    assert_kept(right, {"order": "1001", "email": EMAIL})


def test_requested_language_is_carried_to_the_order(make_app: Callable[..., Flask]) -> None:
    client = make_app().test_client()
    answer = client.post("/?lang=en", data={"order": "1001", "email": EMAIL})
    assert answer.location.endswith("?lang=en")
    assert client.get(answer.location).status_code == 200


def test_json_is_answered_with_json(client: FlaskClient) -> None:
    answer = look_up(client, "99999", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.get_json()["error"]["code"] == "not_found"
    assert answer.get_json()["error"]["text"]


def test_too_large_body_gets_a_friendly_page(client: FlaskClient) -> None:
    answer = look_up(client, "1" * 20_000)
    assert answer.status_code == 413
    assert "larger than any order number" in answer.text
