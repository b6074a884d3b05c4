import re

from flask import Flask
from flask.testing import FlaskClient

from tests.directory import stored_orders
from tests.fakes import Clock
from tracking.merchant import history
from tracking.services import services
from tracking.web.merchant.views.history_page import SIZE


def test_the_newest_stands_first_and_pages_go_on(app: Flask, client: FlaskClient, clock: Clock) -> None:
    assert "Nothing has been done yet" in client.get("/merchant/history").text
    with app.app_context(), services().database.write() as transaction:
        for number in range(2 * SIZE + 1):
            history.record(transaction, f"person-{number}", history.LOGGED_OUT, now=clock())
    people: list[str] = []
    address, pages = "/merchant/history", 0
    while address:
        page, pages = client.get(address).text, pages + 1
        people += re.findall(r"person-\d+", page)
        # The links to other languages hold the same place.
        address = next(iter(re.findall(r'href="(/merchant/history\?after=[^"]+)">Older<', page)), "")
    assert pages == 3
    assert people == [f"person-{number}" for number in reversed(range(2 * SIZE + 1))]


def test_name_in_the_history_is_shown_as_text(app: Flask, client: FlaskClient, clock: Clock) -> None:
    with app.app_context(), services().database.write() as transaction:
        history.record(transaction, "<script>alert(1)</script>", "<img src=x>", now=clock())
    assert "<script>alert" not in client.get("/merchant/history").text


def test_a_page_that_is_none_is_refused_with_a_sentence(client: FlaskClient) -> None:
    for after in (
        "x",
        "1",
        "-",
        "1-",
        "-1-1",
        "9" * 17 + "-1",
        "1-" + "9" * 10,
        "\N{ARABIC-INDIC DIGIT ONE}-1",
        "1-1'",
    ):
        answer = client.get("/merchant/history", query_string={"after": after})
        assert answer.status_code == 422, after
        assert "Start again from the list" in answer.text
    assert client.get("/merchant/history?after=&shop=tea").status_code == 200


def test_an_order_that_is_known_is_one_click_away(app: Flask, client: FlaskClient, clock: Clock) -> None:
    with app.app_context():
        database = services().database
    order_id = stored_orders.put(database, "delayed")
    with database.write() as transaction:
        history.record(transaction, "ada", history.LOGGED_OUT, order_id, now=clock())
        history.record(transaction, "ada", history.LOGGED_OUT, "404", now=clock())
    assert re.findall(r'href="/merchant/orders/(\d+)"', client.get("/merchant/history").text) == [order_id]
