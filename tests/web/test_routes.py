from flask import Flask

from tests.fakes import Clock
from tests.web.conftest import token_of

ROUTES = {
    ("/", "GET"),
    ("/", "POST"),
    ("/order/<token>", "GET"),
    ("/order/<token>/live", "GET"),
    ("/order/<token>/answers", "POST"),
    ("/order/<token>/notices", "POST"),
    ("/order/<token>/calendar.ics", "GET"),
    ("/order/<token>/pay", "GET"),
    ("/order/<token>/shop", "GET"),
    ("/widget", "GET"),
    ("/widget", "POST"),
    ("/widget/order/<token>", "GET"),
    ("/widget/order/<token>/live", "GET"),
    ("/widget/order/<token>/answers", "POST"),
    ("/widget/order/<token>/notices", "POST"),
    ("/proxy", "GET"),
    ("/proxy", "POST"),
    ("/proxy/order/<token>", "GET"),
    ("/proxy/order/<token>/live", "GET"),
    ("/proxy/order/<token>/answers", "POST"),
    ("/proxy/order/<token>/notices", "POST"),
    ("/order/<token>/kept", "GET"),
    ("/order/<token>/kept", "POST"),
    ("/widget/order/<token>/kept", "GET"),
    ("/widget/order/<token>/kept", "POST"),
    ("/proxy/order/<token>/kept", "GET"),
    ("/proxy/order/<token>/kept", "POST"),
    ("/letters", "GET"),
    ("/letters/<letter_id>", "GET"),
    ("/stop/<token>", "GET"),
    ("/stop/<token>", "POST"),
    ("/embed.js", "GET"),
    ("/embed-check", "GET"),
    ("/preview", "GET"),
    ("/preview/<situation>", "GET"),
    ("/preview/letters/<code>", "GET"),
    ("/l/<code>", "GET"),
    ("/o/<order_id>", "GET"),
    ("/static/<path:name>", "GET"),
    ("/webhooks/shopify", "POST"),
    ("/healthz", "GET"),
    ("/readyz", "GET"),
    ("/metrics", "GET"),
    ("/merchant/", "GET"),
    ("/merchant/export.csv", "GET"),
    ("/merchant/export.json", "GET"),
    ("/merchant/history", "GET"),
    ("/merchant/login", "GET"),
    ("/merchant/login", "POST"),
    ("/merchant/login/<link>", "GET"),
    ("/merchant/login/<link>", "POST"),
    ("/merchant/logout", "POST"),
    ("/merchant/orders/<order_id>/page", "GET"),
    ("/merchant/saved-views", "POST"),
    ("/merchant/saved-views/<view_id>/remove", "POST"),
    ("/merchant/saved-views/<view_id>/rename", "POST"),
    ("/merchant/search", "POST"),
    ("/merchant/views", "GET"),
    ("/merchant/orders/<order_id>", "GET"),
    ("/merchant/orders/<order_id>/set-aside", "POST"),
    ("/merchant/orders/<order_id>/note", "POST"),
    ("/merchant/orders/<order_id>/write", "POST"),
    ("/merchant/orders/<order_id>/handled", "POST"),
    ("/merchant/orders/<order_id>/stop-letters", "POST"),
    ("/merchant/orders/<order_id>/erase", "POST"),
    ("/merchant/orders/<order_id>/tag", "POST"),
    ("/merchant/orders/<order_id>/archive", "POST"),
    ("/merchant/orders/<order_id>/deadline", "POST"),
    ("/merchant/write", "POST"),
    ("/merchant/set-aside", "POST"),
    ("/merchant/handled", "POST"),
    ("/merchant/export", "POST"),
    ("/merchant/write/<write_id>", "GET"),
    ("/merchant/write/<write_id>/letter", "GET"),
    ("/merchant/write/<write_id>/undo", "POST"),
    ("/merchant/numbers", "GET"),
    ("/merchant/numbers.csv", "GET"),
    ("/merchant/settings", "GET"),
    ("/merchant/state", "GET"),
}


def test_routes_are_those_listed(app: Flask) -> None:
    routes = {
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == ROUTES


def test_every_route_of_an_order_requires_a_signed_link(app: Flask, clock: Clock) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "token" in rule.arguments]
    assert rules
    expired, client = token_of(app, "1"), app.test_client()
    clock.advance(days=31)
    for rule in rules:
        # The proxy asks for Shopify's signature first: tests/web/test_proxy.py goes on from there.
        is_relayed = rule.rule.startswith("/proxy/")
        method = "POST" if "POST" in (rule.methods or ()) else "GET"
        clock.advance(hours=1)  # so that the limit of bad links does not speak first
        forged, old = (rule.rule.replace("<token>", token) for token in ("forged", expired))
        assert client.open(forged, method=method).status_code == (403 if is_relayed else 404)
        # A link that stops letters never expires, opens nothing, and is no link to an order.
        is_stop = rule.rule.startswith("/stop/")
        assert client.open(old, method=method).status_code == (403 if is_relayed else 404 if is_stop else 410)
