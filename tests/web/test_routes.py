from flask import Flask

from tests.parts import Clock
from tests.web.conftest import token_of

PUBLIC = {
    ("/", "GET"),
    ("/", "POST"),
    ("/order/<token>", "GET"),
    ("/order/<token>/live", "GET"),
    ("/o/<order_id>", "GET"),
    ("/static/<path:name>", "GET"),
    ("/healthz", "GET"),
    ("/readyz", "GET"),
}


def test_every_address_is_a_public_one(app: Flask) -> None:
    routes = {
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == PUBLIC


def test_every_address_of_an_order_asks_for_a_link_we_signed(app: Flask, clock: Clock) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "token" in rule.arguments]
    assert rules
    expired, client = token_of(app, "1"), app.test_client()
    clock.advance(days=31)
    for rule in rules:
        assert client.get(rule.rule.replace("<token>", "forged")).status_code == 404
        assert client.get(rule.rule.replace("<token>", expired)).status_code == 410
