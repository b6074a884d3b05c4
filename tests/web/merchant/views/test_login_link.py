from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import Clock
from tests.web.merchant.conftest import ADA, SAME_SITE, logged_in, made_link, recorded_actions
from tracking.security.staff_sessions import LoginWay


def test_a_scanner_that_opens_the_link_uses_nothing_up(shop: Flask, stranger: FlaskClient) -> None:
    address = f"/merchant/login/{made_link(shop, ADA, LoginWay.MAIL)}"
    for method in ("GET", "HEAD", "GET"):
        answer = stranger.open(address, method=method)
        assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)
    assert f'action="{address}"' in answer.text
    opened = stranger.post(address, headers=SAME_SITE)
    assert (opened.status_code, opened.location) == (303, "/merchant/")
    assert stranger.get("/merchant/").status_code == 200
    assert recorded_actions(shop) == [(ADA, "logged_in_by_mail")]


def test_a_link_that_was_used_opens_nothing_more(shop: Flask, stranger: FlaskClient) -> None:
    address = f"/merchant/login/{made_link(shop)}"
    assert stranger.post(address, headers=SAME_SITE).status_code == 303
    other = shop.test_client()
    assert other.post(address, headers=SAME_SITE).status_code == 404
    assert other.get(address, headers={"Accept": "application/json"}).status_code == 404
    led = other.get(address)
    assert (led.status_code, led.location) == (303, "/merchant/login"), "where another one is to be had"


def test_a_link_ends_after_a_quarter_of_an_hour(shop: Flask, stranger: FlaskClient, clock: Clock) -> None:
    address = f"/merchant/login/{made_link(shop)}"
    clock.advance(minutes=15)
    assert stranger.post(address, headers=SAME_SITE).status_code == 404
    assert stranger.get(address).status_code == 303


def test_each_log_in_begins_a_session_of_its_own(shop: Flask) -> None:
    first, second = (logged_in(shop).get_cookie("__Host-merchant") for _ in range(2))
    assert first
    assert second
    assert first.value != second.value


def test_open_session_may_open_another_link(shop: Flask, ada: FlaskClient) -> None:
    address = f"/merchant/login/{made_link(shop)}"
    assert ada.get(address).status_code == 200
    assert ada.post(address, headers=SAME_SITE).status_code == 303
    assert ada.get(address).status_code == 404
    assert ada.post(address, headers=SAME_SITE).status_code == 404
