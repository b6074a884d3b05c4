"""The module that servers are pointed at."""

import sys

from flask import Flask

from app import app
from tests.commands import ended


def test_servers_find_the_site() -> None:
    assert isinstance(app, Flask)


def test_flask_run_ends_with_the_sentence_about_a_wrong_setting() -> None:
    command = (sys.executable, "-m", "flask", "--app", "app", "demo-orders")
    assert ended(*command, SHOPIFY_SHOP="x") == (2, "", "SHOPIFY_SHOP must look like example.myshopify.com.\n")
