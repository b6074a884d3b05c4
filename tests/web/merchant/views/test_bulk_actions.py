import re
from collections.abc import Mapping, Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.response_rules import text_of
from tests.sampling import each_row
from tests.web.merchant.conftest import form_token, recorded_actions
from tests.web.merchant.orders import ORIGIN, answered, known, record

JSON = {"Accept": "application/json"}
LISTED = {"view": "all", "sort": "age", "scope": "rows"}
Fields = Mapping[str, str | Sequence[str]]


@pytest.fixture
def ids(app: Flask) -> list[str]:
    return [known(app, slug) for slug in ("delayed", "large")]


def words_of(answer: TestResponse) -> str:
    """The page, with plain blanks behind numbers."""
    return text_of(answer).replace("\xa0", " ")


def send(client: FlaskClient, act: str, fields: Fields, **headers: str) -> TestResponse:
    data = {"token": form_token(client), **fields}
    return client.post(f"/merchant/{act}", data=data, headers={"Origin": ORIGIN, **headers})


def test_orders_are_set_aside_until_a_day_and_lead_back_to_their_list(
    app: Flask, client: FlaskClient, ids: list[str]
) -> None:
    asked = send(client, "set-aside", {**LISTED, "ids": ids})
    assert (asked.status_code, "2 orders are selected" in words_of(asked)) == (200, True)
    assert "Set 2 orders aside" in words_of(asked)
    done = send(client, "set-aside", {**LISTED, "ids": ids, "until": "2026-12-01", "confirm": "yes"})
    assert (done.status_code, done.location) == (303, "/merchant/?view=all&sort=age")
    assert {record(client, order_id)["set_aside_until"] for order_id in ids} == {"2026-12-01"}
    assert recorded_actions(app) == [("demo", "set_aside_many 2 2026-12-01")]
    history = words_of(client.get("/merchant/history"))
    assert "Orders set aside until Tuesday 1 December: 2" in history
    assert "Set aside until Tuesday 1 December" in words_of(client.get(f"/merchant/orders/{ids[0]}"))


@each_row("until", ["2026-11-22", "2028-01-01", "tomorrow", "2026-W49-1"])
def test_a_day_that_is_none_is_refused(client: FlaskClient, ids: list[str], until: str) -> None:
    page = send(client, "set-aside", {**LISTED, "ids": ids, "until": until})
    assert (page.status_code, "Choose a day from tomorrow on" in page.text) == (422, True)
    assert f'value="{until}"' in page.text
    program = send(client, "set-aside", {**LISTED, "ids": ids, "until": until}, **JSON)
    assert (program.status_code, program.get_json().keys()) == (422, {"error"})
    assert send(client, "set-aside", {**LISTED, "ids": ids, "confirm": "yes"}).status_code == 422
    assert record(client, ids[0])["set_aside_until"] is None


def test_answers_of_a_view_are_marked_as_far_as_the_page_was_new(app: Flask, client: FlaskClient) -> None:
    first, second = known(app, "delayed"), known(app, "large")
    for order_id in (first, second):
        answered(app, order_id)
    asked = send(client, "handled", {"view": "all", "scope": ["rows", "list"]})
    assert (asked.status_code, "2 orders are selected" in words_of(asked)) == (200, True)
    (seen,) = re.findall(r'name="seen" value="([^"]+)"', asked.text)
    assert record(client, first)["answers"][0]["handled"] is False
    earlier = {"view": "all", "confirm": "yes", "seen": "2026-11-22T14:00:00+00:00"}
    assert send(client, "handled", earlier).status_code == 303
    assert record(client, first)["answers"][0]["handled"] is False
    done = send(client, "handled", {"view": "all", "confirm": "yes", "seen": seen})
    assert (done.status_code, done.location) == (303, "/merchant/?view=all")
    assert all(record(client, order_id)["answers"][0]["handled"] for order_id in (first, second))
    assert recorded_actions(app) == [("demo", "handled_many 2")]


def test_a_file_has_the_orders_that_were_selected(client: FlaskClient) -> None:
    answer = send(client, "export", {**LISTED, "ids": ["7", "9"]})
    assert (answer.status_code, answer.location) == (303, "/merchant/export.csv?ids=7%2C9")
    whole = send(client, "export", {"view": "late", "country": "SE", "scope": "list"})
    assert whole.location == "/merchant/export.csv?view=late&country=SE"
    assert send(client, "export", {"view": "needs_you", "scope": "list"}).location == "/merchant/export.csv"


@pytest.mark.parametrize("act", ["set-aside", "handled", "export"])
def test_nothing_selected_and_a_form_of_another_site_change_nothing(
    client: FlaskClient, ids: list[str], act: str
) -> None:
    nothing = send(client, act, {**LISTED, "confirm": "yes"})
    assert (nothing.status_code, "Select at least one order" in nothing.text) == (422, True)
    other = client.post(
        f"/merchant/{act}",
        data={"token": form_token(client), "ids": ids, "confirm": "yes"},
        headers={"Origin": "https://evil.example.com"},
    )
    assert other.status_code == 403
    assert client.get(f"/merchant/{act}").status_code == 405
