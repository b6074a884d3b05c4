import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import Clock, Shopify
from tests.response_rules import text_of
from tests.sampling import each_row
from tests.web.conftest import opened
from tests.web.merchant.conftest import SAME_SITE, SETTINGS, id_token, logged_in, made_link, send
from tests.web.middleware.test_opening_counter import BROWSER, counted
from tracking.services import services
from tracking.web.merchant.session import is_of_staff


def cookie_of(client: FlaskClient, name: str = "__Host-merchant") -> str:
    cookie = client.get_cookie(name)
    assert cookie
    return cookie.value


def with_cookie(app: Flask, value: str) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("__Host-merchant", value)
    return client


def test_the_cookie_of_a_session_is_for_this_site_and_no_script(shop: Flask) -> None:
    client = shop.test_client()
    answer = client.post(f"/merchant/login/{made_link(shop)}", headers=SAME_SITE)
    (cookie,) = answer.headers.getlist("Set-Cookie")
    name_and_value, *attributes = cookie.split("; ")
    assert name_and_value.startswith("__Host-merchant=")
    assert sorted(attributes, key=str.lower) == sorted(
        ["Expires=Mon, 23 Nov 2026 02:05:00 GMT", "HttpOnly", "Max-Age=43200", "Path=/", "SameSite=Lax", "Secure"]
    ) or {"HttpOnly", "Max-Age=43200", "Path=/", "SameSite=Lax", "Secure"} <= set(attributes)
    assert not [each for each in attributes if each.startswith(("Domain", "Partitioned"))]


def test_without_https_the_cookie_is_one_that_browsers_take_there(make_app: Callable[..., Flask]) -> None:
    app = make_app(**{**SETTINGS, "PUBLIC_URL": "http://localhost:5000"})
    client = app.test_client()
    answer = client.post(f"/merchant/login/{made_link(app)}", headers={"Origin": "http://localhost:5000"})
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("merchant=")
    assert "Secure" not in cookie
    assert client.get("/merchant/").status_code == 200


def test_a_session_lasts_while_it_is_used_and_two_weeks_at_most(shop: Flask, ada: FlaskClient, clock: Clock) -> None:
    for _ in range(28):
        clock.advance(hours=11, minutes=59)
        assert ada.get("/merchant/history").status_code == 200
    clock.advance(hours=1)
    answer = ada.get("/merchant/history")
    assert (answer.status_code, answer.location) == (303, "/merchant/login")
    idle = logged_in(shop)
    clock.advance(hours=12)
    assert idle.get("/merchant/history").status_code == 303


def test_the_last_hours_of_a_session_are_said_to_the_browser(ada: FlaskClient, clock: Clock) -> None:
    ages = []
    clock.advance(minutes=1)
    for _ in range(29):
        ages.append(int(re.findall(r"Max-Age=(\d+)", ada.get("/merchant/history").headers["Set-Cookie"])[0]))
        clock.advance(hours=11, minutes=50)
    assert ages[0] == 12 * 3600
    assert ages[-1] == 14 * 86400 - 60 - 28 * (11 * 3600 + 50 * 60)


def test_a_session_that_is_used_gets_another_cookie_each_minute(ada: FlaskClient, clock: Clock) -> None:
    assert "Set-Cookie" not in ada.get("/merchant/history").headers
    clock.advance(seconds=60)
    assert "Set-Cookie" in ada.get("/merchant/history").headers
    clock.advance(seconds=59)
    assert "Set-Cookie" not in ada.get("/merchant/history").headers


def test_two_tabs_of_one_session_go_on_beside_each_other(shop: Flask, ada: FlaskClient, clock: Clock) -> None:
    other = with_cookie(shop, cookie_of(ada))
    clock.advance(hours=6)
    assert ada.get("/merchant/").status_code == 200
    clock.advance(hours=5)
    assert other.get("/merchant/").status_code == 200, "with the cookie of an earlier answer"
    assert send(ada, "/merchant/logout").status_code == 303
    assert other.get("/merchant/", headers={"Accept": "application/json"}).status_code == 404


@pytest.mark.parametrize("changed", [0, 40, -2])
def test_a_cookie_that_was_changed_opens_nothing(shop: Flask, ada: FlaskClient, changed: int) -> None:
    value = cookie_of(ada)
    position = changed % len(value)
    forged = value[:position] + ("A" if value[position] != "A" else "B") + value[position + 1 :]
    assert with_cookie(shop, forged).get("/merchant/").status_code == 303
    assert with_cookie(shop, value).get("/merchant/").status_code == 200


def test_a_link_to_an_order_is_no_session(shop: Flask, stranger: FlaskClient) -> None:
    with shop.app_context():
        tokens = [services().links.sign("1"), services().self_check.create_probe()]
    for token in tokens:
        assert with_cookie(shop, token).get("/merchant/").status_code == 303
    assert stranger.get("/merchant/").status_code == 303


def test_a_session_outlives_a_new_key_while_the_old_one_is_a_fallback(
    make_app: Callable[..., Flask], ada: FlaskClient, clock: Clock
) -> None:
    renewed = {
        **SETTINGS,
        "SECRET_KEY": "another key which is just as long as that",
        "STAFF_EMAILS": "ada@example.com",
    }
    value = cookie_of(ada)
    kept = make_app(**renewed, SECRET_KEY_FALLBACKS=SETTINGS["SECRET_KEY"])
    client = with_cookie(kept, value)
    clock.advance(minutes=1)
    assert client.get("/merchant/").status_code == 200
    assert with_cookie(make_app(**renewed), value).get("/merchant/").status_code == 303
    assert with_cookie(make_app(**renewed), cookie_of(client)).get("/merchant/").status_code == 200, "signed anew"


def test_while_the_database_cannot_say_the_shop_reads_so(
    ada: FlaskClient, stranger: FlaskClient, tmp_path: Path
) -> None:
    file = tmp_path / "whereabouts.db"
    away = file.rename(tmp_path / "away.db")
    answer = ada.get("/merchant/")
    assert answer.status_code == 503
    assert "customers’ pages still work" in text_of(answer)
    assert answer.headers["Retry-After"]
    said = ada.get("/merchant/", headers={"Accept": "application/json"}).get_json()["error"]
    assert "customers’ pages still work" in said
    assert stranger.get("/merchant/").status_code == 303, "who has no session is told nothing of it"
    away.rename(file)
    assert ada.get("/merchant/").status_code == 200


def test_a_page_that_the_shop_itself_opens_is_not_counted(make_app: Callable[..., Flask], shopify: Shopify) -> None:
    app = make_app(**{**SETTINGS, "SHOPIFY_CLIENT_ID": "", "SHOPIFY_ACCESS_TOKEN": "demo"})
    with app.app_context():
        services().worker.parts.counts.openings.open()
    staff, customer = logged_in(app), app.test_client()
    address = opened(customer)
    for _ in range(2):  # from the cache, too
        assert staff.get(address, headers=BROWSER).status_code == 200
    assert counted(app) == {}
    customer.set_cookie("__Host-merchant", "forged")
    customer.get(address, headers=BROWSER)
    assert list(counted(app)) == [(shopify.id_of("#1001"), counted_day(app))]


def counted_day(app: Flask) -> object:
    with app.app_context():
        return services().clock().date()


@each_row("header", ["", "merchant", "merchant=", "a=b; merchant=x", '__Host-merchant="x', "merchant=\xff"])
def test_a_header_of_cookies_without_a_session_is_of_no_staff(shop: Flask, header: str) -> None:
    with shop.app_context():
        assert not is_of_staff(services(), header)


def test_a_session_from_the_admin_stays_one_for_its_frame(shop: Flask, clock: Clock) -> None:
    client = shop.test_client()
    client.get(f"/merchant/?id_token={id_token(clock)}")
    clock.advance(minutes=1)
    for answer in (client.get("/merchant/"), send(client, "/merchant/logout")):
        assert "Partitioned" in answer.headers["Set-Cookie"] or "Max-Age=0" in answer.headers["Set-Cookie"]
    assert client.get("/merchant/").status_code == 303
