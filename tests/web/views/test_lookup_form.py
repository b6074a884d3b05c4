from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import Shopify
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


@pytest.mark.parametrize("order", ["#1001", "1001", " 1001 ", "\uff11\uff10\uff10\uff11"])
@pytest.mark.parametrize("email", [EMAIL, " ADA@Example.com "])
def test_number_and_address_lead_to_the_order(client: FlaskClient, order: str, email: str) -> None:
    answer = look_up(client, order, email)
    assert answer.status_code == 303
    assert answer.location.startswith("/order/")
    assert "Order <bdi>#1001</bdi>" in client.get(answer.location).text


@pytest.mark.no_cover
def test_every_order_to_try_opens(make_app: Callable[..., Flask]) -> None:
    client = make_app(TRUSTED_PROXIES="1").test_client()
    for number, example in enumerate(examples()):
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


OLD = "Orders from more than 60 days ago cannot be shown here."
RECENT_ONLY = ALL_SCOPES - {"read_all_orders"}


@pytest.mark.parametrize(("scopes", "is_said"), [(RECENT_ONLY, True), (ALL_SCOPES, False)])
@pytest.mark.parametrize("path", ["/", "/widget"])
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_missing_order_and_wrong_contact_say_that_old_orders_cannot_be_shown(
    client: FlaskClient, shopify: Shopify, scopes: frozenset[str], path: str, accept: str, *, is_said: bool
) -> None:
    shopify.change(scopes=scopes)
    forms = [{"order": "1001", "email": "eve@example.com"}, {"order": "1001", "email": EMAIL}]
    wrong = client.post(path, data=forms[0], headers={"Accept": accept})
    shopify.delete("#1001")
    missing = client.post(path, data=forms[1], headers={"Accept": accept})
    assert wrong.status_code == missing.status_code == 404
    assert wrong.data == missing.data
    assert steady_headers(wrong) == steady_headers(missing)
    assert (OLD in wrong.text) is is_said
    if accept == "application/json":
        assert wrong.get_json()["error"]["code"] == "not_found"


def test_deleted_order_says_nothing_of_old_ones(client: FlaskClient, shopify: Shopify) -> None:
    shopify.change(scopes=RECENT_ONLY)
    page = look_up(client).location
    shopify.delete("#1001")
    assert OLD not in client.get(page).text


def test_a_failure_keeps_the_number_and_drops_the_address(client: FlaskClient) -> None:
    page = look_up(client, "99999", "canary@example.com").text
    assert 'value="99999"' in page
    assert "canary" not in page


def test_during_an_outage_every_lookup_gets_the_same_answer(client: FlaskClient, shopify: Shopify) -> None:
    look_up(client)
    shopify.is_down = True
    right, wrong = look_up(client, "1001"), look_up(client, "1001", "eve@example.com")
    assert right.status_code == wrong.status_code == 503
    assert right.data == wrong.data
    assert int(right.headers["Retry-After"]) >= 1
    assert 'value="1001"' in right.text
    assert EMAIL not in right.text.split("Orders to try")[0]


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
