import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.serving import Answer, Pages
from tracking.cli import table
from tracking.demo import examples


def test_the_demos_orders_are_listed(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["demo-orders"])
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert len(lines) == len(examples())
    assert any("#1001" in line and "ada@example.com" in line and "On its way" in line for line in lines)


def test_an_order_without_an_address_shows_its_phone_number() -> None:
    orders = tuple(example for example in examples() if not example.email)
    assert orders
    assert all((example.phone or "?") in line for example, line in zip(orders, table(orders), strict=True))


def test_a_shop_has_no_demo_orders(make_app: Callable[..., Flask]) -> None:
    shop = {"SHOPIFY_SHOP": "tea.myshopify.com", "SHOPIFY_ACCESS_TOKEN": "t", "SECRET_KEY": "own"}
    result = make_app(**shop).test_cli_runner().invoke(args=["demo-orders"])
    assert (result.exit_code, result.output) == (0, "A shop is configured, so there are no demo orders.\n")


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
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert [answer["carrier"] for answer in answers] == ["ups", None, None]
    assert [answer["evidence"] for answer in answers] == ["number", "none", "none"]
    assert "no_NO" in answers[0]["url"]
    assert answers[1]["url"] is None
    assert all(list(answer) == ["carrier", "name", "url", "evidence"] for answer in answers)


@pytest.mark.parametrize("line", ["", "nonsense", "[1]", "null", "[" * 100_000])
def test_a_line_that_is_no_object_is_answered_in_its_place(app: Flask, line: str) -> None:
    lines = f'{line}\n{{"number": "1Z5R89390357567127"}}\n'
    result = app.test_cli_runner().invoke(args=["carrier", "--jsonl"], input=lines)
    assert result.exit_code == 0
    broken, good = map(json.loads, result.output.splitlines())
    assert (broken["carrier"], broken["error"]) == (None, "not a JSON object")
    assert good["carrier"] == "ups"


def test_without_a_number_it_says_what_to_give(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["carrier"])
    assert result.exit_code == 2
    assert "Give a number" in result.output


def test_the_merchants_own_carriers_are_known(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    own = tmp_path / "carriers.toml"
    own.write_text('[our-van]\nname = "Our van"\nlink = "https://van.example.com/{number}"\n', encoding="utf-8")
    runner = make_app(CARRIERS_FILE=str(own)).test_cli_runner()
    said = runner.invoke(args=["carrier", "7001234", "--company", "our van"]).output
    assert "https://van.example.com/7001234" in said


def check(make_app: Callable[..., Flask], url: str, **settings: str) -> tuple[int, str]:
    result = make_app(**settings).test_cli_runner().invoke(args=["embed-check", url])
    return result.exit_code, result.output


def test_a_page_that_shows_the_widget_is_well(make_app: Callable[..., Flask]) -> None:
    with Pages() as shop, Pages() as site:
        shop.at["/track"] = Answer(f'<script src="{site.url}/embed.js"></script>')
        site.at["/widget"] = Answer(headers={"Content-Security-Policy": f"frame-ancestors {shop.url}"})
        said = check(make_app, f"{shop.url}/track", PUBLIC_URL=site.url, EMBED_ORIGINS=shop.url)
    assert said == (0, "Yes: the page shows the order tracking.\n")


def test_a_page_that_does_not_is_told_the_exact_setting(make_app: Callable[..., Flask]) -> None:
    with Pages(track=Answer("")) as shop:
        code, said = check(make_app, f"{shop.url}/track", EMBED_ORIGINS="https://shop.example.com")
    assert code == 1
    first, second = said.splitlines()
    assert first == "- PUBLIC_URL is not set: set it to the address of this site."
    assert second.startswith(f"- {shop.url} may not frame this site: ")
    assert second.endswith(f'set EMBED_ORIGINS="https://shop.example.com {shop.url}" and start it again.')


def test_what_the_page_itself_lacks_is_said_too(make_app: Callable[..., Flask]) -> None:
    with Pages(track=Answer("")) as shop, Pages() as site:
        code, said = check(make_app, f"{shop.url}/track", PUBLIC_URL=site.url, EMBED_ORIGINS=shop.url)
    assert code == 1
    assert "has no line" in said
    assert "does not let" in said


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/track", "nonsense", "ftp://shop.example.com/"])
def test_a_page_that_cannot_be_reached_is_named(make_app: Callable[..., Flask], url: str) -> None:
    code, said = check(make_app, url)
    assert code == 1
    assert said.startswith(f"- {url} cannot be reached: ")


MAIL = {"PUBLIC_URL": "https://track.example.com", "LINK_KEY": "mail-key"}


def test_the_lines_for_e_mails_are_ready_to_paste(make_app: Callable[..., Flask]) -> None:
    said = make_app(**MAIL).test_cli_runner().invoke(args=["email-snippets"]).output
    assert "https://track.example.com/o/{{ id }}?s={{ signed | hmac_sha256: 'mail-key' }}" in said
    assert "{{ 'probe' | hmac_sha256: 'probe' }}" in said
    assert "https://track.example.com/?order={{ order_number }}" in said
    assert "LINK_KEY is not set" not in said


def test_without_a_key_they_say_how_to_make_one(make_app: Callable[..., Flask]) -> None:
    said = make_app(PUBLIC_URL=MAIL["PUBLIC_URL"]).test_cli_runner().invoke(args=["email-snippets"]).output
    assert "LINK_KEY is not set" in said


@pytest.mark.parametrize("settings", [{}, {**MAIL, "LINK_KEY": "it's"}])
def test_without_what_they_need_they_name_the_setting(make_app: Callable[..., Flask], settings: dict[str, str]) -> None:
    result = make_app(**settings).test_cli_runner().invoke(args=["email-snippets"])
    assert result.exit_code == 1
    assert ("LINK_KEY may only" if settings else "Set PUBLIC_URL") in result.output
