"""The list of orders in the demo, which anybody may open."""

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tests import demo_orders
from tests.web.merchant.reading import links, names, page

KILOBYTE = 1024


def test_needs_come_first_and_without_being_asked_for(overview: FlaskClient) -> None:
    html = page(overview)
    assert "<h1>Needs you now " in html
    assert names(html)
    assert re.findall(r'data-view="(\w+)"', html)[0] == "needs_you"


def test_a_row_leads_to_the_order_its_customers_page_the_admin_and_the_carrier(overview: FlaskClient) -> None:
    html = page(overview, "?view=all&size=200")
    row = next(row for row in html.split("<li>") if ">#1020<" in row)
    order_id = demo_orders.order_ids()["delayed"]
    assert f'href="/merchant/orders/{order_id}"' in row
    assert f'href="/merchant/orders/{order_id}/page"' in row
    assert f'/orders/{order_id}" target="_blank"' in row
    assert "https://admin.shopify.com/store/" in row
    assert "DPD UK" in row
    assert "Last scan" in row


def test_a_customers_link_stands_nowhere_in_the_list(overview: FlaskClient) -> None:
    assert not re.search(r"/order/[\w.~-]{20,}", page(overview, "?view=all&size=200"))


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


def test_an_empty_view_says_what_comes_there_and_an_empty_search_leads_on(overview: FlaskClient) -> None:
    html = page(overview, "?view=late&country=AQ")
    assert "No order fits" in html
    assert links(html)["Show everything in “Late”"] == "/merchant/?view=late"


def test_a_new_shop_has_an_empty_list_that_says_when_it_fills(make_overview: Callable[..., Flask]) -> None:
    html = page(make_overview([]).test_client(), "?view=all")
    assert "There are no orders yet" in html
    assert "about a minute" in html


def test_list_of_fifty_is_light(overview: FlaskClient) -> None:
    for view in ("needs_you", "all"):
        assert len(page(overview, f"?view={view}").encode()) <= 48 * KILOBYTE


def test_a_list_is_saved_under_a_name_renamed_and_removed_again(overview: FlaskClient) -> None:
    def send(path: str, **fields: str) -> str:
        answer = overview.post(path, data={"token": token, **fields}, headers={"Origin": "http://localhost"})
        assert answer.status_code == 303
        return answer.location.removeprefix("/merchant/")

    query = "?view=late&carrier=ups&lang=sv"
    html = page(overview, query)
    token = next(iter(re.findall(r'name="token"\s+value="([^"]+)"', html)))
    (saved,) = re.findall(r'name="query"\s+value="([^"]+)"', html)
    shown = page(overview, send("/merchant/saved-views?lang=sv", query=saved.replace("&amp;", "&"), name="UPS"))
    assert links(shown)["UPS"] == "/merchant/?view=late&carrier=ups&lang=sv"
    assert re.findall(r'aria-current="page"[^>]*>(\w+)', shown) == ["UPS"]
    assert 'value="UPS"' in shown
    (rename,) = re.findall(r'action="(/merchant/saved-views/\d+/rename)[?"]', shown)
    send(rename, name="UPS, late")
    assert links(page(overview, query))["UPS, late"] == "/merchant/?view=late&carrier=ups&lang=sv"
    (remove,) = re.findall(r'action="(/merchant/saved-views/\d+/remove)[?"]', shown)
    send(remove)
    assert "UPS, late" not in links(page(overview, query))


def test_neither_a_plain_view_nor_a_search_for_a_customer_can_be_saved(overview: FlaskClient) -> None:
    for query in ("?view=late", f"?found={'0' * 32}"):
        assert 'name="query"' not in page(overview, query)
