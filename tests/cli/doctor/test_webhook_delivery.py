from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from flask import Flask

from tests.cli.doctor.diagnosing import Said, diagnose
from tests.parts import harbor_goods
from tracking.demo import ALL_SCOPES
from tracking.shopify.topics import WANTED

HERE = "https://127.0.0.1:1/webhooks/shopify"
ELSEWHERE = "https://old.example.com/webhooks/shopify?secret=canary"
SET = {"PUBLIC_URL": "https://127.0.0.1:1", "SHOPIFY_CLIENT_SECRET": "canary-of-the-app"}


@pytest.fixture
def said_of(app_of: Callable[..., Flask], open_shop: Callable[..., str]) -> Callable[..., Sequence[Said]]:
    """What is said of webhooks where these topics lead to these addresses."""

    def ask(kept: dict[str, str], scopes: frozenset[str] = ALL_SCOPES, **settings: str) -> Sequence[Said]:
        store = replace(harbor_goods(), scopes=scopes, subscriptions=[])
        store.subscriptions.extend(
            {"topic": topic.upper().replace("/", "_"), "uri": uri} for topic, uri in kept.items()
        )
        return diagnose(app_of(open_shop(store), **settings)).of("webhooks")

    return ask


def test_all_that_lead_here_are_well(said_of: Callable[..., Sequence[Said]]) -> None:
    secret, all_of_them = said_of(dict.fromkeys(WANTED, HERE), **SET)
    assert (secret.state, secret.words) == ("ok", "What comes is checked with SHOPIFY_CLIENT_SECRET.")
    assert (all_of_them.state, all_of_them.words) == ("ok", f"All {len(WANTED)} that may be asked for lead here.")


def test_missing_ones_are_counted_and_the_command_named(said_of: Callable[..., Sequence[Said]]) -> None:
    _, said = said_of({"orders/updated": HERE}, **SET)
    assert said.state == "?"
    assert said.words.startswith(f"1 of {len(WANTED)} lead here")
    assert "`flask webhooks`" in said.fix


def test_those_made_by_hand_are_not_missed(said_of: Callable[..., Sequence[Said]]) -> None:
    settings = {"PUBLIC_URL": SET["PUBLIC_URL"], "SHOPIFY_WEBHOOK_SECRET": "canary-of-the-admin"}
    secret, said = said_of({}, **settings)
    assert (secret.state, said.state) == ("ok", "ok")
    assert "SHOPIFY_WEBHOOK_SECRET" in said.words


def test_a_secret_that_nobody_knows_refuses_all_that_come(said_of: Callable[..., Sequence[Said]]) -> None:
    secret, _ = said_of({}, PUBLIC_URL=SET["PUBLIC_URL"])
    assert secret.state == "?"
    assert "SHOPIFY_CLIENT_SECRET" in secret.fix
    assert "SHOPIFY_WEBHOOK_SECRET" in secret.fix


@pytest.mark.parametrize("more", [{}, {"SHOPIFY_WEBHOOK_SECRET": "canary-of-the-admin"}])
def test_those_of_the_app_need_the_apps_own_secret(
    said_of: Callable[..., Sequence[Said]], more: dict[str, str]
) -> None:
    _, refused, _ = said_of(dict.fromkeys(WANTED, HERE), PUBLIC_URL=SET["PUBLIC_URL"], **more)
    assert refused.state == "!!"
    assert "SHOPIFY_CLIENT_SECRET" in refused.fix


def test_a_scope_that_some_need_is_named_once(said_of: Callable[..., Sequence[Said]]) -> None:
    kept = {topic: HERE for topic in WANTED if not topic.startswith("fulfillment")}
    lacking = ALL_SCOPES - {"read_fulfillments"}
    said = said_of(kept, lacking, **SET)
    (denied,) = (each for each in said if "more cannot come" in each.words)
    assert denied.words == "Without the scope read_fulfillments, 4 more cannot come."
    assert "read_fulfillments" in denied.fix
    assert denied.fix.endswith(", then run `flask webhooks`.")


def test_those_that_lead_elsewhere_are_counted_without_their_address(said_of: Callable[..., Sequence[Said]]) -> None:
    *_, said = said_of({**dict.fromkeys(WANTED, HERE), "orders/updated": ELSEWHERE}, **SET)
    assert (said.state, said.words) == ("?", "Some lead to another address than PUBLIC_URL (1).")


@pytest.mark.parametrize("url", [{}, {"PUBLIC_URL": "http://127.0.0.1:1"}])
def test_without_an_https_address_none_can_come(said_of: Callable[..., Sequence[Said]], url: dict[str, str]) -> None:
    _, said = said_of({}, **{**SET, "PUBLIC_URL": "", **url})
    assert said.state == "?"
    assert said.fix.startswith("Set PUBLIC_URL")


def test_without_an_answer_they_cannot_be_told(app_of: Callable[..., Flask]) -> None:
    _, said = diagnose(app_of("http://127.0.0.1:1", **SET)).of("webhooks")
    assert (said.state, said.fix) == ("?", "Mend what is said of access first.")
