import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.sampling import each_row
from tests.web.merchant.conftest import BEN, SETTINGS, SITE, WITH_MAIL, logged_in, send
from tests.web.merchant.orders import ORIGIN, act, answered, known, record, site_of
from tracking.database import one_order
from tracking.web.merchant.views.order_actions import MAX_NOTE

ACTS = ("set-aside", "note", "write", "handled", "stop-letters", "erase")


@pytest.fixture
def order_id(app: Flask) -> str:
    return known(app)


@pytest.mark.parametrize("name", ["set-aside", "note", "handled", "stop-letters"])
@each_row(
    ("referrer", "leads_to"),
    [
        (None, "/merchant/orders/{id}"),
        (f"{ORIGIN}/merchant/orders/{{id}}?lang=sv", "/merchant/orders/{id}?lang=sv"),
        (f"{ORIGIN}/merchant/?view=late&after=x", "/merchant/?view=late&after=x"),
        ("https://evil.example/login", "/merchant/orders/{id}"),
        ("https://evil.example/merchant//evil.example", "/merchant/orders/{id}"),
        (f"{ORIGIN}/merchant/orders/{{id}}/write", "/merchant/orders/{id}"),
        ("//evil.example/", "/merchant/orders/{id}"),
    ],
)
def test_an_action_leads_back_to_where_it_was_asked_from_and_nowhere_else(
    client: FlaskClient, order_id: str, name: str, referrer: str | None, leads_to: str
) -> None:
    headers = {"Referer": referrer.format(id=order_id)} if referrer else {}
    answer = act(client, order_id, name, {"text": "A note", "until": "2026-11-27"}, **headers)
    assert (answer.status_code, answer.location) == (303, leads_to.format(id=order_id))


@each_row("name", ACTS)
def test_an_action_takes_the_forms_token_and_our_own_origin(client: FlaskClient, order_id: str, name: str) -> None:
    address = f"/merchant/orders/{order_id}/{name}"
    before = record(client, order_id)
    assert client.get(address).status_code == 405
    assert client.post(address, headers={"Origin": ORIGIN}).status_code == 403
    assert send(client, address, {}, "https://evil.example").status_code == 403
    assert record(client, order_id) == before


@each_row("name", ACTS)
def test_without_a_session_there_is_nothing_to_act_on(make_app: Callable[..., Flask], name: str) -> None:
    app = make_app(**SETTINGS)
    order_id = known(app)
    assert app.test_client().post(f"/merchant/orders/{order_id}/{name}", headers={"Origin": SITE}).status_code == 404


def test_act_is_recorded_with_its_author(make_app: Callable[..., Flask]) -> None:
    app = make_app(**WITH_MAIL)
    client, order_id = logged_in(app, BEN), known(app)
    send(client, f"/merchant/orders/{order_id}/note", {"text": "Called the carrier"})
    assert [(each["who"], each["text"]) for each in record(client, order_id)["notes"]] == [(BEN, "Called the carrier")]
    assert [(each["who"], each["what"]) for each in record(client, order_id)["history"]] == [(BEN, "note")]


@pytest.mark.parametrize(("typed", "sentence"), [(" \r\n", "Please write a note."), ("x" * (MAX_NOTE + 1), "too long")])
def test_a_note_that_cannot_be_taken_stays_in_its_field(
    client: FlaskClient, order_id: str, typed: str, sentence: str
) -> None:
    answer = act(client, order_id, "note", {"text": typed})
    assert (answer.status_code, sentence in answer.text, typed.strip() in answer.text) == (422, True, True)
    assert record(client, order_id)["notes"] == []


def test_an_order_is_set_aside_until_the_shops_day_and_taken_up_again(client: FlaskClient, order_id: str) -> None:
    act(client, order_id, "set-aside", {"until": "2026-11-27"})
    assert record(client, order_id)["set_aside_until"] == "2026-11-27"
    act(client, order_id, "set-aside", {"until": ""})
    assert record(client, order_id)["set_aside_until"] is None
    assert [each["what"] for each in record(client, order_id)["history"]] == ["taken_up", "set_aside 2026-11-27"]


@each_row(
    "until",
    ["2026-11-22", "2020-01-01", "2027-11-24", "tomorrow", "20261127", "2026-W48-5", "2026-02-30", "٢٠٢٦-11-27"],
)
def test_a_day_that_is_none_or_too_far_is_asked_for_again(client: FlaskClient, order_id: str, until: str) -> None:
    answer = act(client, order_id, "set-aside", {"until": until})
    assert (answer.status_code, "Choose a day from tomorrow on" in answer.text) == (422, True)
    assert f'value="{until}"' in answer.text
    as_json = act(client, order_id, "set-aside", {"until": until}, Accept="application/json")
    assert as_json.get_json() == {"error": "Choose a day from tomorrow on, within a year."}
    assert record(client, order_id)["set_aside_until"] is None


def test_an_answer_is_handled_as_far_as_the_page_showed_it(app: Flask, client: FlaskClient, order_id: str) -> None:
    answered(app, order_id)
    act(client, order_id, "handled", {"seen": "2026-11-22T14:00:00+00:00"})
    assert [each["handled"] for each in record(client, order_id)["answers"]] == [False], "it came at 14:05"
    act(client, order_id, "handled", {"seen": "no moment"})
    assert [each["handled"] for each in record(client, order_id)["answers"]] == [True]


def test_letters_are_stopped_as_the_customer_can(client: FlaskClient, order_id: str) -> None:
    act(client, order_id, "stop-letters")
    assert record(client, order_id)["notices"] == {"level": "none"}
    assert "Letters about this order are stopped." in client.get(f"/merchant/orders/{order_id}").text


def test_an_order_is_erased_after_a_question_and_leads_to_the_list(
    app: Flask, client: FlaskClient, order_id: str
) -> None:
    asked = act(client, order_id, "erase")
    assert (asked.status_code, "Erase it for good" in asked.text) == (200, True)
    assert record(client, order_id)["id"] == order_id
    page = f"{ORIGIN}/merchant/orders/{order_id}"
    done = act(client, order_id, "erase", {"confirm": "yes"}, Referer=page)
    assert (done.status_code, done.location) == (303, "/merchant/")
    with site_of(app).database.read() as transaction:
        assert one_order.rows(transaction, order_id) == {}
    again = act(client, order_id, "erase", {"confirm": "yes"}, Referer=page)
    assert (again.status_code, "This order isn’t here" in again.text) == (404, True)


@pytest.fixture
def locked(make_app: Callable[..., Flask], tmp_path: Path) -> Iterator[tuple[FlaskClient, str]]:
    """A site whose database somebody else writes to, without end; and an order in it."""
    file = tmp_path / "locked.db"
    app = make_app(DATABASE_URL=f"sqlite:///{file}")
    order_id = known(app)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield app.test_client(), order_id


@pytest.mark.parametrize(
    ("name", "fields"),
    [("note", {"text": "Called the carrier"}), ("write", {"subject": "Snow in Malmö", "text": "The road is closed."})],
)
def test_words_that_cannot_be_saved_now_are_kept_to_be_sent_again(
    locked: tuple[FlaskClient, str], name: str, fields: dict[str, str]
) -> None:
    client, order_id = locked
    answer = act(client, order_id, name, fields)
    assert (answer.status_code, "That couldn’t be saved" in answer.text) == (503, True)
    assert all(f">\n{words}</textarea>" in answer.text for words in fields.values())
    assert f'action="/merchant/orders/{order_id}/{name}"' in answer.text
    assert answer.headers["Retry-After"]


def test_nothing_is_erased_while_a_copy_in_the_cache_would_stay(make_app: Callable[..., Flask]) -> None:
    app = make_app(REDIS_URL="redis://127.0.0.1:9")
    client, order_id = app.test_client(), known(app)
    answer = act(client, order_id, "erase", {"confirm": "yes"})
    assert (answer.status_code, "Nothing was erased" in answer.text) == (503, True)
    assert record(client, order_id)["id"] == order_id
