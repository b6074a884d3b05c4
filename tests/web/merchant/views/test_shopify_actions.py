import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import Shopify
from tests.response_rules import text_of
from tests.sampling import each_row
from tests.web.merchant.conftest import SETTINGS, SITE, send
from tests.web.merchant.orders import ORIGIN, act, known, record, site_of
from tracking.demo import ALL_SCOPES

WRITES = "tags,archive,deadline"
ACTS = ("tag", "archive", "deadline")


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app(SHOPIFY_WRITES=WRITES)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def forms(client: FlaskClient, order_id: str) -> set[str]:
    page = text_of(client.get(f"/merchant/orders/{order_id}"))
    return set(re.findall(rf'action="/merchant/orders/{order_id}/(tag|archive|deadline)"', page))


def test_the_page_offers_what_can_be_done_to_the_order(app: Flask, client: FlaskClient) -> None:
    assert forms(client, known(app, "bank-transfer")) == {"tag", "deadline"}
    assert forms(client, known(app, "delivered")) == {"tag", "archive"}


def test_nothing_of_it_is_there_where_the_setting_or_the_scope_is_missing(
    make_app: Callable[..., Flask], shopify: Shopify
) -> None:
    plain = make_app().test_client()
    order_id = known(plain.application, "delivered")
    assert forms(plain, order_id) == set()
    for name in ACTS:
        assert act(plain, order_id, name, {"tags": "a", "deadline": "2026-11-27"}).status_code == 404
    shopify.change(scopes=ALL_SCOPES)
    denied = make_app(SHOPIFY_WRITES=WRITES).test_client()
    order_id = known(denied.application, "delivered")
    assert forms(denied, order_id) == set()
    assert act(denied, order_id, "tag", {"tags": "a"}).status_code == 404
    assert shopify.store.written == {}


def test_each_action_is_done_at_shopify_and_stands_in_the_history(
    app: Flask, client: FlaskClient, shopify: Shopify
) -> None:
    order_id, done_id = known(app, "bank-transfer"), known(app, "delivered")
    for order, name, fields in (
        (order_id, "tag", {"tags": "call back, gift"}),
        (order_id, "tag", {"tags": "gift", "remove": "yes"}),
        (order_id, "deadline", {"deadline": "2026-11-27"}),
        (done_id, "archive", {}),
    ):
        answer = act(client, order, name, fields)
        assert (answer.status_code, answer.location) == (303, f"/merchant/orders/{order}")
    said = [each["what"] for each in record(client, order_id)["history"]]
    assert said == ["deadline 2026-11-27", "untag", "tag"]
    assert [each["what"] for each in record(client, done_id)["history"]] == ["archive"]
    written = shopify.store.written
    assert written[f"gid://shopify/Order/{order_id}"]["tags"] == ["call back"]
    assert written[f"gid://shopify/Order/{done_id}"]["closed"] is True
    page = text_of(client.get(f"/merchant/orders/{order_id}"))
    assert "Set the deadline in Shopify to Friday 27 November" in page.replace("\N{NO-BREAK SPACE}", " ")


def test_the_customers_page_shows_what_was_changed_at_once(app: Flask, client: FlaskClient) -> None:
    order_id = known(app, "bank-transfer")
    site = site_of(app)
    before = site.orders.order(order_id).order
    act(client, order_id, "deadline", {"deadline": "2027-01-22"})
    assert site.orders.order(order_id).order != before


@each_row(
    ("name", "fields", "sentence"),
    [
        ("tag", {"tags": " , "}, "Write one tag or more"),
        ("tag", {"tags": "x" * 41}, "of 40 letters at most"),
        ("tag", {"tags": "a\x07b"}, "Write one tag or more"),
        ("deadline", {"deadline": "2026-11-21"}, "Choose a day from today on"),
        ("deadline", {"deadline": "soon"}, "Choose a day from today on"),
        ("archive", {}, "in a state for that any more"),
    ],
)
def test_act_that_cannot_be_done_is_refused_with_a_sentence(
    app: Flask, client: FlaskClient, shopify: Shopify, name: str, fields: dict[str, str], sentence: str
) -> None:
    order_id = known(app, "bank-transfer")
    answer = act(client, order_id, name, fields)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    said = act(client, order_id, name, fields, Accept="application/json")
    assert (said.status_code, sentence in said.get_json()["error"]) == (422, True)
    assert shopify.store.written == {}


@pytest.mark.parametrize("day", ["2026-11-27", "soon"])
def test_on_a_page_that_is_out_of_date_the_reason_is_shown_where_the_form_is_gone(
    app: Flask, client: FlaskClient, day: str
) -> None:
    order_id = known(app, "delivered")
    assert "deadline" not in forms(client, order_id)
    answer = act(client, order_id, "deadline", {"deadline": day})
    part = answer.text[answer.text.index('id="shopify-title"') :]
    assert (answer.status_code, part.count('<p class="field-error">')) == (422, 1)


def test_a_shopify_that_is_away_loses_nothing(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    order_id = known(app, "bank-transfer")
    assert forms(client, order_id)
    shopify.is_down = True
    answer = act(client, order_id, "tag", {"tags": "call back"})
    page = text_of(answer)
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
    assert "Try again in a minute: done twice, it does no harm." in page
    assert "Nothing was changed" not in page, "nobody knows"
    assert 'value="call back"' in page
    shopify.is_down = False
    assert record(client, order_id)["history"] == []


def test_refusal_of_shopify_is_told_in_its_words(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    order_id = known(app, "bank-transfer")
    shopify.change(orders=[each for each in shopify.store.orders if not str(each["id"]).endswith(order_id)])
    answer = act(client, order_id, "tag", {"tags": "call back"})
    assert answer.status_code == 422
    assert "Resource does not exist" in text_of(answer)


@pytest.mark.parametrize("name", ACTS)
def test_an_action_takes_the_forms_token_and_our_own_origin(client: FlaskClient, app: Flask, name: str) -> None:
    address = f"/merchant/orders/{known(app)}/{name}"
    assert client.get(address).status_code == 405
    assert client.post(address, headers={"Origin": ORIGIN}).status_code == 403
    assert send(client, address, {}, "https://evil.example").status_code == 403


@pytest.mark.parametrize("name", ACTS)
def test_without_a_session_there_is_nothing_to_change(make_app: Callable[..., Flask], name: str) -> None:
    app = make_app(**SETTINGS, SHOPIFY_WRITES=WRITES)
    address = f"/merchant/orders/{known(app)}/{name}"
    assert app.test_client().post(address, headers={"Origin": SITE}).status_code == 404
