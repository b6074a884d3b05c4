from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import demo_orders
from tests.directory import stored_orders
from tests.merchant import listed
from tests.response_rules import text_of
from tests.sampling import each_row
from tests.web.merchant.conftest import send
from tracking.database import Database
from tracking.directory.views import OrderView
from tracking.services import services

JSON = {"Accept": "application/json"}
HOST = "http://localhost"
KEYS = {"view", "count", "next", "orders"}


@pytest.fixture
def app(make_app: Callable[..., Flask], url: str, database: Database) -> Flask:
    """The demo, which is open, with a database of its own."""
    database.prepare()
    return make_app(DATABASE_URL=url)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def listed_by(client: FlaskClient, query: str) -> dict[str, Any]:
    answer = client.get(f"/merchant/?{query}", headers=JSON)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def test_a_program_reads_what_needs_you_unless_it_asks_for_more(client: FlaskClient, database: Database) -> None:
    for slug in demo_orders.order_sample():
        listed.put(database, slug)
    found = listed_by(client, "")
    assert found.keys() == KEYS
    assert (found["view"], found["count"], found["next"]) == ("needs_you", len(found["orders"]), None)
    assert all(order["needs"] and order["cause"] and order["remedy"] for order in found["orders"])
    assert {order["condition"] for order in listed_by(client, "view=done&size=200")["orders"]} == {"done"}


def test_pages_are_read_one_after_the_other(client: FlaskClient, database: Database) -> None:
    slugs = sorted(demo_orders.order_ids())[:5]
    ids = {stored_orders.put(database, slug) for slug in slugs}
    found, query = [], "view=all&size=2&sort=age"
    while query:
        page = listed_by(client, query)
        assert page["count"] == 5
        found += [order["id"] for order in page["orders"]]
        query = f"view=all&size=2&sort=age&after={page['next']}" if page["next"] else ""
    assert (len(found), set(found)) == (5, ids)


def test_parameters_that_shopify_adds_are_ignored(client: FlaskClient, database: Database) -> None:
    order_id = stored_orders.put(database, "large")
    found = listed_by(client, "view=all&embedded=1&hmac=a&host=b&locale=sv&session=c&timestamp=1&stage=&q=")
    assert [order["id"] for order in found["orders"]] == [order_id]


@each_row(
    "query",
    [
        "view=lost",
        "stage=lost",
        "condition=lost",
        "reason=lost",
        "route=lost",
        "sort=lost",
        "out_of_step=lost",
        "letters=lost",
        "size=0",
        "size=201",
        "older_than_days=-1",
        "placed_from=soon",
        "after=1",
        "q=anna@example.com",
        "q=%00",
        "found=anna",
        "ids=anna",
    ],
)
def test_invalid_query_is_refused_with_a_sentence(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/merchant/?{query}", headers=JSON)
    assert (answer.status_code, answer.get_json().keys()) == (422, {"error"})
    said = answer.get_json()["error"]
    assert said.endswith(".")
    assert "anna@" not in said
    page = client.get(f"/merchant/?{query}")
    assert page.status_code == 422
    assert said in text_of(page).replace("&#34;", '"')


@each_row("query", ["carrier=lost", "country=XX", "location=Nowhere", "tag=none", "found=" + "0" * 32])
def test_filter_that_no_order_fits_is_an_empty_list(client: FlaskClient, database: Database, query: str) -> None:
    stored_orders.put(database, "large")
    found = listed_by(client, f"view=all&{query}")
    assert (found["count"], found["orders"]) == (0, [])


def test_selected_orders_are_a_list_of_their_own(client: FlaskClient, database: Database) -> None:
    ids = [stored_orders.put(database, slug) for slug in sorted(demo_orders.order_ids())[:3]]
    query = f"ids={ids[2]}&ids={ids[0]}&size=1"
    first = listed_by(client, query)
    second = listed_by(client, f"{query}&after={first['next']}")
    assert (first["view"], first["count"]) == ("all", 2)
    assert {order["id"] for page in (first, second) for order in page["orders"]} == {ids[0], ids[2]}
    page = text_of(client.get(f"/merchant/?{query}"))
    assert "Selected orders: 2" in page
    assert f"ids={ids[2]}%2C{ids[0]}" in page, "the next page is one of the selection, too"


def test_every_view_is_counted_in_its_place(client: FlaskClient, database: Database) -> None:
    for slug in demo_orders.order_sample():
        listed.put(database, slug)
    views = client.get("/merchant/views").get_json()["views"]
    assert [view["code"] for view in views] == list(OrderView)
    for view in views:
        assert listed_by(client, f"view={view['code']}&size=1")["count"] == view["count"], view
    assert all(view["count"] for view in views if view["code"] != "answers")


def test_a_search_leads_to_the_orders_and_no_email_address_stands_in_an_address(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    with app.app_context():
        contact = services().merchant.overview.hashes.contact(email="anna@example.com", phone=None)
    order_id = stored_orders.put(database, "large", contact_hash=contact)
    name = demo_orders.orders()["large"].name
    for typed in (" Anna <ANNA@example.com> ", "mailto:anna@example.com", name, name.lstrip("#")):
        answer = send(client, "/merchant/search", {"q": typed}, HOST)
        assert answer.status_code == 303
        assert answer.location.startswith("/merchant/?found=" if "@" in typed else "/merchant/?q=")
        assert "%40" not in answer.location
        assert "anna" not in answer.location.lower()
        found = listed_by(client, answer.location.partition("?")[2])
        assert [order["id"] for order in found["orders"]] == [order_id], typed


def test_a_search_for_nothing_leads_to_the_list(client: FlaskClient) -> None:
    answer = send(client, "/merchant/search", {"q": "  "}, HOST)
    assert (answer.status_code, answer.location) == (303, "/merchant/")


@pytest.mark.parametrize("typed", ["anna@", "@", "a@b@c.example", "x" * 201])
def test_invalid_search_is_refused_with_a_sentence(client: FlaskClient, typed: str) -> None:
    answer = send(client, "/merchant/search", {"q": typed}, HOST, **JSON)
    assert answer.status_code == 422
    assert answer.get_json()["error"].endswith(".")


def test_a_search_from_another_page_is_refused(client: FlaskClient) -> None:
    answer = client.post("/merchant/search", data={"q": "1001"}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


def test_a_database_that_is_gone_is_said_in_both_forms(make_app: Callable[..., Flask]) -> None:
    client = make_app(DATABASE_URL="sqlite:////proc/none/orders.db").test_client()
    for path in ("/merchant/", "/merchant/?view=all", "/merchant/views"):
        answer = client.get(path, headers=JSON)
        assert (answer.status_code, answer.get_json().keys()) == (503, {"error"}), path
        assert "Retry-After" in answer.headers
    assert client.get("/merchant/").status_code == 503
