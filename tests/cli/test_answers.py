import json
from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask

from tests.fakes import Shopify
from tracking.order.answers import AnswerKind
from tracking.services import services


def answered(app: Flask, *given: tuple[str, AnswerKind, str]) -> None:
    with app.app_context():
        for order_id, kind, words in given:
            assert services().choices.answer(order_id, kind, words, zone="Europe/London", region="GB")


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["answers", *arguments])


@pytest.fixture
def site(make_app: Callable[..., Flask], shopify: Shopify) -> Flask:
    app = make_app(SHOPIFY_SHOP="harbor-goods.myshopify.com", SHOPIFY_ACCESS_TOKEN="demo", SECRET_KEY="k" * 40)
    answered(
        app,
        ("1", AnswerKind.CONTACT, "Please\ncall \x1b[31m me"),
        ("2", AnswerKind.CANCEL, ""),
        ("3", AnswerKind.WENT_WELL, ""),
    )
    del shopify
    return app


def test_open_answers_are_listed_with_what_is_due_first(site: Flask) -> None:
    lines = run(site).output.splitlines()
    assert [line.split()[2] for line in lines] == ["cancel", "contact", "went_well"]
    assert "by 2026-11-24" in lines[1]
    assert lines[1].endswith("Please call [31m me"), "on one line, and without what steers a terminal"


def test_only_answers_awaiting_a_reply_have_a_day(site: Flask) -> None:
    assert [" by " in line for line in run(site).output.splitlines()] == [True, True, False]
    deadlines = {entry["kind"]: entry["deadline"] for entry in json.loads(run(site, "--json").stdout)}
    assert (deadlines["contact"], deadlines["went_well"]) == ("2026-11-24", None)


def test_a_handled_answer_is_listed_with_all_only(site: Flask) -> None:
    assert "is handled" in run(site, "--handled", "1").output
    assert "contact" not in run(site).output
    (line,) = (line for line in run(site, "--all").output.splitlines() if "contact" in line)
    assert "handled" in line


def test_an_id_that_there_is_not_is_told(site: Flask) -> None:
    result = run(site, "--handled", "99")
    assert result.exit_code == 1
    assert "There is no answer 99" in result.output


@pytest.mark.parametrize("answer_id", ["0", "-1", "x", str(2**31), "9" * 30])
def test_invalid_id_is_refused(site: Flask, answer_id: str) -> None:
    result = run(site, "--handled", answer_id)
    assert result.exit_code == 2
    assert "Invalid value for '--handled'" in result.output


def test_programs_read_json(site: Flask) -> None:
    entries = json.loads(run(site, "--json", "--all").stdout)
    assert {entry["kind"] for entry in entries} == {"cancel", "contact", "went_well"}
    (contact,) = (entry for entry in entries if entry["kind"] == "contact")
    assert (contact["words"], contact["handled_at"], contact["mailed"]) == ("Please\ncall \x1b[31m me", None, False)


def test_no_answer_is_said(make_app: Callable[..., Flask]) -> None:
    app = make_app(SHOPIFY_SHOP="harbor-goods.myshopify.com", SHOPIFY_ACCESS_TOKEN="demo", SECRET_KEY="k" * 40)
    assert "No answer waits to be handled." in run(app).output
    assert "No customer has answered anything." in run(app, "--all").output
