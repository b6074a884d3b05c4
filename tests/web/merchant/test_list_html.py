"""No cached part of the list is outdated: each page is compared with one that is made without the cache."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import demo_orders
from tests.fakes import NOW, Clock
from tests.sampling import each_row, spread
from tests.web.brand_dir import write_brand_dir
from tests.web.merchant.conftest import ADA, BEN, WITH_MAIL, logged_in, send
from tests.web.merchant.orders import ORIGIN, act, answered, known, site_of
from tracking.database import orders
from tracking.database.orders import FoundBy
from tracking.services import services
from tracking.web.fragment_cache import fragment_cache

ALL = "/merchant/?view=all"
TOKEN = re.compile(r'name="token" value="([^"]+)"')


@pytest.fixture
def order_id(app: Flask) -> str:
    return known(app)


def page(app: Flask, client: FlaskClient, address: str = ALL, **headers: str) -> str:
    """The page, which is the same when nothing is kept; without the tokens of its forms."""
    kept = TOKEN.sub("", client.get(address, headers=headers).text)
    with app.app_context():
        fragment_cache().forget(None)
    new = TOKEN.sub("", client.get(address, headers=headers).text)
    assert kept == new
    return kept


def rewritten(app: Flask, order_id: str, **changes: Any) -> None:  # noqa: ANN401 - of any column
    """The order as it is fetched and judged, with these changes."""
    with site_of(app).database.write() as transaction:
        found = orders.get(transaction, order_id)
        assert found
        orders.put(transaction, replace(found, **changes), FoundBy(views=["all"]))


def test_a_page_is_put_together_of_what_is_kept(app: Flask, client: FlaskClient, order_id: str) -> None:
    first = client.get(ALL).text
    with app.app_context():
        count = len(fragment_cache())
        assert count == 2, "the row, and what stands around it"
        second = client.get(ALL).text
        assert len(fragment_cache()) == count
    assert TOKEN.sub("", first) == TOKEN.sub("", second)
    assert f"/merchant/orders/{order_id}" in second


def test_the_tokens_of_its_forms_are_new_each_time_and_good(client: FlaskClient, order_id: str) -> None:
    tokens = [TOKEN.findall(client.get(ALL).text) for _ in range(2)]
    assert [len(set(each)) for each in tokens] == [1, 1]
    assert tokens[0][0] != tokens[1][0]
    form = {"token": tokens[1][0], "text": "A note"}
    sent = client.post(f"/merchant/orders/{order_id}/note", data=form, headers={"Origin": ORIGIN})
    assert sent.status_code == 303


@each_row(
    "changes",
    [
        {"name": "#77"},
        {"stage": "delivered", "condition": "done"},
        {"country": "NO"},
        {"estimate_from": NOW.date(), "estimate_to": NOW.date()},
        {"last_scan_at": NOW - timedelta(hours=3)},
        {"parcels": 3},
        {"items_sent": 1, "items_total": 3},
        {"is_test": True},
        {"out_of_step": ["unknown_number"]},
    ],
)
def test_a_changed_order_is_shown_as_it_is_now(
    app: Flask, client: FlaskClient, order_id: str, changes: dict[str, Any]
) -> None:
    before = page(app, client)
    rewritten(app, order_id, **changes)
    assert page(app, client) != before


def test_another_number_in_shopifys_answer_is_shown(app: Flask, client: FlaskClient, order_id: str) -> None:
    """Everything that was judged of the order is as it was."""
    site = site_of(app)
    with site.database.read() as transaction:
        found = orders.get(transaction, order_id)
    assert found
    (parcel, *_) = found.answer["order"]["fulfillments"]
    number = parcel["trackingInfo"][0]["number"]
    assert number in page(app, client)
    parcel["trackingInfo"] = [{**parcel["trackingInfo"][0], "number": "NEW0000001", "url": None}]
    rewritten(app, order_id, answer=found.answer)
    after = page(app, client)
    assert "NEW0000001" in after
    assert number not in after


def test_act_is_seen_at_once(app: Flask, client: FlaskClient, order_id: str) -> None:
    seen = [page(app, client)]
    act(client, order_id, "set-aside", {"until": "2026-11-27"})
    seen.append(page(app, client))
    assert "Set aside until" in seen[-1]
    act(client, order_id, "set-aside", {"until": ""})
    seen.append(page(app, client))
    assert "Set aside until" not in seen[-1]
    answered(app, order_id)
    seen.append(page(app, client))
    act(client, order_id, "handled", {"seen": NOW.isoformat()})
    seen.append(page(app, client))
    assert [one for one, next_ in pairwise(seen) if one == next_] == []


@pytest.mark.usefixtures("order_id")
def test_each_language_has_its_own(app: Flask, client: FlaskClient) -> None:
    english = page(app, client)
    asked, by_browser = page(app, client, f"{ALL}&lang=sv"), page(app, client, ALL, **{"Accept-Language": "sv"})
    assert 'lang="sv"' in asked
    assert "?lang=sv" in asked
    assert 'lang="sv"' in by_browser
    assert len({english, asked, by_browser}) == 3
    assert page(app, client) == english


@pytest.mark.parametrize(
    "passed", spread(2, [{"minutes": 1}, {"hours": 2}, {"hours": 10}, {"days": 1}, {"days": 40}]), ids=str
)
def test_words_keep_up_with_time(
    app: Flask, client: FlaskClient, clock: Clock, order_id: str, passed: dict[str, float]
) -> None:
    rewritten(app, order_id, placed_at=NOW - timedelta(minutes=5), last_scan_at=NOW - timedelta(minutes=2))
    before = page(app, client)
    client.get(ALL)
    clock.advance(**passed)
    assert page(app, client) != before


@pytest.mark.usefixtures("order_id")
def test_a_view_under_another_name_is_shown_so(app: Flask, client: FlaskClient) -> None:
    assert "Swedish" not in page(app, client)
    send(client, "/merchant/saved-views", {"name": "Swedish", "query": "view=all&country=SE"}, ORIGIN)
    assert "Swedish" in page(app, client)
    with app.app_context():
        (view,) = services().merchant.saved_views.listed()
    send(client, f"/merchant/saved-views/{view.id}/rename", {"name": "From Sweden"}, ORIGIN)
    assert "From Sweden" in page(app, client)
    send(client, f"/merchant/saved-views/{view.id}/remove", {}, ORIGIN)
    assert "From Sweden" not in page(app, client)


def test_each_view_page_and_size_has_its_own(app: Flask, client: FlaskClient) -> None:
    for slug in demo_orders.order_sample()[:6]:
        known(app, slug)
    addresses = [
        "/merchant/",
        ALL,
        f"{ALL}&size=2",
        f"{ALL}&size=2&sort=age",
        "/merchant/?view=late",
        f"{ALL}&country=SE",
    ]
    addresses += [f"{ALL}&filters=open", f"{ALL}&export=open"]
    for address in addresses:
        client.get(address)
    assert len({page(app, client, address) for address in addresses}) == len(addresses)


def test_page_shows_the_name_of_its_session(make_app: Callable[..., Flask]) -> None:
    app = make_app(**WITH_MAIL)
    known(app)
    ada, ben = logged_in(app, ADA), logged_in(app, BEN)
    for client, name, other in ((ada, ADA, BEN), (ben, BEN, ADA), (ada, ADA, BEN)):
        shown = page(app, client)
        client.get(ALL)
        assert name in shown
        assert other not in shown


def test_nothing_of_an_erased_order_is_kept(app: Flask, client: FlaskClient, order_id: str) -> None:
    client.get(ALL)
    act(client, order_id, "erase", {"confirm": "yes"})
    with app.app_context():
        assert len(fragment_cache()) == 1, "what stands around the rows"
    assert order_id not in page(app, client)


@pytest.mark.usefixtures("order_id")
def test_search_is_not_kept(app: Flask, client: FlaskClient) -> None:
    page(app, client, "/merchant/?q=secret")
    with app.app_context():
        assert len(fragment_cache()) == 0


def test_a_row_of_the_merchants_own_template_shows_nobody_what_is_of_another_person(
    make_app: Callable[..., Flask], tmp_path: Path
) -> None:
    row = '<li>{{ navigation.staff }} <input type="hidden" name="token" value="{{ form_token() }}" />'
    folder = write_brand_dir(tmp_path / "brand", {"templates/merchant/row.html": row})
    app = make_app(BRAND_DIR=folder, **WITH_MAIL)
    known(app)
    seen = []
    for name in (ADA, BEN):
        html = logged_in(app, name).get(ALL).text
        assert f"<li>{name} " in html
        seen.append(set(TOKEN.findall(html)))
    assert seen[0]
    assert seen[0].isdisjoint(seen[1])
