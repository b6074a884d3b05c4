"""The module that servers are pointed at."""

import json
import sys

import requests
from flask import Flask

from app import app
from tests.commands import environment, run, started
from tests.fakes import AdminServer, Clock, harbor_goods


def test_servers_find_the_site() -> None:
    assert isinstance(app, Flask)


def test_flask_run_ends_with_the_sentence_about_a_wrong_setting() -> None:
    command = (sys.executable, "-m", "flask", "--app", "app", "demo-orders")
    assert run(*command, SHOPIFY_SHOP="x") == (2, "", "SHOPIFY_SHOP must look like example.myshopify.com.\n")


def test_a_refused_secret_is_in_the_log_whatever_serves() -> None:
    serve = (
        "import app, werkzeug.serving as w; s = w.make_server('127.0.0.1', 0, app.app);"
        " print(s.server_port, flush=True); s.serve_forever()"
    )
    with AdminServer(harbor_goods(), Clock(), "token", ("id", "the right one")) as shop:
        settings = {"SHOPIFY_SHOP": "demo.myshopify.com", "SHOPIFY_API_URL": shop.url, "SECRET_KEY": "k" * 40}
        environ = environment(**settings, SHOPIFY_CLIENT_ID="id", SHOPIFY_CLIENT_SECRET="canary")
        with started((sys.executable, "-c", serve), environ) as site:
            assert site.stdout
            assert site.stderr
            port = site.stdout.readline().strip()
            requests.get(f"http://127.0.0.1:{port}/healthz", timeout=60)
            lines = (json.loads(line) for line in site.stderr if line.startswith("{"))
            message = next(line["message"] for line in lines if line["level"] == "ERROR")
            site.kill()
    assert "Shopify does not accept SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET" in message
