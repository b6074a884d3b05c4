import re
from collections.abc import Callable
from dataclasses import fields

from flask import Flask
from flask.testing import FlaskClient

from tests.web.merchant.conftest import WITH_MAIL, logged_in
from tracking.settings import Settings


def test_every_setting_is_on_it_once(client: FlaskClient) -> None:
    page = client.get("/merchant/settings").text
    names = re.findall(r"<bdi>([A-Z_]+)</bdi></code>\s*<p", page)
    assert sorted(names) == sorted(row.name.upper() for row in fields(Settings))


def test_a_value_is_shown_and_of_a_secret_only_that_it_is_set(make_app: Callable[..., Flask]) -> None:
    app = make_app(**WITH_MAIL, KEEP_DAYS="30", NOTICES="+sent", SHOPIFY_MAILS="shipped,refunded")
    page = logged_in(app).get("/merchant/settings").text
    assert "KEEP_DAYS=30" in page
    assert "Set, and secret" in page
    assert WITH_MAIL["SHOPIFY_CLIENT_SECRET"] not in page
    assert "smtp://" not in page.replace("smtp://user:password@host:587", "")


def test_notices_and_mails_of_shopify_stand_side_by_side(make_app: Callable[..., Flask]) -> None:
    page = logged_in(make_app(**WITH_MAIL, NOTICES="+sent", SHOPIFY_MAILS="shipped")).get("/merchant/settings").text
    rows = dict(re.findall(r"<bdi>([a-z_]+)</bdi></code>\s*</p>\s*</th>\s*<td[^>]*>\s*(On|Off)", page))
    assert (rows["sent"], rows["delayed"], rows["how_was_it"]) == ("On", "On", "Off")
    assert "Shipping confirmation" in page
    assert re.search(r"A new day\s*<p[^>]*>\s*<code[^>]*><bdi>new_date<", page)


def test_where_no_letter_leaves_the_page_says_so(client: FlaskClient) -> None:
    assert "No letter leaves" in client.get("/merchant/settings").text


def test_a_default_that_other_settings_decide_is_shown(make_app: Callable[..., Flask]) -> None:
    page = logged_in(make_app(**WITH_MAIL, SHOPIFY_MAILS="shipped", QUIET_HOURS="off")).get("/merchant/settings").text
    assert "<bdi>wait,contact</bdi>" in page
    assert "return_news,out_for_delivery,ready," in page
    assert "<bdi>QUIET_HOURS=off</bdi>" in page
