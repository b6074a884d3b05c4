import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import demo_orders
from tests.directory import stored_orders
from tests.merchant import listed
from tests.sampling import each_row
from tests.web.merchant.conftest import SETTINGS, SITE, WITH_MAIL, logged_in
from tracking.database import Database
from tracking.services import services

TOKEN = "a token that is long enough for this".replace(" ", "-")
BEARER = {"Authorization": f"Bearer {TOKEN}"}
PATHS = ("/merchant/export.csv", "/merchant/export.json")


@pytest.fixture
def app(make_app: Callable[..., Flask], url: str, database: Database) -> Flask:
    """The demo, which is open, with a database of its own."""
    database.prepare()
    return make_app(DATABASE_URL=url)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def rows(client: FlaskClient, query: str = "view=all") -> list[dict[str, str]]:
    answer = client.get(f"/merchant/export.csv?{query}")
    assert answer.status_code == 200, answer.text
    return [*csv.DictReader(StringIO(answer.text, newline=""))]


def orders(client: FlaskClient, path: str) -> list[dict[str, Any]]:
    answer = client.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.get_json()["orders"]
    return found


def test_a_file_has_what_the_list_has_in_its_order(client: FlaskClient, database: Database) -> None:
    for slug in demo_orders.order_sample():
        listed.put(database, slug)
    for query in ("", "view=all&sort=age", "view=all&condition=late&route=ship", "view=late&size=1", "q=1020"):
        shown = orders(client, f"/merchant/?size=200&{query}")
        exported = orders(client, f"/merchant/export.json?{query}")
        for order in (*shown, *exported):
            order.pop("page_url")
        assert exported == shown
        ids = [row["id"] for row in rows(client, query)]
        assert ids == [order["id"] for order in shown]
        assert ids


def test_selected_orders_alone_and_only_those_that_fit(client: FlaskClient, database: Database) -> None:
    ids = [listed.put(database, slug) for slug in sorted(demo_orders.order_ids())[:3]]
    query = f"ids={ids[0]}&ids={ids[2]}"
    assert {row["id"] for row in rows(client, query)} == {ids[0], ids[2]}
    assert rows(client, f"{query}&country=XX") == []


def test_columns_are_chosen_by_commas_or_checkboxes(client: FlaskClient, database: Database) -> None:
    stored_orders.put(database, "delayed")
    for query in ("columns=stage,order", "columns=stage&columns=order"):
        assert rows(client, f"view=all&{query}") == [{"stage": "shipped", "order": "#1020"}]
        assert orders(client, f"/merchant/export.json?view=all&{query}") == [{"stage": "shipped", "order": "#1020"}]


def test_chosen_columns_have_the_values_of_the_whole_file(client: FlaskClient, database: Database) -> None:
    listed.put(database, "delayed")
    (whole,) = rows(client)
    assert whole["cause"]
    assert whole["number"]
    for columns in ("cause,out_of_step", "number,out_of_step", "out_of_step,carrier"):
        (row,) = rows(client, f"view=all&columns={columns}")
        assert row == {name: whole[name] for name in columns.split(",")}


def test_the_files_name_says_what_is_in_it_and_it_is_kept_nowhere(client: FlaskClient) -> None:
    for path in PATHS:
        for answer in (client.get(f"{path}?view=to_send"), client.head(f"{path}?view=to_send")):
            ending = path.rpartition(".")[2]
            name = f'attachment; filename="orders-to-send-2026-11-22.{ending}"'
            assert (answer.status_code, answer.headers["Content-Disposition"]) == (200, name)
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.mimetype == {"csv": "text/csv", "json": "application/json"}[ending]


def test_a_person_gets_the_mark_by_which_excel_knows_utf_8(client: FlaskClient) -> None:
    assert client.get("/merchant/export.csv?bom=1").data.startswith(b"\xef\xbb\xbfid,")
    assert client.get("/merchant/export.csv?bom=0").data.startswith(b"id,")
    assert client.get("/merchant/export.csv").data.startswith(b"id,")


@each_row("query", ["view=lost", "stage=x", "columns=email", "ids=a", "q=anna@example.com", "sort=x"])
@pytest.mark.parametrize("accept", ["*/*", "text/html", "text/csv"])
def test_invalid_query_is_refused_as_json(client: FlaskClient, query: str, accept: str) -> None:
    for path in PATHS:
        answer = client.get(f"{path}?{query}", headers={"Accept": accept})
        assert (answer.status_code, answer.get_json().keys()) == (422, {"error"})


def test_causes_are_in_the_language_that_is_asked_for(client: FlaskClient, database: Database) -> None:
    listed.put(database, "delayed")
    english, danish = (rows(client, f"view=all&columns=cause&lang={code}") for code in ("en", "da"))
    assert english != danish


def test_the_token_opens_the_exports_and_nothing_else(make_app: Callable[..., Flask]) -> None:
    app = make_app(**SETTINGS, EXPORT_TOKEN=TOKEN)
    client = app.test_client()
    for path in PATHS:
        answer = client.get(path, headers=BEARER)
        assert (answer.status_code, answer.headers.getlist("Set-Cookie")) == (200, [])
        assert client.head(path, headers=BEARER).status_code == 200
        assert client.post(path, headers=BEARER).status_code == 404
        assert client.get(f"{path}?view=lost", headers=BEARER).status_code == 422
    for path in ("/merchant/", "/merchant/views", "/merchant/numbers.csv", "/merchant/orders/1", "/merchant/export"):
        assert client.get(path, headers=BEARER).status_code == 404


def test_a_wrong_token_is_as_none(make_app: Callable[..., Flask]) -> None:
    client = make_app(**WITH_MAIL, EXPORT_TOKEN=TOKEN).test_client()
    closed = make_app(**SETTINGS).test_client()
    for path in PATHS:
        without = client.get(path)
        assert without.status_code == 404
        for wrong in (f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN}x", "Bearer ", f"Basic {TOKEN}", "Bearer tøken"):
            refused = client.get(path, headers={"Authorization": wrong})
            assert (refused.status_code, refused.data) == (404, without.data)
        assert client.get(f"{path}?token={TOKEN}").status_code == 404
        assert closed.get(path, headers={"Authorization": "Bearer "}).status_code == 404
        assert closed.get(path, headers=BEARER).status_code == 404


def test_a_session_opens_them_without_a_token(shop: Flask) -> None:
    for path in PATHS:
        assert logged_in(shop).get(path).status_code == 200


def test_no_log_has_the_token(make_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture) -> None:
    client = make_app(**SETTINGS, EXPORT_TOKEN=TOKEN).test_client()
    with caplog.at_level("DEBUG"):
        for given in (TOKEN, f"{TOKEN}-wrong"):
            client.get(PATHS[0], headers={"Authorization": f"Bearer {given}"}).close()
    assert "merchant.export_csv" in caplog.text
    assert TOKEN not in caplog.text


def test_nothing_leads_to_a_customer(make_app: Callable[..., Flask], url: str, database: Database) -> None:
    app = make_app(**SETTINGS, EXPORT_TOKEN=TOKEN, DATABASE_URL=url)
    with app.app_context():
        contact = services().merchant.overview.hashes.contact(email="anna@example.com", phone=None)
    assert contact
    order_id = stored_orders.put(database, "delayed", contact_hash=contact)
    for path in PATHS:
        sent = app.test_client().get(f"{path}?view=all", headers=BEARER).text
        assert f"{SITE}/merchant/orders/{order_id}" in sent
        assert f"{SITE}/order/" not in sent
        assert "@" not in sent
        assert contact not in sent


@pytest.mark.parametrize("path", PATHS)
def test_a_database_that_is_gone_is_said_before_anything_is_sent(make_app: Callable[..., Flask], path: str) -> None:
    answer = make_app(DATABASE_URL="sqlite:////proc/none/orders.db").test_client().get(path)
    assert (answer.status_code, answer.get_json().keys()) == (503, {"error"})
    assert "Content-Disposition" not in answer.headers
