from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from flask import Flask

from tests.cli.doctor.doctor_report import PrintedFinding, run_doctor
from tests.fakes import harbor_goods
from tracking.demo import ALL_SCOPES
from tracking.shopify.webhooks.topics import WANTED

HERE = "https://127.0.0.1:1/webhooks/shopify"
ELSEWHERE = "https://old.example.com/webhooks/shopify?secret=canary"
SET = {"PUBLIC_URL": "https://127.0.0.1:1", "SHOPIFY_CLIENT_SECRET": "canary-of-the-app"}


@pytest.fixture
def said_of(app_of: Callable[..., Flask], open_shop: Callable[..., str]) -> Callable[..., Sequence[PrintedFinding]]:
    """The findings about webhooks where these topics lead to these addresses."""

    def ask(kept: dict[str, str], scopes: frozenset[str] = ALL_SCOPES, **settings: str) -> Sequence[PrintedFinding]:
        store = replace(harbor_goods(), scopes=scopes, subscriptions=[])
        store.subscriptions.extend(
            {"topic": topic.upper().replace("/", "_"), "uri": uri} for topic, uri in kept.items()
        )
        return run_doctor(app_of(open_shop(store), **settings)).of("webhooks")

    return ask


def test_complete_subscriptions_are_ok(said_of: Callable[..., Sequence[PrintedFinding]]) -> None:
    secret, all_of_them = said_of(dict.fromkeys(WANTED, HERE), **SET)
    assert (secret.state, secret.message) == ("ok", "What comes is checked with SHOPIFY_CLIENT_SECRET.")
    assert (all_of_them.state, all_of_them.message) == ("ok", f"All {len(WANTED)} that may be asked for lead here.")


def test_missing_subscriptions_are_counted_with_the_command(said_of: Callable[..., Sequence[PrintedFinding]]) -> None:
    _, said = said_of({"orders/updated": HERE}, **SET)
    assert said.state == "?"
    assert said.message.startswith(f"1 of {len(WANTED)} lead here")
    assert " webhooks`" in said.fix


def test_manual_webhooks_are_not_reported_as_missing(said_of: Callable[..., Sequence[PrintedFinding]]) -> None:
    settings = {"PUBLIC_URL": SET["PUBLIC_URL"], "SHOPIFY_WEBHOOK_SECRET": "canary-of-the-admin"}
    secret, said = said_of({}, **settings)
    assert (secret.state, said.state) == ("ok", "ok")
    assert "SHOPIFY_WEBHOOK_SECRET" in said.message


def test_missing_secret_is_reported(said_of: Callable[..., Sequence[PrintedFinding]]) -> None:
    secret, _ = said_of({}, PUBLIC_URL=SET["PUBLIC_URL"])
    assert secret.state == "?"
    assert "SHOPIFY_CLIENT_SECRET" in secret.fix
    assert "SHOPIFY_WEBHOOK_SECRET" in secret.fix


@pytest.mark.parametrize("more", [{}, {"SHOPIFY_WEBHOOK_SECRET": "canary-of-the-admin"}])
def test_app_subscriptions_require_the_client_secret(
    said_of: Callable[..., Sequence[PrintedFinding]], more: dict[str, str]
) -> None:
    _, refused, _ = said_of(dict.fromkeys(WANTED, HERE), PUBLIC_URL=SET["PUBLIC_URL"], **more)
    assert refused.state == "!!"
    assert "SHOPIFY_CLIENT_SECRET" in refused.fix


def test_missing_scope_is_reported_once(said_of: Callable[..., Sequence[PrintedFinding]]) -> None:
    kept = {topic: HERE for topic in WANTED if not topic.startswith("fulfillment")}
    lacking = ALL_SCOPES - {"read_fulfillments"}
    said = said_of(kept, lacking, **SET)
    (denied,) = (each for each in said if "more cannot come" in each.message)
    assert denied.message == "Without the scope read_fulfillments, 4 more cannot come."
    assert "read_fulfillments" in denied.fix
    assert denied.fix.endswith(" webhooks`.")


def test_subscriptions_of_other_urls_are_counted_without_the_url(
    said_of: Callable[..., Sequence[PrintedFinding]],
) -> None:
    *_, said = said_of({**dict.fromkeys(WANTED, HERE), "orders/updated": ELSEWHERE}, **SET)
    assert (said.state, said.message) == ("?", "Some lead to another address than PUBLIC_URL (1).")


@pytest.mark.parametrize("url", [{}, {"PUBLIC_URL": "http://127.0.0.1:1"}])
def test_public_url_without_https_is_reported(
    said_of: Callable[..., Sequence[PrintedFinding]], url: dict[str, str]
) -> None:
    _, said = said_of({}, **{**SET, "PUBLIC_URL": "", **url})
    assert said.state == "?"
    assert said.fix.startswith("Set PUBLIC_URL")


def test_missing_answer_is_a_note(app_of: Callable[..., Flask]) -> None:
    _, said = run_doctor(app_of("http://127.0.0.1:1", **SET)).of("webhooks")
    assert (said.state, said.fix) == ("?", "Mend what is said of access first.")
