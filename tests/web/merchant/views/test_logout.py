from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tests.web.merchant.conftest import SETTINGS, logged_in, recorded_actions, send


def test_logout_ends_every_copy_of_the_cookie(shop: Flask, ada: FlaskClient) -> None:
    copy, cookie = shop.test_client(), ada.get_cookie("__Host-merchant")
    assert cookie
    copy.set_cookie("__Host-merchant", cookie.value)
    answer = send(ada, "/merchant/logout")
    assert (answer.status_code, answer.location) == (303, "/merchant/login")
    assert all("Max-Age=0" in each for each in answer.headers.getlist("Set-Cookie"))
    for client in (ada, copy):
        assert client.get("/merchant/history").status_code == 303
    assert recorded_actions(shop)[0] == ("Ada@example.com", "logged_out")


def test_where_no_links_are_mailed_it_leads_to_the_site(make_app: Callable[..., Flask]) -> None:
    client = logged_in(make_app(**SETTINGS))
    answer = send(client, "/merchant/logout")
    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get("/merchant/").status_code == 404
