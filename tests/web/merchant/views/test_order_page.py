import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML

from tests.database.merchant_rows import letter
from tests.database.notice_rows import notice
from tests.fakes import NOW
from tests.sampling import each_row
from tests.test_translations import PROMISED
from tests.web.merchant.orders import act, answered, known, record, site_of
from tests.web.views.test_order_json import KEYS
from tracking.database import letter_texts, merchant_letters, notices
from tracking.database.letter_texts import LetterText
from tracking.database.notices import NoticeState

SCRIPT = "<script>alert(1)</script>"


def with_letters(app: Flask, order_id: str) -> None:
    sent = notice(order_id, state=NoticeState.SENT, letter="a", ended_at=NOW - timedelta(days=1))
    with site_of(app).database.write() as transaction:
        notices.add(transaction, [sent])
        words = LetterText(subject="Your parcel is delayed · #1020", text="The carrier reports a delay.")
        letter_texts.put(transaction, order_id, "a", words)
        merchant_letters.add(transaction, letter(order_id, id="own", due_at=NOW + timedelta(minutes=2)))


def test_the_page_says_why_what_the_customer_sees_and_all_that_was_said(app: Flask, client: FlaskClient) -> None:
    order_id = known(app)
    answered(app, order_id)
    with_letters(app, order_id)
    act(client, order_id, "note", {"text": "Called the carrier"})
    page = client.get(f"/merchant/orders/{order_id}").text
    for words in (
        "#1020",
        "Your parcel is delayed",
        "https://admin.shopify.com/store/",
        "Take\nyour time",
        "I’ll wait",
        "The carrier reports a delay.",
        "Snow in Malmö",
        "Called the carrier",
        "Wrote a note",
        "Mark as handled",
    ):
        assert words in page, words


def test_the_json_is_the_pages_form_and_what_the_shop_alone_sees(app: Flask, client: FlaskClient) -> None:
    order_id = known(app, finished_at=NOW)
    answered(app, order_id)
    with_letters(app, order_id)
    said = record(client, order_id)
    assert set(KEYS[""]) <= set(said)
    assert [(each["codes"], each["state"], each["subject"]) for each in said["letters"]] == [
        (["delayed"], "sent", "Your parcel is delayed · #1020"),
        ([], "waiting", "Snow in Malmö"),
    ]
    assert set(said["letters"][0]) == {"codes", "state", "why", "at", "subject", "text"}
    (answer,) = said["answers"]
    assert (answer["kind"], answer["words"], answer["handled"]) == ("wait", "Take\nyour time", False)
    assert (said["id"], said["history"], said["kept_until"]) == (order_id, [], "2027-02-20T14:05:00Z")


def test_finding_stands_with_its_evidence(app: Flask, client: FlaskClient) -> None:
    order_id = known(app, "refunded-and-rest-unsent", out_of_step=["refunded_still_open"])
    said = record(client, order_id)
    assert said["out_of_step"] == ["refunded_still_open"]
    (found,) = said["evidence"]
    assert found["code"] == "refunded_still_open"
    page = client.get(f"/merchant/orders/{order_id}").text
    assert all(found[name] in page for name in ("evidence", "cause", "step", "place"))


def test_an_order_of_another_release_is_shown_without_its_page(app: Flask, client: FlaskClient) -> None:
    order_id = known(app, answer={"order": {"id": 1}})
    assert "This order is being read again" in client.get(f"/merchant/orders/{order_id}").text
    assert "parcels" not in record(client, order_id)


@each_row("order_id", ["4711", "x" * 500, "1'%20OR%20'1'='1", "٣", "-1"])
def test_an_order_that_is_not_kept_is_a_sentence(client: FlaskClient, order_id: str) -> None:
    answer = client.get(f"/merchant/orders/{order_id}")
    assert (answer.status_code, "This order isn’t here" in answer.text) == (404, True)
    as_json = client.get(f"/merchant/orders/{order_id}", headers={"Accept": "application/json"})
    assert (as_json.status_code, "It was erased" in as_json.get_json()["error"]) == (404, True)
    assert act(client, order_id, "note", {"text": "A note"}).status_code == 404


def test_without_a_database_it_is_a_sentence(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    (tmp_path / "a file").touch()
    client = make_app(DATABASE_URL=f"sqlite:///{tmp_path}/a file/whereabouts.db").test_client()
    answer = client.get("/merchant/orders/1")
    assert (answer.status_code, "The database can’t be used right now" in answer.text) == (503, True)
    assert answer.headers["Retry-After"]


def test_the_page_is_whole_in_every_language(app: Flask, client: FlaskClient) -> None:
    order_id = known(app)
    answered(app, order_id)
    with_letters(app, order_id)
    titles = {
        re.findall("<h2[^>]*>([^<]+)", client.get(f"/merchant/orders/{order_id}?lang={code}").text)[0]
        for code in ("en", *PROMISED)
    }
    assert len(titles) == len(PROMISED) + 1


def test_typed_words_are_shown_as_text(app: Flask, client: FlaskClient) -> None:
    order_id = known(app)
    answered(app, order_id, SCRIPT)
    act(client, order_id, "note", {"text": SCRIPT})
    written = act(client, order_id, "write", {"subject": SCRIPT, "text": SCRIPT, "confirm": "yes"})
    for path in (f"/merchant/orders/{order_id}", written.location, f"{written.location}/letter"):
        page = client.get(path).text
        scripts = JustHTML(page, sanitize=False).query("script")
        assert not [script for script in scripts if "alert" in script.to_text()]
        assert "&lt;script&gt;" in page
