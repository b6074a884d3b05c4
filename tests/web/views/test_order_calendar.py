from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from tests.demo_orders import paths
from tests.fakes import Clock, Shopify
from tests.web.conftest import address_of, token_of

if TYPE_CHECKING:
    from tracking.demo.store import Node

JSON = {"Accept": "application/json"}
SITE = "https://track.example.com"
READY, AT_POINT, ON_ITS_WAY, ARRIVED = "#1041", "#1044", "#1001", "#1042"


def calendar_of(client: FlaskClient, name: str, query: str = "") -> Calendar:
    response = client.get(f"{address_of(client, name)}/calendar.ics{query}")
    assert response.status_code == 200
    calendar = Calendar.from_ical(response.data)
    assert isinstance(calendar, Calendar)
    return calendar


def test_calendar_has_the_day_of_the_page(client: FlaskClient) -> None:
    address = address_of(client, ON_ITS_WAY)
    days = client.get(address, headers=JSON).get_json()["estimate"]
    response = client.get(f"{address}/calendar.ics")
    assert response.content_type == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(response.data).events
    assert event.start.isoformat() == days["from"]
    assert event.summary == f"Parcel from Harbor Goods · {ON_ITS_WAY}"


def test_calendar_has_the_policy_of_the_order_page(client: FlaskClient) -> None:
    address = address_of(client, READY)
    page, response = client.get(address), client.get(f"{address}/calendar.ics")
    for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy", "Vary"):
        assert response.headers[name] == page.headers[name]
    assert "Set-Cookie" not in response.headers
    again = client.get(f"{address}/calendar.ics", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    head = client.head(f"{address}/calendar.ics")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == response.headers["ETag"]


def test_pickup_has_the_counter(client: FlaskClient) -> None:
    (event,) = calendar_of(client, READY).events
    assert event.location == "Harbor Goods shop, 3 Narrow Quay, BS1 4QA Bristol"


@pytest.mark.parametrize("name", [ARRIVED, "#1049"])
def test_calendar_is_empty_after_the_arrival(client: FlaskClient, name: str) -> None:
    assert calendar_of(client, name).subcomponents == []


def test_calendar_holds_nothing_personal(client: FlaskClient, shopify: Shopify) -> None:
    order = shopify.order(READY)
    address = f"{address_of(client, READY)}/calendar.ics"
    text = client.get(address).text.replace("\r\n ", "")
    token = address.split("/")[2]
    assert isinstance(order["shippingAddress"], dict)
    for personal in (str(order["email"]), str(order["shippingAddress"]["zip"]), shopify.id_of(READY), token):
        assert personal not in text


def test_forged_link_is_404_and_an_expired_one_410(
    app: Flask, client: FlaskClient, shopify: Shopify, clock: Clock
) -> None:
    assert client.get("/order/forged/calendar.ics").status_code == 404
    link = f"/order/{token_of(app, shopify.id_of(READY))}/calendar.ics"
    assert client.get(link).status_code == 200
    clock.advance(days=31)
    assert client.get(link).status_code == 410


def test_forged_links_are_limited_and_good_ones_are_not(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    link = f"/order/{token_of(app, shopify.id_of(READY))}/calendar.ics"
    assert [client.get(link).status_code for _ in range(15)] == [200] * 15
    assert [client.get("/order/forged/calendar.ics").status_code for _ in range(11)] == [404] * 10 + [429]
    assert client.get(link).status_code == 200


def test_deleted_order_is_404_and_an_outage_503(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    link = f"/order/{token_of(app, shopify.id_of(READY))}/calendar.ics"
    shopify.is_down = True
    assert client.get(link).status_code == 503
    shopify.is_down = False
    shopify.delete(READY)
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("name", [READY, AT_POINT, ON_ITS_WAY])
def test_page_leads_to_the_calendar_once(client: FlaskClient, name: str) -> None:
    address = address_of(client, name)
    page = client.get(f"{address}?lang=en").text
    assert page.count("/calendar.ics") == 1
    assert f'<a href="{address}/calendar.ics?lang=en">Add to calendar</a>' in page


def test_every_page_with_a_day_leads_to_the_calendar_and_no_other(
    app: Flask, client: FlaskClient, some_demo_slugs: list[str]
) -> None:
    addresses = paths(app)
    counted = {
        slug: (
            len(Calendar.from_ical(client.get(f"{addresses[slug]}/calendar.ics").data).events),
            client.get(addresses[slug]).text,
        )
        for slug in some_demo_slugs
    }
    assert {count > 0 for count, _ in counted.values()} == {True, False}
    assert [slug for slug, (count, page) in counted.items() if page.count("/calendar.ics") != (count > 0)] == []


@pytest.mark.parametrize("name", [ARRIVED, "#1040"])
def test_page_without_a_day_leads_to_no_calendar(client: FlaskClient, name: str) -> None:
    assert "calendar.ics" not in client.get(address_of(client, name)).text


def test_frame_leads_out_of_itself(make_app: Callable[..., Flask], shopify: Shopify) -> None:
    app = make_app(PUBLIC_URL=SITE, EMBED_ORIGINS="https://shop.example.com")
    order = f"/order/{token_of(app, shopify.id_of(READY))}"
    page = app.test_client().get(f"/widget{order}?lang=en").text
    assert f'<a href="{SITE}{order}/calendar.ics?lang=en" target="_top">Add to calendar</a>' in page
    assert 'rel="noreferrer" target="_top">Get directions</a>' in page


def test_planned_day_of_a_pickup_is_no_day_of_sending(client: FlaskClient, shopify: Shopify) -> None:
    """The page of an order that is picked up never says that it leaves the shop."""
    order = shopify.order("#1040")
    groups = [
        {**group, "status": "SCHEDULED", "fulfillAt": "2026-11-27T09:00:00Z"}
        for group in cast("list[Node]", order["fulfillmentOrders"])
    ]
    shopify.change(orders=[{**order, "fulfillmentOrders": groups}])
    address = address_of(client, "#1040")
    page = client.get(f"{address}?lang=en").text
    assert "Ships" not in page
    assert page.count("Add to calendar") == 1
    (event,) = Calendar.from_ical(client.get(f"{address}/calendar.ics?lang=en").data).events
    assert (event.summary, event.start.isoformat()) == ("Pickup at Harbor Goods · #1040", "2026-11-27")


def test_calendar_is_in_the_customers_language(client: FlaskClient) -> None:
    assert b"\r\nNAME:Harbor Goods\r\n" in client.get(f"{address_of(client, READY)}/calendar.ics?lang=sv").data
    (event,) = calendar_of(client, READY, "?lang=sv").events
    assert "Måndag till lördag" in event.description


def test_a_day_that_moved_says_what_was_promised(client: FlaskClient) -> None:
    moved = "#1021"
    (before,) = calendar_of(client, moved).events
    page = client.get(address_of(client, moved), headers=JSON).get_json()
    assert [each["to"] for each in page["promises"]] == [page["estimate"]["previous"]["to"], page["estimate"]["to"]]
    assert "The day has moved: at first " in before.description
