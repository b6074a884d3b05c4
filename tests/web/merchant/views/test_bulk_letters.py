import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.demo_orders import order_ids
from tests.merchant import listed
from tests.response_rules import text_of
from tests.sampling import each_row
from tests.web.merchant.conftest import SETTINGS, form_token, logged_in
from tests.web.merchant.orders import ORIGIN, known, record, site_of
from tracking.database import merchant_letters

WORDS = {"subject": "Snow in Malmö", "text": "The road is closed.\r\nWe’ll send it on Monday."}
JSON = {"Accept": "application/json"}
Fields = Mapping[str, str | Sequence[str]]


@pytest.fixture
def ids(app: Flask) -> list[str]:
    return [known(app, slug) for slug in ("delayed", "large", "german-dhl")]


def write(client: FlaskClient, fields: Fields, origin: str = ORIGIN, **headers: str) -> TestResponse:
    data = {"token": form_token(client), **fields}
    return client.post("/merchant/write", data=data, headers={"Origin": origin, **headers})


def words_of(answer: TestResponse) -> str:
    """The page, with plain blanks behind numbers."""
    return text_of(answer).replace("\xa0", " ").replace("&#39;", "'")


def hidden(html: str) -> dict[str, list[str]]:
    """The hidden fields of the page's own form."""
    found: dict[str, list[str]] = {}
    form = html.partition('class="many-form"')[2].partition("</form>")[0]
    for name, value in re.findall(r'<input type="hidden"\s+name="(\w+)"\s+value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    return found


def written(client: FlaskClient, address: str) -> dict[str, object]:
    answer = client.get(address, headers=JSON)
    assert answer.status_code == 200
    found: dict[str, object] = answer.get_json()
    return found


def test_a_form_has_a_letter_for_each_language_of_the_customers(client: FlaskClient, ids: list[str]) -> None:
    answer = write(client, {"ids": ids, "scope": "rows", "view": "all"})
    assert answer.status_code == 200
    html = words_of(answer)
    assert "3 customers can get a letter" in html
    assert len(re.findall(r'name="subject"', html)) == len(hidden(html)["language"])
    assert "no advertising" in html
    assert hidden(html)["ids"] == ids


def test_the_preview_says_when_the_last_letter_leaves(make_app: Callable[..., Flask]) -> None:
    app = make_app(NOTICES_PER_HOUR="1")
    client = app.test_client()
    ids = [known(app, slug) for slug in list(order_ids())[:60]]

    def preview(count: int) -> str:
        return words_of(
            write(client, {"ids": ids[:count], "scope": "rows", "view": "all", **WORDS}, "http://localhost")
        )

    assert "Sends 1 letter" in preview(1)
    assert "The last one leaves" not in preview(1)
    assert "The last one leaves after about 2 hours." in preview(2)
    assert "within two days is not sent" not in preview(2)
    assert "within two days is not sent" in preview(60)


def test_letters_are_shown_and_counted_then_sent_once_and_taken_back(client: FlaskClient, ids: list[str]) -> None:
    shown = write(client, {"ids": ids, "scope": "rows", "view": "all", **WORDS})
    assert (shown.status_code, "Sends 3 letters" in words_of(shown)) == (200, True)
    frames = re.findall(r'class="letter-frame"\s+src="([^"]+)"', shown.text)
    assert "The road is closed.<br>We’ll send it on Monday." in client.get(frames[0]).text
    assert "frame-src 'self'" in shown.headers["Content-Security-Policy"]
    assert record(client, ids[0])["letters"] == []
    fields = hidden(shown.text)
    count = len(fields["language"])
    again = {**fields, "confirm": "yes", "subject": [WORDS["subject"]] * count, "text": [WORDS["text"]] * count}
    # The words were typed once for all languages, and stand there for each: they are shown so first.
    shown = write(client, again)
    assert (shown.status_code, "the words were changed" in shown.text) == (200, True)
    again |= {name: hidden(shown.text)[name] for name in ("batch", "shown")}
    answers = [write(client, again) for _ in range(3)]
    assert {(answer.status_code, answer.location) for answer in answers} == {
        (303, f"/merchant/write/{again['batch'][0]}")
    }
    address = str(answers[0].location)
    found = written(client, address)
    assert (found["count"], found["waiting"], found["undo_until"]) == (3, 3, "2026-11-22T14:07:00Z")
    assert "Take 3 letters back" in words_of(client.get(address))
    assert "<noscript>" in client.get(address).text
    (letter,) = record(client, ids[1])["letters"]
    assert letter["state"] == "waiting"
    assert address in client.get(f"/merchant/orders/{ids[1]}").text
    assert f'href="{address}"' in client.get("/merchant/history").text

    undone = client.post(f"{address}/undo", data={"token": form_token(client)}, headers={"Origin": ORIGIN})
    assert (undone.status_code, undone.location) == (303, address)
    found = written(client, address)
    assert (found["waiting"], found["withheld"], found["why"]) == (0, 3, {"undone": 3})
    page = client.get(f"{address}?show=undone")
    assert [f"/merchant/orders/{order_id}" in page.text for order_id in ids] == [True] * 3
    assert "<noscript>" not in page.text
    assert client.get(f"{address}?show=lost").status_code == 422


def test_a_program_counts_first_and_writes_to_a_whole_view(app: Flask, client: FlaskClient, ids: list[str]) -> None:
    form = {"view": "all", **WORDS, "language": "en"}
    shown = write(client, form, **JSON)
    counted = shown.get_json()
    assert (shown.status_code, counted.keys()) == (200, {"id", "shown", "count", "languages", "without"})
    assert counted["languages"] == {"en": counted["count"]}
    answer = write(client, {**form, "confirm": "yes"}, **JSON)
    assert answer.status_code == 303
    assert written(client, answer.location)["count"] == counted["count"]
    refused = write(client, {**form, "confirm": "yes"}, **JSON)
    assert (refused.status_code, refused.get_json()) == (422, {"error": "Nobody would get this letter."})
    with site_of(app).database.read() as transaction:
        assert all(merchant_letters.of_order(transaction, order_id) for order_id in ids[:1])


def test_a_program_sends_what_it_was_shown_or_nothing(client: FlaskClient, ids: list[str]) -> None:
    form = {"ids": ids, **WORDS, "language": "en"}
    first, second = (write(client, form, **JSON).get_json() for _ in range(2))
    ask = {**form, "confirm": "yes", "batch": first["id"]}
    for wrong in ({}, {"shown": "x"}, {"shown": first["shown"], "text": "Other words."}):
        refused = write(client, {**ask, **wrong}, **JSON)
        assert (refused.status_code, "Nothing was sent" in refused.get_json()["error"]) == (422, True)
    assert write(client, {**ask, "shown": first["shown"]}, **JSON).status_code == 303
    again = {**ask, "batch": second["id"], "shown": second["shown"]}
    assert write(client, again, **JSON).status_code == 422, "each of them has the same already"
    page = write(client, again)
    assert (page.status_code, "shown or sent anew since" in page.text) == (200, True)
    without = write(client, {"ids": ids}, **JSON)
    assert (without.status_code, without.get_json()) == (422, {"error": "Write at least one letter."})
    assert len(record(client, ids[0])["letters"]) == 1


def test_the_longest_letters_in_every_language_are_taken(client: FlaskClient, ids: list[str]) -> None:
    codes = hidden(write(client, {"ids": ids}).text)["language"]
    languages = ["en", "da", "de", "fi", "fr", "nb", "nl", "pl", "sv", "zh-Hans"]
    assert set(codes) <= set(languages)
    longest = {"subject": ["❄" * 120] * 10, "text": ["☃" * 5_000] * 10, "language": languages}
    assert write(client, {"ids": ids, **longest}, **JSON).status_code == 200


def test_the_history_leads_to_letters_only_while_there_are_some(app: Flask, client: FlaskClient) -> None:
    order_id = known(app, "delayed")
    address = str(write(client, {"ids": order_id, **WORDS, "language": "en", "confirm": "yes"}).location)
    assert f'href="{address}"' in client.get("/merchant/history").text
    site_of(app).erasure.erase([order_id])
    page = client.get("/merchant/history").text
    assert ("Letters written at once" in page, address in page) == (True, False)


def test_letters_shown_yesterday_are_shown_again(app: Flask, client: FlaskClient, ids: list[str]) -> None:
    fields = {"ids": ids[0], **WORDS, "language": "en"}
    shown = write(client, fields)
    site = site_of(app)
    with site.database.write() as transaction:
        merchant_letters.forget_drafts_before(transaction, site.clock().replace(year=2027))
    again = write(client, {**fields, **hidden(shown.text), **WORDS, "confirm": "yes"})
    assert (again.status_code, "or was shown or sent anew since" in again.text) == (200, True)
    assert record(client, ids[0])["letters"] == []


@each_row(
    ("fields", "sentence"),
    [
        ({"view": "all", "subject": "", "text": ""}, "Please write a subject."),
        ({"view": "all", "subject": ["", ""], "text": ["", ""], "language": ["en", "sv"]}, "at least one letter"),
        ({"view": "all", "subject": "s" * 121, "text": "x"}, "please use 120 characters at most"),
        ({"scope": "rows", "view": "all"}, "Select at least one order"),
        ({**WORDS}, "Select at least one order"),
        ({"view": "all", **WORDS, "language": "xx"}, "speak one of these languages"),
        ({"view": "all", **WORDS, "language": ["en", "sv"]}, "needs a subject, a text and a language"),
        ({"view": "lost", **WORDS}, "there’s no “lost”"),
    ],
)
def test_letters_that_cannot_be_sent_are_refused_with_a_sentence(
    client: FlaskClient, ids: list[str], fields: Fields, sentence: str
) -> None:
    for confirm in ("", "yes"):
        form = {**fields, "confirm": confirm}
        page, program = write(client, form), write(client, form, **JSON)
        assert (page.status_code, program.status_code) == (422, 422), confirm
        assert sentence in words_of(page), confirm
        assert sentence in program.get_json()["error"], confirm
    assert record(client, ids[0])["letters"] == []


def test_without_a_mail_server_nothing_can_be_written(make_app: Callable[..., Flask]) -> None:
    app = make_app(**SETTINGS)
    client, order_id = logged_in(app), known(app)
    answer = write(client, {"ids": order_id, **WORDS}, "https://track.example.com")
    assert (answer.status_code, "Emails aren’t set up" in answer.text) == (422, True)


def test_a_form_of_another_site_or_without_a_token_changes_nothing(client: FlaskClient, ids: list[str]) -> None:
    assert write(client, {"ids": ids, **WORDS}, "https://evil.example.com").status_code == 403
    assert write(client, {"ids": ids, **WORDS, "token": "x"}).status_code == 403
    assert client.get("/merchant/write").status_code == 405


@pytest.fixture
def locked(make_app: Callable[..., Flask], tmp_path: Path) -> Iterator[tuple[FlaskClient, str]]:
    """A site, and an order, while another program writes to its database."""
    file = tmp_path / "whereabouts.db"
    app = make_app(DATABASE_URL=f"sqlite:///{file}")
    order_id = known(app)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield app.test_client(), order_id


def test_typed_words_are_not_lost_while_the_database_cannot_be_written(locked: tuple[FlaskClient, str]) -> None:
    client, order_id = locked
    answer = write(client, {"ids": order_id, **WORDS, "language": "en"})
    assert (answer.status_code, "Your words are still here" in answer.text) == (503, True)
    assert f">\n{WORDS['subject']}</textarea>" in answer.text
    assert f'name="ids" value="{order_id}"' in answer.text
    assert answer.headers["Retry-After"]
    assert write(client, {"ids": order_id, **WORDS}, **JSON).get_json().keys() == {"error"}


def test_test_orders_and_stopped_customers_get_none_and_are_counted(app: Flask, client: FlaskClient) -> None:
    test, stopped = known(app, "large", is_test=True), known(app, "delayed")
    client.post(
        f"/merchant/orders/{stopped}/stop-letters", data={"token": form_token(client)}, headers={"Origin": ORIGIN}
    )
    shown = words_of(write(client, {"ids": [test, stopped, "77"], **WORDS}))
    assert "Sends 0 letters" in shown
    assert "3 orders get none" in shown
    assert "the customer has stopped these letters" in shown
    assert "it’s a test order" in shown
    assert "the order isn’t here any more" in shown
    assert 'name="confirm"' not in shown


def test_the_list_itself_has_the_form(app: Flask, client: FlaskClient) -> None:
    order_id = listed.put(site_of(app).database, "delayed")
    html = text_of(client.get("/merchant/?view=late&size=25"))
    form = html.partition('<form class="choosing"')[2].partition("</form>")[0]
    assert f'name="ids" value="{order_id}"' in form
    assert re.findall(r'formaction="([^"]+)"', form) == [
        "/merchant/write",
        "/merchant/set-aside",
        "/merchant/handled",
        "/merchant/export",
    ]
    assert re.findall(r'name="size" value="(\d+)"', form) == ["25"]
