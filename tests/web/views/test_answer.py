import html
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import Clock, Shopify
from tests.sampling import spread
from tests.web.conftest import address_of, token_of
from tracking.database import DatabaseUnavailable, answers, erased_orders
from tracking.database.answers import AnswerRow
from tracking.directory.order_hashes import OrderHashes
from tracking.services import services

JSON = {"Accept": "application/json"}
LATE, HELD, ARRIVED, FINE = "#1020", "#1083", "#1003", "#1001"
WE_HAVE_IT = "We have it. You’ll hear from us by Tuesday 24\N{NO-BREAK SPACE}November."


def rows(app: Flask, order_id: str) -> list[AnswerRow]:
    with app.app_context(), services().database.read() as transaction:
        return answers.of_order(transaction, order_id)


def field(page: str) -> str:
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert found
    return found[1]


def test_the_page_takes_an_answer_and_confirms_it_in_place(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    page = address_of(client, LATE)
    assert "What would you like us to do?" in client.get(page).text
    answer = client.post(f"{page}/answers", data={"kind": "contact", "text": " Call me.\r\nAfter six. "})
    assert (answer.status_code, answer.location) == (303, f"{page}#answers")
    (row,) = rows(app, shopify.id_of(LATE))
    assert (row.kind, row.words, row.is_handled) == ("contact", "Call me.\nAfter six.", False)
    text = client.get(page).text
    assert WE_HAVE_IT in text
    assert "You told us: Please contact me" in text
    client.post(f"{page}/answers", data={"kind": "wait"})
    assert [row.kind for row in rows(app, shopify.id_of(LATE))] == ["wait"]
    assert "We have it." in client.get(page).text
    assert client.get(page, headers=JSON).get_json()["answers"] == [
        {"kind": "wait", "at": "2026-11-22T14:05:00Z", "handled": False}
    ]


def test_choices_stand_in_the_json(client: FlaskClient) -> None:
    json = [client.get(address_of(client, name), headers=JSON).get_json() for name in (LATE, HELD, ARRIVED, FINE)]
    assert [each["choices"] for each in json] == [["wait", "contact"], ["wait", "contact", "swap", "cancel"], [], []]


def test_the_same_answer_twice_is_one(app: Flask, client: FlaskClient) -> None:
    page = address_of(client, LATE)
    for _ in range(2):
        assert client.post(f"{page}/answers", data={"kind": "wait"}).status_code == 303
    with app.app_context(), services().database.read() as transaction:
        assert answers.open_by_kind(transaction) == {"wait": 1}


@pytest.mark.parametrize("kind", ["", "refund", "WAIT"])
def test_another_kind_is_refused(client: FlaskClient, kind: str) -> None:
    assert client.post(f"{address_of(client, LATE)}/answers", data={"kind": kind}).status_code == 422


@pytest.mark.parametrize("letter", spread(3, ["x", "<", "界", "\U0001f600"]))
def test_a_thousand_characters_are_taken_and_more_stay_in_their_field(
    app: Flask, client: FlaskClient, shopify: Shopify, letter: str
) -> None:
    page = address_of(client, LATE)
    words = letter * 1001
    answer = client.post(f"{page}/answers", data={"kind": "contact", "text": words})
    assert answer.status_code == 422
    assert "That’s too long: please use 1,000 characters at most." in answer.text
    assert field(answer.text).replace("&lt;", "<") == words
    assert rows(app, shopify.id_of(LATE)) == []
    assert client.post(f"{page}/answers", data={"kind": "contact", "text": words[1:]}).status_code == 303
    assert len(rows(app, shopify.id_of(LATE))[0].words) == 1000


def test_words_are_taken_without_control_characters(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    page = address_of(client, LATE)
    for _ in range(2):
        client.post(f"{page}/answers", data={"kind": "contact", "text": "\x00One\rtwo\t\x1b[31m\x9b32m\u202ered\x00"})
    (row,) = rows(app, shopify.id_of(LATE))
    assert row.words == "One\ntwo\t[31m32m\u202ered"
    assert client.post(f"{page}/answers", data={"kind": "contact", "text": "\x00 \x07"}).status_code == 303
    assert rows(app, shopify.id_of(LATE))[0].words == ""


def test_words_are_shown_escaped(client: FlaskClient) -> None:
    page = address_of(client, LATE)
    client.post(f"{page}/answers", data={"kind": "contact", "text": "</textarea><script>alert(1)</script>"})
    text = client.get(page).text
    assert "<script>alert" not in text
    assert "&lt;/textarea&gt;&lt;script&gt;" in text


def test_late_answer_is_refused_and_keeps_its_words(client: FlaskClient) -> None:
    answer = client.post(f"{address_of(client, FINE)}/answers", data={"kind": "cancel", "text": "My reasons"})
    assert answer.status_code == 422
    assert "this can’t be chosen any more" in answer.text
    assert "My reasons" in answer.text
    answer = client.post(f"{address_of(client, FINE)}/answers", data={"kind": "cancel"}, headers=JSON)
    assert answer.get_json()["error"]["code"] == "too_late"


def test_a_missing_parcel_is_reported_below_where_to_look(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    page = address_of(client, ARRIVED)
    text = client.get(page).text
    assert text.index("Ask your neighbors") < text.index("I still don’t have it")
    assert "Did everything go well?" in text
    client.post(f"{page}/answers", data={"kind": "not_received"})
    text = client.get(page).text
    assert WE_HAVE_IT in text
    assert "Ask your neighbors" not in text
    client.post(f"{page}/answers", data={"kind": "went_well", "text": "It was in the shed"})
    assert [row.kind for row in rows(app, shopify.id_of(ARRIVED))] == ["went_well"]
    assert "Thank you for telling us." in client.get(page).text


def test_how_it_went_is_asked_once_and_leads_to_the_review_or_to_the_shop(make_app: Callable[..., Flask]) -> None:
    client = make_app(REVIEW_URL="https://reviews.example.com/", SUPPORT_EMAIL="help@example.com").test_client()
    page = address_of(client, ARRIVED)
    assert "Rate your order" not in client.get(page).text, "that comes after the answer"
    client.post(f"{page}/answers", data={"kind": "went_well"})
    assert 'href="https://reviews.example.com/"' in client.get(page).text
    client.post(f"{page}/answers", data={"kind": "went_badly", "text": "A scratch"})
    text = client.get(page).text
    assert 'href="https://reviews.example.com/"' not in text
    assert "mailto:help@example.com" in text
    assert "Did everything go well?" not in text


def test_handled_answer_is_shown_and_cannot_be_changed(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    page = address_of(client, ARRIVED)
    client.post(f"{page}/answers", data={"kind": "went_badly"})
    (row,) = rows(app, shopify.id_of(ARRIVED))
    with app.app_context(), services().database.write() as transaction:
        answers.handle(transaction, row.id, now=row.at)
        services().orders.invalidate(row.order_id)
    text = client.get(page).text
    assert "We’ve taken care of it." in text
    assert 'value="went_well"' not in text
    assert client.post(f"{page}/answers", data={"kind": "went_well"}).status_code == 422


def test_a_parcel_that_was_looked_for_in_vain_is_reported_again(
    app: Flask, client: FlaskClient, shopify: Shopify
) -> None:
    page = address_of(client, ARRIVED)
    for _ in range(2):
        assert client.post(f"{page}/answers", data={"kind": "not_received"}).status_code == 303
        row = rows(app, shopify.id_of(ARRIVED))[-1]
        assert not row.is_handled
        with app.app_context(), services().database.write() as transaction:
            answers.handle(transaction, row.id, now=row.at)
            services().orders.invalidate(row.order_id)
    assert len(rows(app, shopify.id_of(ARRIVED))) == 2


def test_a_get_answers_nothing(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    page = address_of(client, LATE)
    assert client.get(f"{page}/answers?kind=wait").status_code == 405
    assert client.get(f"{page}?kind=wait").status_code == 200
    assert rows(app, shopify.id_of(LATE)) == []


def test_answers_are_limited_and_the_words_stay(client: FlaskClient) -> None:
    page = address_of(client, LATE)
    for _ in range(10):
        client.post(f"{page}/answers", data={"kind": "wait"})
    answer = client.post(f"{page}/answers", data={"kind": "contact", "text": "Please call"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert field(answer.text) == "Please call"


def test_without_the_database_the_page_asks_nothing_and_the_words_of_an_answer_stay(
    app: Flask, client: FlaskClient, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise DatabaseUnavailable("gone")

    page = address_of(client, LATE)
    with app.app_context():
        monkeypatch.setattr(services().database, "prepare", fail)
    assert "What would you like us to do?" not in client.get(page).text
    answer = client.post(f"{page}/answers", data={"kind": "contact", "text": "Please call"})
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert field(answer.text) == "Please call"
    monkeypatch.undo()
    clock.advance(seconds=11)
    assert "What would you like us to do?" in client.get(page).text, "the page without it is kept for a moment only"


def test_an_order_that_was_erased_while_its_page_was_open_takes_no_answer_in_silence(
    app: Flask, client: FlaskClient, shopify: Shopify
) -> None:
    page = address_of(client, LATE)
    client.get(page)
    with app.app_context(), services().database.write() as transaction:
        hashes = OrderHashes([services().settings.secret_key])
        erased_orders.add(transaction, hashes.erased(shopify.id_of(LATE)), until=services().clock())
    words = "Please call <me>\nafter six"
    for address in (page, f"/widget{page}"):
        answer = client.post(f"{address}/answers", data={"kind": "contact", "text": words})
        assert answer.status_code == 422
        assert "Answers are off for this order: what was kept of it here was erased." in answer.text
        assert "mailto:" in answer.text
        assert (
            html.unescape(re.sub(".*<textarea[^>]*>\n(.*?)</textarea>.*", r"\1", answer.text, flags=re.DOTALL)) == words
        )
        assert 'name="kind"' not in answer.text
    answer = client.post(f"{page}/answers", data={"kind": "wait"}, headers=JSON)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (422, "erased")
    assert "your words" not in answer.get_json()["error"]["text"]
    assert rows(app, shopify.id_of(LATE)) == []


def test_an_unknown_order_is_404_and_an_outage_503(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    assert client.post(f"/order/{token_of(app, '1')}/answers", data={"kind": "wait"}).status_code == 404
    assert client.post("/order/forged/answers", data={"kind": "wait"}).status_code == 404
    shopify.is_down = True
    address = f"/order/{token_of(app, shopify.id_of(LATE))}/answers"
    assert client.post(address, data={"kind": "wait"}).status_code == 503


def test_the_frame_keeps_its_theme_and_the_language(client: FlaskClient) -> None:
    page = address_of(client, LATE)
    assert f'action="{page}/answers?lang=de"' in client.get(f"{page}?lang=de").text
    answer = client.post(f"/widget{page}/answers?color=aa3300", data={"kind": "wait"})
    assert answer.location == f"/widget{page}?color=aa3300#answers"


@pytest.mark.parametrize("settings", [{"CHOICES": "none"}])
def test_without_answers_nothing_is_offered(make_app: Callable[..., Flask], settings: dict[str, str]) -> None:
    client = make_app(**settings).test_client()
    page = address_of(client, LATE)
    assert "What would you like us to do?" not in client.get(page).text
    assert client.get(page, headers=JSON).get_json()["choices"] == []
    assert client.post(f"{page}/answers", data={"kind": "wait"}).status_code == 404
