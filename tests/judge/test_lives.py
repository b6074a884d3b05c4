"""Whole orders, as shops have them: a simulated life, looked at on several days, held to what a customer would say."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TypeAlias

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes import Shopify
from tests.judge import about_pages
from tests.judge.as_shopify_sends import node_at, order_at
from tests.judge.case import Case
from tests.judge.conftest import DayClock
from tests.judge.judge import complaints, complaints_of_two
from tests.judge.life import Life
from tests.judge.lives import lives
from tests.response_rules import text_of
from tests.tracing import untraced
from tracking.services import services
from tracking.web.views.order_json import Json

# Moments after something happened: at once, the same day, past each of the ages, and long after.
_LATER = [timedelta(), timedelta(minutes=5), *(timedelta(days=days, hours=3) for days in (1, 4, 9, 33, 100, 500))]


def days_of(life: Life) -> st.SearchStrategy[list[datetime]]:
    """Some moments of a life, in order."""
    moment = st.builds(lambda start, later: start + later, st.sampled_from(life.moments()), st.sampled_from(_LATER))
    return st.lists(moment, min_size=2, max_size=4, unique=True).map(sorted)


looked_at = lives().flatmap(lambda life: st.tuples(st.just(life), days_of(life)))


def judge(life: Life, moments: list[datetime]) -> list[str]:
    """The complaints of a customer about the order on each of these days."""
    cases = [Case(order_at(life, now), now, life) for now in moments]
    found = [complaint for case in cases for complaint in complaints(case)]
    return found + [complaint for before, after in pairwise(cases) for complaint in complaints_of_two(before, after)]


@settings(max_examples=30)
@given(looked_at)
def test_an_order_is_told_truly_all_its_life(drawn: tuple[Life, list[datetime]]) -> None:
    assert judge(*drawn) == []


@pytest.mark.audit
@settings(max_examples=10_000)
@given(looked_at)
def test_ten_thousand_orders_are_told_truly_all_their_lives(drawn: tuple[Life, list[datetime]]) -> None:
    assert judge(*drawn) == []


Opened: TypeAlias = Callable[[Life, datetime], tuple[str, dict[str, Json]]]

PAGES = (
    about_pages.the_page_says_what_the_json_says,
    about_pages.the_page_asks_for_money_only_if_it_is_owed,
    about_pages.the_page_tells_of_no_refund_that_was_not_made,
    about_pages.nothing_old_is_told_as_of_now,
)


@pytest.fixture
def open_page(app: Flask, clock: DayClock, shopify: Shopify) -> Opened:
    """Opens an order at a moment, through the real app and the demo's transport: its page and its JSON."""
    client = app.test_client()

    def opened(life: Life, now: datetime) -> tuple[str, dict[str, Json]]:
        clock.now = now
        clock.pages += 1
        name = f"#J{clock.pages}"  # never in the cache
        shopify.change(orders=[node_at(life, now, name)])
        with app.app_context():
            token = services().links.sign(shopify.id_of(name))
        page = client.get(f"/order/{token}")
        wanted = client.get(f"/order/{token}", headers={"Accept": "application/json"})
        assert (page.status_code, wanted.status_code) == (200, 200)
        return text_of(page), json.loads(text_of(wanted))

    return opened


def _contradictions(open_page: Opened, life: Life, now: datetime) -> list[str]:
    html, its_json = open_page(life, now)
    case = Case(order_at(life, now), now, life).with_page(its_json)
    return [f"{rule.__name__}: {what}" for rule in PAGES for what in rule(case, html)]


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(looked_at)
def test_the_page_says_what_was_judged(open_page: Opened, drawn: tuple[Life, list[datetime]]) -> None:
    life, moments = drawn
    with untraced():
        assert _contradictions(open_page, life, moments[-1]) == []


@pytest.mark.audit
@settings(max_examples=500, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(looked_at)
def test_five_hundred_pages_say_what_was_judged(open_page: Opened, drawn: tuple[Life, list[datetime]]) -> None:
    life, moments = drawn
    assert _contradictions(open_page, life, moments[-1]) == []
