"""The list of orders in the demo, which anybody may open."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import demo_orders
from tests.house_rules import text_of
from tracking.merchant.view_codes import ViewCode
from tracking.merchant.view_texts import VIEW_TEXTS
from tracking.services import services

KILOBYTE = 1024


def page(client: FlaskClient, query: str = "", status: int = 200) -> str:
    answer = client.get(f"/merchant/{query}")
    assert answer.status_code == status
    return text_of(answer)


def names(html: str) -> list[str]:
    return re.findall(r'class="row-name" href="[^"]+">([^<]+)<', html)


def links(html: str) -> dict[str, str]:
    """The addresses by the words of their links."""
    found = re.findall(r'<a\b[^>]*\bhref="([^"]+)"[^>]*>(.*?)</a>', html, re.DOTALL)
    return {" ".join(re.sub(r"<[^>]+>", " ", words).split()): href.replace("&amp;", "&") for href, words in found}


@pytest.mark.parametrize("view", ViewCode)
def test_every_view_is_shown_and_marked_in_the_navigation(overview: FlaskClient, view: ViewCode) -> None:
    html = page(overview, f"?view={view}")
    assert f"<h1>{VIEW_TEXTS[view].name.message} " in html
    assert re.findall(r'aria-current="page" data-view="(\w+)"', html) == [view]


def test_needs_come_first_and_without_being_asked_for(overview: FlaskClient) -> None:
    html = page(overview)
    assert "<h1>Needs you now " in html
    assert names(html)
    assert re.findall(r'data-view="(\w+)"', html)[0] == "needs_you"


def test_a_row_leads_to_the_order_its_customers_page_the_admin_and_the_carrier(overview: FlaskClient) -> None:
    html = page(overview, "?view=all&size=200")
    row = next(row for row in html.split('<li class="row">') if ">#1020<" in row)
    order_id = demo_orders.order_ids()["delayed"]
    assert f'href="/merchant/orders/{order_id}"' in row
    assert f'href="/merchant/orders/{order_id}/page"' in row
    assert f'/orders/{order_id}" target="_blank"' in row
    assert "https://admin.shopify.com/store/" in row
    assert "DPD UK" in row
    assert "Last scan" in row


def test_a_customers_link_stands_nowhere_in_the_list(overview: FlaskClient) -> None:
    assert not re.search(r"/order/[\w.~-]{20,}", page(overview, "?view=all&size=200"))


def test_customers_page_is_one_click_away(overview: FlaskClient) -> None:
    answer = overview.get(f"/merchant/orders/{demo_orders.order_ids()['delayed']}/page")
    assert answer.status_code == 303
    assert "#1020" in text_of(overview.get(answer.location))
    assert overview.get("/merchant/orders/4711/page").status_code == 404


def test_pages_follow_one_another_and_have_every_order_once(overview: FlaskClient) -> None:
    found, query = [], "?view=all&size=25"
    while query:
        html = page(overview, query)
        found += names(html)
        query = links(html).get("Next page", "").removeprefix("/merchant/")
    assert len(found) == len(set(found)) == len(demo_orders.order_sample())
    assert "First page" in html


def test_a_chip_takes_its_filter_away_and_leaves_the_others(overview: FlaskClient) -> None:
    html = page(overview, "?view=all&condition=late&route=ship&sort=age")
    assert links(html)["Take away: Condition: Late"] == "/merchant/?view=all&route=ship&sort=age"


def test_form_offers_what_orders_have_and_keeps_what_was_chosen(overview: FlaskClient) -> None:
    html = page(overview, "?view=late&condition=late&sort=age&filters=open")
    assert '<option value="late" selected>Late</option>' in html
    assert '<input type="hidden" name="view" value="late" />' in html
    assert '<input type="hidden" name="sort" value="age" />' in html
    assert ">United Kingdom</option>" in html
    assert ">Aruba</option>" not in html
    assert links(html)["Close"] == "/merchant/?view=late&condition=late&sort=age"


def test_an_empty_view_says_what_comes_there_and_an_empty_search_leads_on(overview: FlaskClient) -> None:
    html = page(overview, "?view=late&country=AQ")
    assert "No order fits" in html
    assert links(html)["Show everything in “Late”"] == "/merchant/?view=late"


def test_a_new_shop_has_an_empty_list_that_says_when_it_fills(make_overview: Callable[..., Flask]) -> None:
    html = page(make_overview([]).test_client(), "?view=all")
    assert "There are no orders yet" in html
    assert "about a minute" in html


@pytest.mark.parametrize(
    ("query", "field"),
    [("?condition=sad", "condition"), ("?view=late&older_than_days=soon", "older_than_days"), ("?sort=color", None)],
)
def test_an_invalid_filter_is_named_in_the_form(overview: FlaskClient, query: str, field: str | None) -> None:
    html = page(overview, query, 422)
    assert "This list can’t be shown" in html
    invalid = re.findall(r'name="(\w+)"[^>]*aria-invalid="true"', html)
    assert invalid == ([field] if field else [])
    assert page(overview, links(html)["Show the list without it"].removeprefix("/merchant/"))


def test_list_of_fifty_is_light(overview: FlaskClient) -> None:
    for view in ("needs_you", "all"):
        assert len(page(overview, f"?view={view}").encode()) <= 40 * KILOBYTE


def test_every_link_stays_in_the_language_that_was_chosen(overview: FlaskClient) -> None:
    html = page(overview, "?view=all&lang=sv")
    own = [href for words, href in links(html).items() if href.startswith("/merchant/")]
    assert [href for href in own if "lang=" not in href] == []
    assert "Senast skannad" in html


def test_without_its_database_the_overview_says_so(overview: FlaskClient) -> None:
    with overview.application.app_context():
        database = services().database
        database.close()
        Path(database.place).write_bytes(b"no database at all")
    html = page(overview, status=503)
    assert "This doesn’t work right now" in html
    assert links(html)["Late"] == "/merchant/?view=late"
