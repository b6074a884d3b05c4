import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import Clock
from tests.response_rules import text_of
from tests.web.merchant.conftest import (
    CLIENT_ID,
    CLIENT_SECRET,
    SAME_SITE,
    SETTINGS,
    SITE,
    form_token,
    id_token,
    logged_in,
    made_link,
    recorded_actions,
    send,
)

ACCEPTED = ("text/html", "application/json", "text/csv", "*/*")
REQUESTS = (*product(("GET", "HEAD", "POST"), ACCEPTED), *product(("PUT", "PATCH", "DELETE", "OPTIONS"), ("*/*",)))
# Each way of asking meets several addresses, and each address several ways.
EVERY, SOME = pytest.param(1, id="all", marks=pytest.mark.audit), pytest.param(3, id="some")
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def addresses(app: Flask) -> Iterator[str]:
    """Every address of the overview, and some that are none."""
    for rule in app.url_map.iter_rules():
        if f"{rule.rule}/".startswith("/merchant/"):
            yield _filled(rule.rule)
    yield from ("/merchant", "/merchant/nowhere", "/merchant//", "/merchant/../merchant/")


def asked_for(app: Flask, step: int) -> list[tuple[str, tuple[str, str]]]:
    """Addresses, and how each is asked for: every page as a browser does, and each ``step``th of the other ways."""
    ways = enumerate(product(sorted(set(addresses(app))), REQUESTS))
    return [way for at, way in ways if at % step == 0 or way[1] == ("GET", "text/html")]


def _filled(rule: str) -> str:
    """An address of the route."""
    return re.sub("<[^>]+>", lambda place: "1" if "int:" in place[0] else "x", rule)


@pytest.mark.parametrize("step", [SOME, EVERY])
def test_without_a_session_there_is_nothing_whatever_is_asked_for_and_how(
    make_app: Callable[..., Flask], step: int
) -> None:
    app = make_app(**SETTINGS)
    client, asked = app.test_client(), set(addresses(app))
    assert {"/merchant/", "/merchant/history", "/merchant/login", "/merchant/login/x", "/merchant/logout"} <= asked
    elsewhere = client.get("/nowhere").data
    for path, (method, accept) in asked_for(app, step):
        answer = client.open(path, method=method, headers={"Accept": accept, **SAME_SITE})
        assert answer.status_code == 404, (path, method, accept)
        if (method, accept) == ("GET", "text/html"):
            shown = answer.data.replace(answer.request.path.encode(), b"/nowhere")
            assert shown == elsewhere, "nothing tells it from any address that does not exist"


@pytest.mark.parametrize("step", [SOME, EVERY])
def test_where_links_are_mailed_a_browser_is_led_to_the_form_and_nothing_else_is(
    shop: Flask, stranger: FlaskClient, step: int
) -> None:
    for path, (method, accept) in asked_for(shop, step):
        if path == "/merchant/login" and method in {"GET", "HEAD", "POST"}:
            continue
        answer = stranger.open(path, method=method, headers={"Accept": accept, **SAME_SITE})
        is_page = method in {"GET", "HEAD"} and accept in {"text/html", "*/*"} and not path.endswith((".csv", ".json"))
        expected = (303, "/merchant/login") if is_page else (404, None)
        assert (answer.status_code, answer.location) == expected, (path, method, accept)
    assert stranger.get("/merchant/login", headers=BROWSER).status_code == 200


def test_the_demo_is_open_for_everybody(client: FlaskClient) -> None:
    assert client.get("/merchant/").status_code == 200
    assert client.get("/merchant/history").status_code == 200
    assert client.get("/merchant/login").status_code == 404
    refused = client.get("/merchant/nowhere")
    assert (refused.status_code, refused.headers["Referrer-Policy"]) == (404, "same-origin")
    assert client.get("/merchant/logout").status_code == 405
    assert "Set-Cookie" not in client.get("/merchant/").headers


def test_a_session_sees_which_methods_an_address_has(ada: FlaskClient) -> None:
    assert ada.get("/merchant/logout").status_code == 405
    assert ada.get("/merchant/nowhere").status_code == 404
    assert ada.post("/merchant/nowhere").status_code == 404
    assert ada.get("/merchant", headers=BROWSER).status_code == 200


def test_every_post_is_refused_from_elsewhere_or_without_the_forms_token(shop: Flask, ada: FlaskClient) -> None:
    posts = [
        rule.rule
        for rule in shop.url_map.iter_rules()
        if rule.rule.startswith("/merchant/") and "POST" in (rule.methods or ()) and "login" not in rule.rule
    ]
    token, others = form_token(ada), form_token(logged_in(shop, "ben@example.com"))
    for path in map(_filled, posts):
        for headers, data in (
            ({}, {"token": token}),
            ({"Origin": "null"}, {"token": token}),
            ({"Origin": "https://evil.example.com"}, {"token": token}),
            ({"Origin": f"{SITE}.evil.example.com"}, {"token": token}),
            ({"Origin": "http://track.example.com"}, {"token": token}),
            (SAME_SITE, {}),
            (SAME_SITE, {"token": "forged"}),
            (SAME_SITE, {"token": others}),
        ):
            assert ada.post(path, data=data, headers=headers).status_code == 403, (path, headers)
    assert ada.get("/merchant/history").status_code == 200, "nothing was done"


def test_a_form_of_an_earlier_page_of_the_session_still_holds(shop: Flask, ada: FlaskClient, clock: Clock) -> None:
    first, second = form_token(ada), form_token(ada)
    assert first != second, "a compressed page never holds the same one twice"
    clock.advance(hours=11)
    answer = ada.post("/merchant/logout", data={"token": first}, headers=SAME_SITE)
    assert answer.status_code == 303
    assert recorded_actions(shop)[0] == ("Ada@example.com", "logged_out")


@pytest.mark.parametrize("path", ["/merchant/", "/merchant/history"])
def test_the_admin_of_the_shop_opens_the_overview_in_its_frame(shop: Flask, clock: Clock, path: str) -> None:
    client = shop.test_client()
    query = {"id_token": id_token(clock), "shop": "tea.myshopify.com", "host": "YWRtaW4"}
    answer = client.get(path, query_string=query)
    assert (answer.status_code, answer.location) == (303, f"{path}?shop=tea.myshopify.com&host=YWRtaW4")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-merchant=")
    attributes = {part.strip() for part in cookie.split(";")[1:]}
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=None", "Partitioned", "Max-Age=43200"} <= attributes
    assert "Domain" not in cookie
    assert client.get(path).status_code == 200
    assert client.get(path, query_string=query).status_code == 303, "the frame is opened again"
    assert recorded_actions(shop) == [("admin", "logged_in_by_admin")]


def bad_id_tokens(clock: Clock) -> Iterator[str]:
    now = int(clock().timestamp())
    yield id_token(clock, aud="another app")
    yield id_token(clock, aud=[CLIENT_ID, "another app"])
    yield id_token(clock, dest="https://coffee.myshopify.com")
    yield id_token(clock, dest="https://tea.myshopify.com.evil.example.com")
    yield id_token(clock, dest=None)
    yield id_token(clock, exp=now - 11)
    yield id_token(clock, exp=None)
    yield id_token(clock, exp="soon")
    yield id_token(clock, nbf=now + 11)
    yield id_token(clock, nbf=None)
    yield id_token(clock, secret="another secret that is long enough to be one")
    yield id_token(clock, secret="", algorithm="none")
    yield id_token(clock, secret=CLIENT_SECRET * 2, algorithm="HS512")
    yield id_token(clock)[:-3]
    yield ""
    yield "a.b.c"
    yield f"{id_token(clock)}\ufffd"


def test_a_refused_id_token_opens_nothing(shop: Flask, clock: Clock) -> None:
    client = shop.test_client()
    for token in bad_id_tokens(clock):
        answer = client.get("/merchant/", query_string={"id_token": token}, headers=BROWSER)
        assert (answer.status_code, "Set-Cookie" in answer.headers) == (404, False), token
        program = {"Accept": "application/json", "Authorization": f"Bearer {token.encode(errors='replace').decode()}"}
        assert client.get("/merchant/", headers=program).status_code == 404
    assert recorded_actions(shop) == []


def test_an_id_token_has_ten_seconds_of_leeway(shop: Flask, clock: Clock) -> None:
    early, late = id_token(clock, nbf=int(clock().timestamp()) + 10), id_token(clock)
    assert shop.test_client().get(f"/merchant/?id_token={early}").status_code == 303
    clock.advance(seconds=69)
    assert shop.test_client().get(f"/merchant/?id_token={late}").status_code == 303
    clock.advance(seconds=1)
    assert shop.test_client().get(f"/merchant/?id_token={late}").status_code == 404


def test_app_bridge_sends_the_token_with_each_request(shop: Flask, clock: Clock) -> None:
    client, headers = shop.test_client(), {"Authorization": f"Bearer {id_token(clock)}"}
    answer = client.get("/merchant/history", headers=headers)
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)
    assert client.get("/merchant/history", headers={"Accept": "application/json"}).status_code == 404
    clock.advance(seconds=80)
    assert client.get("/merchant/history", headers={**headers, "Accept": "application/json"}).status_code == 404


def test_an_older_secret_of_the_app_still_signs(make_app: Callable[..., Flask], clock: Clock) -> None:
    old = "shpss_the-secret-before-that-one-long-enough"
    app = make_app(**SETTINGS, SHOPIFY_CLIENT_SECRET_FALLBACKS=old)
    assert app.test_client().get(f"/merchant/?id_token={id_token(clock, secret=old)}").status_code == 303


def test_a_posted_id_token_opens_nothing(make_app: Callable[..., Flask], clock: Clock) -> None:
    app = make_app(**SETTINGS)
    answer = app.test_client().post(f"/merchant/?id_token={id_token(clock)}", headers=SAME_SITE)
    assert answer.status_code == 404


def test_no_customers_page_changes_for_it(ada: FlaskClient, stranger: FlaskClient) -> None:
    for path in ("/", "/widget", "/order/forged", "/nowhere", "/embed-check", "/healthz", "/merchants", "/preview"):
        with_session, without = ada.get(path), stranger.get(path)
        assert with_session.data == without.data
        names = set(with_session.headers.keys())
        assert names == set(without.headers.keys())
        assert "Set-Cookie" not in names
        assert with_session.headers["Referrer-Policy"] == "no-referrer"
        assert "admin.shopify.com" not in with_session.headers["Content-Security-Policy"]


def test_log_in_forms_need_the_origin_alone(shop: Flask, stranger: FlaskClient) -> None:
    for path in ("/merchant/login", f"/merchant/login/{made_link(shop)}"):
        for headers in ({}, {"Origin": "https://evil.example.com"}, {"Origin": "null"}):
            assert stranger.post(path, data={"email": "ada@example.com"}, headers=headers).status_code == 403
        assert stranger.post(path, data={"email": "ada@example.com"}, headers=SAME_SITE).status_code in {200, 303}


def test_the_demo_takes_forms_from_the_address_at_which_it_was_opened(client: FlaskClient) -> None:
    assert send(client, "/merchant/logout", origin="http://localhost").status_code == 303
    assert client.post("/merchant/logout", headers={"Origin": "http://localhost"}).status_code == 403
    assert send(client, "/merchant/logout", origin="http://evil.example.com").status_code == 403


@pytest.mark.parametrize(
    "path", ["/merchant/%0D%0ASet-Cookie%3A%20a%3Db", "/merchant/%E8%8C%B6", "/merchant//evil.example.com"]
)
def test_a_token_leads_to_this_site_whatever_the_address(shop: Flask, clock: Clock, path: str) -> None:
    answer = shop.test_client().get(f"{path}?id_token={id_token(clock)}&id_token=x&view=late")
    assert (answer.status_code, answer.location) == (303, f"{path}?view=late")


def test_while_the_database_is_away_a_link_is_neither_live_nor_used(shop: Flask, tmp_path: Path) -> None:
    client, address, file = shop.test_client(), f"/merchant/login/{made_link(shop)}", tmp_path / "whereabouts.db"
    away = file.rename(tmp_path / "away.db")
    for answer in (client.get(address), client.post(address, headers=SAME_SITE)):
        assert answer.status_code == 503
        assert "Nothing was changed" in text_of(answer)
    away.rename(file)
    assert client.post(address, headers=SAME_SITE).status_code == 303
