import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask


def test_a_carrier_is_explained(app: Flask) -> None:
    said = app.test_cli_runner().invoke(args=["carrier", "JV632122347GB", "--company", "royal mail"]).output
    assert "carrier  royal-mail\n" in said
    assert "https://www.royalmail.com/" in said
    assert "evidence company" in said
    assert said.count("\n  ") >= 1


def test_carriers_are_answered_line_by_line_in_order(app: Flask) -> None:
    asked = [
        {"number": "1Z5R89390357567127", "lang": "nb"},
        {"number": "0001", "company": "Our own van", "url": "javascript:alert(1)"},
        {"number": 42, "company": None},
    ]
    lines = "".join(json.dumps(one) + "\n" for one in asked)
    result = app.test_cli_runner().invoke(args=["carrier", "--jsonl"], input=lines)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["carrier"] for answer in answers] == ["ups", None, None]
    assert [answer["evidence"] for answer in answers] == ["number", "none", "none"]
    assert "no_NO" in answers[0]["url"]
    assert answers[1]["url"] is None
    assert all(list(answer) == ["carrier", "name", "url", "evidence"] for answer in answers)


@pytest.mark.parametrize("line", ["", "nonsense", "[1]", "null", "[" * 100_000, '"\\ud800"'])
def test_invalid_line_gets_an_error_in_its_place(app: Flask, line: str) -> None:
    lines = f'{line}\n{{"number": "1Z5R89390357567127"}}\n'
    result = app.test_cli_runner().invoke(args=["carrier", "--jsonl"], input=lines)
    assert result.exit_code == 0
    broken, good = map(json.loads, result.stdout.splitlines())
    assert (broken["carrier"], broken["error"]) == (None, "not a JSON object")
    assert good["carrier"] == "ups"


def test_missing_number_is_a_usage_error(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["carrier"])
    assert result.exit_code == 2
    assert "Give a number" in result.output


def test_carriers_file_is_used(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    own = tmp_path / "carriers.toml"
    own.write_text('[our-van]\nname = "Our van"\nlink = "https://van.example.com/{number}"\n', encoding="utf-8")
    runner = make_app(CARRIERS_FILE=str(own)).test_cli_runner()
    said = runner.invoke(args=["carrier", "7001234", "--company", "our van"]).output
    assert "https://van.example.com/7001234" in said


def test_unprintable_texts_are_answered(app: Flask) -> None:
    lines = b'{"number": "\\udfff", "company": "\\ud800 van"}\n\xff\xfe\n{"number": "1Z5R89390357567127"}\n'
    result = app.test_cli_runner().invoke(args=["carrier", "--jsonl"], input=lines)
    assert result.exit_code == 0
    assert [json.loads(line)["carrier"] for line in result.stdout.splitlines()] == [None, None, "ups"]
