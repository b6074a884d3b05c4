from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.database.merchant_rows import letter
from tests.fakes import NOW
from tests.sampling import each_row
from tests.web.merchant.conftest import SETTINGS, logged_in, send
from tests.web.merchant.orders import ORIGIN, act, known, record, site_of
from tracking.database import merchant_letters
from tracking.notices.own_words import MAX_SUBJECT, MAX_TEXT

WORDS = {"subject": "Snow in Malmö", "text": "Hello,\r\n\r\nthe road is closed.\r\nWe’ll send it on Monday."}
JSON = {"Accept": "application/json"}


@pytest.fixture
def order_id(app: Flask) -> str:
    return known(app)


def written(client: FlaskClient, order_id: str, **changes: str) -> str:
    """The address of what was written."""
    answer = act(client, order_id, "write", {**WORDS, "confirm": "yes", **changes})
    assert answer.status_code == 303
    return str(answer.location)


def test_a_letter_is_shown_before_it_is_sent(client: FlaskClient, order_id: str) -> None:
    shown = act(client, order_id, "write", WORDS)
    assert (shown.status_code, "Sends 1 letter." in shown.text) == (200, True)
    assert "frame-src 'self'" in shown.headers["Content-Security-Policy"]
    frame = shown.text.partition('<iframe class="letter-frame"')[2].partition('src="')[2].partition('"')[0]
    letter = client.get(frame)
    assert "the road is closed.<br>We’ll send it on Monday." in letter.text
    assert "/order/" not in letter.text, "its links lead to the overview, not into a customer's page"
    policy = letter.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self' https://admin.shopify.com" in policy
    assert record(client, order_id)["letters"] == []


def test_a_letter_that_is_sent_waits_where_it_can_be_taken_back(client: FlaskClient, order_id: str) -> None:
    address = written(client, order_id)
    assert client.get(address, headers=JSON).get_json() == {
        "id": address.rpartition("/")[2],
        "subject": WORDS["subject"],
        "text": WORDS["text"].replace("\r\n", "\n"),
        "who": "demo",
        "at": "2026-11-22T14:05:00Z",
        "count": 1,
        "waiting": 1,
        "sent": 0,
        "withheld": 0,
        "failed": 0,
        "undo_until": "2026-11-22T14:07:00Z",
    }
    assert "Take it back" in client.get(address).text
    undone = send(client, f"{address}/undo", {}, ORIGIN)
    assert (undone.status_code, undone.location) == (303, address)
    page = client.get(address).text
    assert ("It was taken back" in page, "Take it back" in page) == (True, False)
    (letter,) = record(client, order_id)["letters"]
    assert (letter["state"], letter["why"], letter["codes"]) == ("withheld", "undone", [])


def test_the_demos_letter_lands_where_its_letters_are_shown(app: Flask, client: FlaskClient, order_id: str) -> None:
    written(client, order_id)
    site = site_of(app)
    sender = site.worker.parts.merchant_letters
    assert sender
    assert not sender.step(), "it waits"
    app.extensions["clock"] = None
    with site.database.write() as transaction:
        (row,) = merchant_letters.of_order(transaction, order_id)
        merchant_letters.undo(transaction, row.id, now=NOW)
        merchant_letters.add(transaction, letter(order_id, subject="Snow in Lund", due_at=NOW))
    while sender.step():
        pass
    listed = client.get("/letters").text
    assert "Snow in Lund" in listed
    assert "<code>from the shop</code>" in listed


@each_row(
    ("changes", "sentence"),
    [
        ({"subject": ""}, "Please write a subject."),
        ({"text": " \r\n"}, "Please write what you want to say."),
        ({"subject": "s" * (MAX_SUBJECT + 1)}, "please use 120 characters at most"),
        ({"text": "t" * (MAX_TEXT + 1)}, "please use 5,000 characters at most"),
    ],
)
@pytest.mark.parametrize("confirm", ["", "yes"])
def test_words_that_cannot_be_sent_stay_in_their_fields(
    client: FlaskClient, order_id: str, changes: dict[str, str], sentence: str, confirm: str
) -> None:
    answer = act(client, order_id, "write", {**WORDS, **changes, "confirm": confirm})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    kept = {**WORDS, **changes}
    assert f'value="{kept["subject"]}"' in answer.text
    assert kept["text"].replace("\r\n", "\n").strip() in answer.text
    assert record(client, order_id)["letters"] == []


def test_without_a_mail_server_nothing_can_be_written(make_app: Callable[..., Flask]) -> None:
    app = make_app(**SETTINGS)
    client, order_id = logged_in(app), known(app)
    answer = send(client, f"/merchant/orders/{order_id}/write", {**WORDS, "confirm": "yes"})
    assert (answer.status_code, "Emails aren’t set up" in answer.text) == (422, True)


def test_customer_who_stopped_letters_would_get_none(client: FlaskClient, order_id: str) -> None:
    act(client, order_id, "stop-letters")
    assert "it would not be sent" in act(client, order_id, "write", WORDS).text


@pytest.mark.parametrize("path", ["unknown", "unknown/letter", "x" * 500])
def test_letter_that_was_never_written_is_a_sentence(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/merchant/write/{path}")
    assert (answer.status_code, "This order isn’t here" in answer.text) == (404, True)
    assert send(client, "/merchant/write/unknown/undo", {}, ORIGIN).status_code == 404
