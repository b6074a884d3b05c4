from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tracking.cli import COMMANDS
from tracking.cli.demo_notice import FOR_YOUR_SHOP, TEMPORARY

# What each needs to get as far as an answer.
ARGUMENTS = {
    "alerts": [],
    "answers": [],
    "carrier": ["1Z5R89390357567127"],
    "doctor": [],
    "email-snippets": [],
    "embed-check": ["nonsense"],
    "erase": ["#1"],
    "export": ["#1"],
    "merchant-link": [],
    "merchant-logout": [],
    "notices": [],
    "orders": [],
    "webhooks": ["--list"],
}
SITE = {"PUBLIC_URL": "https://127.0.0.1:1"}
SHOP = {"SHOPIFY_SHOP": "demo.myshopify.com", "SHOPIFY_ACCESS_TOKEN": "demo", "SHOPIFY_CLIENT_SECRET": "s"}
# They list it, say so before they begin, or look at no shop.
OF_THE_DEMO = {"demo-orders", "serve", "sync", "worker", "setup", "database"}


def test_every_command_is_covered() -> None:
    assert {command.name for command in COMMANDS} == set(ARGUMENTS) | OF_THE_DEMO


@pytest.mark.parametrize("name", ARGUMENTS)
def test_every_command_prints_the_demo_notice(make_app: Callable[..., Flask], name: str) -> None:
    arguments = [name, *ARGUMENTS[name]]
    assert FOR_YOUR_SHOP in make_app(**SITE).test_cli_runner().invoke(args=arguments).output
    shop = make_app(**SITE, **SHOP, SECRET_KEY="k" * 40)
    assert "demo store" not in shop.test_cli_runner().invoke(args=arguments).output


def test_notice_is_printed_to_standard_error(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["carrier", "--jsonl"], input="{}\n")
    assert result.stderr.startswith("This looks at the demo store, because SHOPIFY_SHOP is not set. For your shop, ")
    assert result.stdout.startswith("{")


@pytest.mark.parametrize("arguments", [("orders",), ("export", "#1001"), ("export", "--requested"), ("erase", "#1001")])
def test_commands_on_known_orders_say_why_they_know_none_of_the_demo(app: Flask, arguments: tuple[str, ...]) -> None:
    result = app.test_cli_runner().invoke(args=arguments)
    assert TEMPORARY in result.stderr
    assert "Traceback" not in result.stderr


def test_a_named_database_needs_no_explanation(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    app = make_app(DATABASE_URL=f"sqlite:///{tmp_path / 'demo.db'}")
    assert TEMPORARY not in app.test_cli_runner().invoke(args=["orders"]).stderr
