import gzip
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import product
from typing import cast

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.call_counts import count_calls
from tests.demo_orders import documents, paths
from tests.directory import stored_orders
from tests.fakes import NOW, Clock, Shopify
from tests.sampling import each_row, spread
from tests.web.conftest import address_of, look_up, token_of
from tracking.database import promises
from tracking.demo.store import Node
from tracking.durations.promises import Promise, PromisedStep, SaidBy
from tracking.durations.usual_times import UsualTimes
from tracking.order.status import order_status
from tracking.services import services
from tracking.shopify.documents.stored_document import stored_document
from tracking.shopify.json_decoder import Json, as_object, as_rows
from tracking.shopify.parsing.order import read_order

JSON = {"Accept": "application/json"}


def test_the_page_says_where_the_order_is(client: FlaskClient) -> None:
    page = client.get(address_of(client, "#1001"))
    assert page.status_code == 200
    assert "On its way" in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("number", "scripts"), [("#1001", 1), ("#1003", 1), ("#1150", 0)], ids=["moves", "arrived", "canceled"]
)
def test_script_is_loaded_where_news_a_number_to_copy_or_a_frame_need_it(
    client: FlaskClient, number: str, scripts: int
) -> None:
    page = address_of(client, number)
    assert client.get(page).text.count("<script") == scripts
    assert client.get(f"/widget{page}").text.count("<script") == 1


def test_page_has_no_personal_data(client: FlaskClient, shopify: Shopify) -> None:
    order = shopify.order("#1001")
    text = client.get(address_of(client, "#1001")).text
    assert str(order["email"]) not in text
    assert isinstance(order["shippingAddress"], dict)
    assert str(order["shippingAddress"]["zip"]) not in text


def test_page_of_a_cancelled_order_names_the_one_made_anew_without_a_link(
    client: FlaskClient, shopify: Shopify
) -> None:
    text = client.get(address_of(client, "#1465")).text
    assert "You have a new order: " in text
    assert "#1465A" in text
    assert str(shopify.order("#1465A")["email"]) not in text
    assert shopify.id_of("#1465A") not in text
    assert shopify.calls["Replacement"] == 1
    client.get(address_of(client, "#1001"))
    assert shopify.calls["Replacement"] == 1


def test_page_of_several_boxes_links_each_number(client: FlaskClient) -> None:
    page = client.get(address_of(client, "#1460")).text
    assert "At least one of 3\N{NO-BREAK SPACE}parcels has arrived" in page
    assert page.count("https://track.dpd.co.uk/parcels/1550178243800") >= 3


def test_part_that_was_picked_up_is_folded_as_a_part(client: FlaskClient, shopify: Shopify) -> None:
    order = shopify.order("#1464")
    picked_up = [{**each, "displayStatus": "PICKED_UP"} for each in cast("list[Node]", order["fulfillments"])]
    shopify.change(orders=[{**order, "fulfillments": picked_up}])
    page = client.get(f"{address_of(client, '#1464')}?lang=en").text
    assert page.count("You already have 1\N{NO-BREAK SPACE}part") == 1
    assert "1\N{NO-BREAK SPACE}parcel has arrived" not in page


def test_parcel_that_has_arrived_is_folded_as_a_parcel(client: FlaskClient) -> None:
    assert "1\N{NO-BREAK SPACE}parcel has arrived" in client.get(f"{address_of(client, '#1163')}?lang=en").text


def test_parcels_that_all_have_arrived_are_folded_one_by_one(client: FlaskClient) -> None:
    assert client.get(f"{address_of(client, '#1166')}?lang=en").text.count("Show this parcel<") == 2


def test_parts_to_pick_up_are_not_called_parcels(client: FlaskClient) -> None:
    page = client.get(f"{address_of(client, '#1464')}?lang=en").text
    assert page.count('<span class="title-name">Pickup</span>') == 2
    assert "Parcel 1 of 2" not in page


def _scan_times(client: FlaskClient, name: str) -> list[str]:
    """The text of a page's tracking events from their times on, newest first."""
    page = client.get(f"{address_of(client, name)}?lang=en").text
    scans = page.split('<div class="scans">')[1].split('<div class="parcel-items">')[0]
    return [text.split("</div>")[0] for text in scans.split("<time ")[1:]]


def test_each_scan_has_the_time_of_its_place(client: FlaskClient) -> None:
    times = [scan.split("</time>")[0].split(">")[1] for scan in _scan_times(client, "#1534")]
    assert [time.rpartition(", ")[2] for time in times] == [
        "06:15",
        "04:40 local time",
        "01:25 local time",
        "20:10 local time",
        "18:30 local time",
    ]


def test_scans_whose_zone_is_not_known_name_the_zone_of_the_page(client: FlaskClient) -> None:
    assert "Times are in Pacific Time." in _scan_times(client, "#1533")[0]
    assert not any("Times are in" in scan for scan in _scan_times(client, "#1534"))
    *_, last = _scan_times(client, "#1532")  # of the earlier ones, the label has no place
    assert "Times are in" in last


def test_card_does_not_repeat_what_the_headline_says(client: FlaskClient) -> None:
    page = client.get(f"{address_of(client, '#1465')}?lang=en").text
    assert page.count("The order was canceled as you asked, and nothing will be sent.") == 1


def test_the_fragment_is_the_pages_own_part(client: FlaskClient) -> None:
    address = address_of(client, "#1001")
    page, fragment = client.get(address).text, client.get(f"{address}/live").text
    assert fragment.lstrip().startswith("<article")
    assert fragment.strip() in page
    assert f'data-url="{address}/live"' in page


@pytest.mark.parametrize(("ending", "form"), spread(2, product(["", "/live"], ["{}", "W/{}", '"other", {}'])))
def test_unchanged_page_is_not_sent_again(client: FlaskClient, ending: str, form: str) -> None:
    address = address_of(client, "#1001") + ending
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": form.format(first.headers["ETag"])})
    assert again.status_code == 304
    assert not again.data
    assert again.headers["Cache-Control"] == "private, no-cache"
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_page_and_json_have_tags_of_their_own(client: FlaskClient) -> None:
    address = address_of(client, "#1001")
    page, data = client.get(address), client.get(address, headers=JSON)
    assert page.headers["ETag"] != data.headers["ETag"]
    assert {"Accept", "Accept-Language"} <= set(page.headers["Vary"].split(", "))
    assert client.get(address, headers={**JSON, "If-None-Match": page.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize("minutes", [None, 0, 2], ids=["cold", "fresh", "expired"])
@pytest.mark.parametrize("headers", [{}, JSON], ids=["page", "json"])
def test_order_is_parsed_once_and_its_status_computed_once_for_a_page(
    client: FlaskClient, shopify: Shopify, clock: Clock, headers: dict[str, str], minutes: int | None
) -> None:
    address = f"/order/{token_of(client.application, shopify.id_of('#1001'))}"
    with count_calls(read_order, order_status) as calls:
        if minutes is not None:
            client.get(f"{address}?x", headers=headers)  # another page of the same order
            clock.advance(minutes=minutes)
        calls.clear()
        assert client.get(address, headers=headers).status_code == 200
    assert calls == {"read_order": 1, "order_status": 1}


def test_stale_order_is_parsed_once_during_an_outage(
    app: Flask, client: FlaskClient, shopify: Shopify, clock: Clock
) -> None:
    address = f"/order/{token_of(app, shopify.id_of('#1001'))}"
    with count_calls(read_order, order_status) as calls:
        client.get(address)
        clock.advance(minutes=2)
        shopify.is_down = True
        calls.clear()
        assert client.get(address, headers=JSON).get_json()["stale"]
    assert calls == {"read_order": 1, "order_status": 1}


LARGE = "#1181"  # twelve parcels of one item each


def test_partially_loaded_large_order_keeps_its_parcels(client: FlaskClient, shopify: Shopify, clock: Clock) -> None:
    address = address_of(client, LARGE)
    whole = client.get(address, headers=JSON).get_json()
    assert len(whole["parcels"]) == 12
    clock.advance(minutes=2)
    shopify.only_first_pages = True
    again = client.get(address, headers=JSON).get_json()
    assert (again["stale"], again["as_of"]) == (True, whole["as_of"])
    assert again["parcels"] == whole["parcels"]
    shopify.is_down = True
    clock.advance(minutes=2)
    assert client.get(address, headers=JSON).get_json()["parcels"] == whole["parcels"]


def test_partially_loaded_large_order_claims_nothing(client: FlaskClient, shopify: Shopify) -> None:
    shopify.only_first_pages = True
    said = client.get(address_of(client, LARGE), headers=JSON).get_json()
    assert said["stale"] is False
    assert {parcel["condition"] for parcel in said["parcels"]} <= {"fine", "done"}
    assert sum(item["quantity"] for parcel in said["parcels"] for item in parcel["items"]) == 12
    assert not [parcel for parcel in said["parcels"] if parcel["stage"] == "preparing"]
    assert "couldn’t be loaded" in said["headline"]["text"]


def test_a_changed_order_has_another_tag(client: FlaskClient, shopify: Shopify, clock: Clock) -> None:
    address = address_of(client, "#1001")
    tag = client.get(address).headers["ETag"]
    shopify.change(orders=[{**shopify.order("#1001"), "cancelledAt": "2026-11-22T14:00:00Z"}])
    clock.advance(minutes=1)
    changed = client.get(address, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert "was canceled" in changed.text


def test_an_order_that_moves_is_refreshed_and_one_that_is_done_is_not(client: FlaskClient) -> None:
    assert 'data-refresh="10"' in client.get(address_of(client, "#1001")).text
    assert "data-refresh=" not in client.get(address_of(client, "#1003")).text


def test_an_order_that_stands_still_has_the_same_tag_for_the_whole_minute(client: FlaskClient, clock: Clock) -> None:
    address = address_of(client, "#1003")  # done: it is fresh for long, and asked for anew only by hand
    clock.advance(hours=2)
    tag = client.get(address).headers["ETag"]
    with client.application.app_context():
        order_id = services().links.open(address.rpartition("/")[2]).order_id
    clock.advance(seconds=50)
    with client.application.app_context():
        services().orders.invalidate(order_id)
    answer = client.get(address, headers={**JSON})
    assert answer.get_json()["as_of"] == "2026-11-22T16:05:50Z"
    assert client.get(address).headers["ETag"] == tag
    assert 'datetime="2026-11-22T16:05+00:00"' in client.get(address).text


def test_an_expired_link_brings_the_form(client: FlaskClient, clock: Clock) -> None:
    address = address_of(client, "#1001")
    clock.advance(days=30)
    for path in (address, f"{address}/live"):
        answer = client.get(path)
        assert answer.status_code == 410
        assert 'name="order"' in answer.text
    answer = client.get(address, headers=JSON)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (410, "expired")


@each_row("token", ["x", "a.b", "%ff%fe", "%ed%a0%80", "x" * 5000])
def test_a_forged_link_does_not_work(client: FlaskClient, token: str) -> None:
    answer = client.get(f"/order/{token}")
    assert answer.status_code == 404
    assert "This link doesn’t work" in answer.text
    assert client.get(f"/order/{token}", headers=JSON).get_json()["error"]["code"] == "bad_link"


def test_a_deleted_order_ends_in_a_friendly_page(client: FlaskClient, shopify: Shopify, clock: Clock) -> None:
    address = address_of(client, "#1001")
    shopify.delete("#1001")
    clock.advance(minutes=1)
    answer = client.get(address)
    assert answer.status_code == 404
    assert "no longer here" in answer.text


def test_old_archived_and_test_orders_are_shown(client: FlaskClient, shopify: Shopify) -> None:
    order = {
        **shopify.order("#1001"),
        "processedAt": "2019-01-01T00:00:00Z",
        "closedAt": "2019-02-01T00:00:00Z",
        "test": True,
    }
    shopify.change(orders=[order])
    page = client.get(address_of(client, "#1001"))
    assert page.status_code == 200
    assert "This is a test order" in page.text


def test_an_outage_shows_the_last_known_state(client: FlaskClient, shopify: Shopify, clock: Clock) -> None:
    address = address_of(client, "#1001")
    clock.advance(minutes=5)
    shopify.is_down = True
    answer = client.get(address, headers=JSON).get_json()
    assert answer["stale"] is True
    assert datetime.fromisoformat(answer["as_of"]) == NOW
    assert AS_OF in client.get(address).text


AS_OF = "As of 14:05, we’ll refresh it"
OUTDATED = "This is what we knew on Sunday 22\N{NO-BREAK SPACE}November, 14:05."
TRAVELS = "Your parcel keeps moving all the same."
IN_TRANSIT = "#1001"


@pytest.mark.parametrize(("surface", "fragment"), spread(3, product(["", "/widget"], ["", "/live"])))
def test_old_state_is_one_quiet_line_and_a_notice_from_an_hour_on(
    client: FlaskClient, shopify: Shopify, clock: Clock, surface: str, fragment: str
) -> None:
    address = f"{surface}{address_of(client, IN_TRANSIT)}{fragment}"
    assert "Last checked: Today, 14:05" in client.get(address).text
    shopify.is_down = True
    clock.advance(minutes=59)
    page = client.get(address).text
    assert page.count(AS_OF) == 1
    assert 'class="notice"' not in page
    assert "Last checked" not in page
    clock.advance(minutes=1)
    page = client.get(address).text
    assert f"{OUTDATED} {TRAVELS}" in page
    assert AS_OF not in page
    assert "Last checked" not in page, "said once"
    shopify.is_down = False
    clock.advance(minutes=2)
    client.get(address)  # refreshes it
    assert 'class="notice"' not in client.get(address).text


@pytest.mark.parametrize("name", ["#1080", "#1041", "#1024"], ids=["held", "ready for pickup", "lost"])
def test_nothing_travels_in_the_words_for_an_order_whose_parcel_does_not(
    client: FlaskClient, shopify: Shopify, clock: Clock, name: str
) -> None:
    address = f"{address_of(client, name)}?lang=en"
    client.get(address)
    shopify.is_down = True
    clock.advance(hours=2)
    page = client.get(address).text
    assert "This is what we knew on Sunday 22\N{NO-BREAK SPACE}November" in page
    assert TRAVELS not in page


@pytest.mark.parametrize("name", ["#1003", "#1150"], ids=["delivered", "cancelled and refunded"])
def test_order_that_is_done_needs_no_alarm(client: FlaskClient, shopify: Shopify, clock: Clock, name: str) -> None:
    address = f"{address_of(client, name)}?lang=en"
    client.get(address)
    shopify.is_down = True
    clock.advance(hours=3)
    page = client.get(address).text
    assert "Last checked: Today, " in page
    assert "As of" not in page
    assert 'class="notice"' not in page
    assert client.get(address, headers=JSON).get_json()["stale"] is True


def test_outage_without_a_cached_order_is_unavailable(make_app: Callable[..., Flask], shopify: Shopify) -> None:
    address = address_of(make_app().test_client(), "#1001")
    client = make_app().test_client()
    shopify.is_down = True
    answer = client.get(address)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) >= 1
    answer = client.get(address, headers=JSON)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (503, "unavailable")


def test_a_link_goes_on_working_after_a_restart_and_a_new_key(make_app: Callable[..., Flask]) -> None:
    address = address_of(make_app(SECRET_KEY="first").test_client(), "#1001")
    rotated = make_app(SECRET_KEY="second", SECRET_KEY_FALLBACKS="first").test_client()
    assert rotated.get(address).status_code == 200
    assert make_app(SECRET_KEY="second").test_client().get(address).status_code == 404


def test_lookup_and_its_page_cost_two_calls(client: FlaskClient, shopify: Shopify) -> None:
    client.get(look_up(client).location)
    assert shopify.calls == {"Shop": 1, "Search": 1, "Order": 1}


def test_words_of_the_shop_are_escaped_in_the_page(make_app: Callable[..., Flask]) -> None:
    words = "We look for it & <b>you</b> choose: {{ refund }}."
    client = make_app(WAIT_POLICY=words).test_client()
    page = client.get(address_of(client, "#1111")).text
    assert "<b>you</b>" not in page
    assert "We look for it &amp; &lt;b&gt;you&lt;/b&gt; choose: {{ refund }}." in page


def test_return_that_waits_for_the_customer_comes_before_the_parcels(client: FlaskClient) -> None:
    page = client.get(address_of(client, "#1480")).text
    assert page.index('id="return-1"') < page.index('id="parcel-1"')
    assert page.count('class="button" href="https://cdn.shopify.com/s/files/1/0001/return-label.pdf"') == 1
    later = client.get(address_of(client, "#1132")).text
    assert later.index('id="return-1"') > later.index('id="parcel-1"')


def test_part_of_a_set_names_the_set(client: FlaskClient) -> None:
    text = client.get(address_of(client, "#1438")).text
    assert text.count("Part of <bdi>Tea for two</bdi>") == 2


def test_item_without_a_title_is_an_item(client: FlaskClient) -> None:
    address = address_of(client, "#1439")
    assert '<bdi class="item-title">Item</bdi>' in client.get(address).text
    (parcel,) = client.get(address, headers={"Accept": "application/json"}).get_json()["parcels"]
    assert [(item["title"], item["quantity"]) for item in parcel["items"]] == [("Item", 2), ("Salt and sage soap", 1)]


def test_only_variant_is_not_named(client: FlaskClient) -> None:
    assert "Default" not in client.get(address_of(client, "#1440")).text


def test_item_without_shipping_stands_last_and_is_no_parcel(client: FlaskClient) -> None:
    text = client.get(address_of(client, "#1443")).text
    assert (
        text.index("Canvas market bag") < text.index("Nothing comes by post for this") < text.index("Parcel insurance")
    )
    assert "Parcel 1 of 2" not in text


def renamed(order: Node) -> Node:
    """The order with internal names of locations."""
    found = as_object(order)  # type: ignore[arg-type] # Shopify's JSON
    groups: list[Json] = [
        {**group, "assignedLocation": {**as_object(group["assignedLocation"]), "name": "WH-7 (old)"}}
        for group in as_rows(found["fulfillmentOrders"])
    ]
    return {**found, "fulfillmentOrders": groups}


def test_no_page_shows_the_internal_name_of_a_location(
    app: Flask, client: FlaskClient, shopify: Shopify, some_demo_slugs: list[str]
) -> None:
    shopify.change(orders=[renamed(order) for order in shopify.store.orders])
    addresses = paths(app)
    for slug in some_demo_slugs:
        assert "WH-7" not in client.get(addresses[slug]).text


def test_location_has_its_name_for_customers(make_app: Callable[..., Flask], shopify: Shopify) -> None:
    shopify.change(orders=[renamed(order) for order in shopify.store.orders])
    client = make_app(LOCATION_NAMES="wh-7 (old)=Our shop on the quay").test_client()
    body = client.get(address_of(client, "#1116"), headers={"Accept": "application/json"}).get_json()
    assert body["parcels"][0]["location"] == "Our shop on the quay"


@pytest.mark.parametrize(("number", "count"), [("#1160", 2), (LARGE, 7)])
def test_moving_parcels_come_before_arrived_ones(client: FlaskClient, number: str, count: int) -> None:
    page = client.get(address_of(client, number)).text
    assert f"{count}\N{NO-BREAK SPACE}parcels have arrived" in page
    before, after = page.split('class="arrived"')
    assert 'data-condition="done"' not in before.split('class="card parcel"', 1)[1]
    assert after.count('class="card parcel"') == count


def test_twelve_parcels_stay_light(client: FlaskClient) -> None:
    page = client.get(address_of(client, LARGE))
    assert len(re.findall(r"<[a-z]", page.text)) <= 900
    assert len(gzip.compress(page.data)) <= 16 * 1024


def test_json_has_the_parcels_in_the_order_of_the_page(client: FlaskClient) -> None:
    parcels = client.get(address_of(client, "#1160"), headers={"Accept": "application/json"}).get_json()["parcels"]
    assert [parcel["stage"] for parcel in parcels] == ["shipped", "delivered", "delivered"]


def test_words_of_the_delivery_stand_where_a_return_comes_first(app: Flask) -> None:
    page = app.test_client().get(paths(app)["exchange"]).text
    assert "<h1>Send your items back</h1>" in page
    assert page.count("The new items wait here until we have the ones you’re returning.") == 1
    assert "It’s worth checking back on Friday 27\N{NO-BREAK SPACE}November." in page


@pytest.mark.parametrize("surface", ["", "/widget"])
def test_a_day_that_moved_has_its_days_in_a_row_and_as_a_sentence(client: FlaskClient, surface: str) -> None:
    page = client.get(f"{surface}{address_of(client, '#1021')}").text
    assert page.count('class="moved"') == 1
    assert page.count("The day has moved: at first ") == 1
    assert "UPS</bdi>, as of " in page
    assert 'class="moved"' not in client.get(f"{surface}{address_of(client, '#1001')}").text


def test_a_day_that_only_the_directory_knows_stands_before_the_one_that_holds(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        site = services()
    order_id = stored_orders.put(site.database, "in-transit", now=NOW)
    page = client.get(address := address_of(client, "#1001"), headers=JSON).get_json()
    (holds,) = page["promises"]
    order = read_order(stored_document(documents()["in-transit"]))
    (parcel,) = order_status(order, NOW, site.policy).parcels
    before = Promise(
        step=PromisedStep.ARRIVE,
        first=NOW.date() - timedelta(days=3),
        last=NOW.date() - timedelta(days=3),
        said_by=SaidBy.SHOP,
        said_at=NOW - timedelta(days=9),
    )
    with site.database.write() as transaction:
        promises.add(transaction, order_id, parcel.id, [(before, None)])
    site.orders.invalidate(order_id)
    again = client.get(address, headers=JSON).get_json()
    assert again["promises"] == [{"from": "2026-11-19", "to": "2026-11-19", "said_at": "2026-11-13T14:05:00Z"}, holds]
    page_now = client.get(address).text.replace("\N{NO-BREAK SPACE}", " ")
    assert "at first Thursday 19 November (shop, Friday 13 November)" in page_now


def test_the_badge_of_what_was_not_planned_says_nothing_of_a_plan(app: Flask, clock: Clock) -> None:
    client, address, site = app.test_client(), paths(app)["open"], app.extensions["whereabouts"]
    clock.advance(days=6)
    assert badges(client.get(address).text) == {"Delayed"}
    site.policy.usual.current = UsualTimes.from_json([["sent", *[None] * 5, 2, 4]])
    clock.advance(days=1)
    assert badges(client.get(address).text) == {"Delayed"}
    assert badges(client.get(paths(app)["estimate-passed"]).text) == {"Later than planned"}


def badges(page: str) -> set[str]:
    return set(re.findall(r'data-condition="late">.*?</svg>\s*([^<]+?)\s*</p>', page, re.DOTALL))
