from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import demo_orders
from tests.fakes import NOW
from tests.order.builders import NOW as AT_NOON
from tests.order.builders import group, order, policy
from tests.order.strategies import orders
from tests.order.usual_figures import usual_policy
from tracking.directory.judgement import Judgement, actor_of, judge, judge_order
from tracking.directory.views import OrderView
from tracking.merchant.finding_rules import MerchantRules
from tracking.order.model import Order
from tracking.order.reasons import Actor
from tracking.order.status import order_status
from tracking.order.vocabulary import Condition, Reason, Route, Stage
from tracking.shopify.documents.stored_document import stored_document
from tracking.shopify.errors import Unavailable
from tracking.shopify.parsing.order import read_order

STORED = demo_orders.ByOrder(lambda slug: stored_document(demo_orders.documents()[slug]))
TICK = datetime.resolution
POLICY = policy()
SLUGS = st.sampled_from(sorted(STORED))
SECONDS = st.integers(0, 200 * 24 * 3600)


@cache
def judged_now(slug: str) -> Judgement:
    return judged(slug, NOW)


def judged(slug: str, now: datetime) -> Judgement:
    return judge(STORED[slug], fetched_at=NOW, now=now, policy=POLICY)


@given(SLUGS, SECONDS)
def test_judgement_says_what_the_page_says(slug: str, seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    found, status = judged(slug, now), order_status(read_order(demo_orders.documents()[slug]), now, POLICY)
    headline = status.headline
    assert (found.stage, found.condition, found.reason) == (headline.stage, headline.condition, headline.reason)
    assert (found.name, found.placed_at, found.is_test) == (status.order, status.placed_at, status.is_test)
    assert (found.items_sent, found.items_total) == (status.items_sent, status.items_total)
    assert found.has_open_return == any(each.condition is not Condition.DONE for each in status.returns)
    assert found.parcel_condition in {each.condition for each in status.parcels} | {None}
    assert found.route in {each.route for each in status.parcels} | {None}
    assert found.carrier in {link.carrier for each in status.parcels for link in each.tracking} | {None}
    assert (found.estimate_from is None) == (status.estimate is None)
    assert found.last_scan_at is None or found.last_scan_at <= now


@given(SLUGS, SECONDS)
def test_judgement_stays_until_judge_at(slug: str, seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    found = judged(slug, now)
    then = found.judge_at or now + timedelta(seconds=2 * seconds + 1)
    assert now < then
    assert replace(judged(slug, then - TICK), judge_at=found.judge_at) == found


@given(orders, SECONDS, SECONDS)
def test_judgement_of_any_order_stays_until_judge_at(invented: Order, seconds: int, more: int) -> None:
    now = AT_NOON + timedelta(seconds=seconds)
    found = judge_order(invented, fetched_at=AT_NOON, now=now, policy=POLICY)
    then = found.judge_at or now + timedelta(seconds=more + 1)
    later = judge_order(invented, fetched_at=AT_NOON, now=then - TICK, policy=POLICY)
    assert replace(later, judge_at=found.judge_at) == found


@given(SLUGS, SECONDS)
def test_only_an_open_order_is_refetched(slug: str, seconds: int) -> None:
    found = judged(slug, NOW + timedelta(seconds=seconds))
    assert (found.finished_at is None) == (found.look_at is not None)
    assert found.finished_at is None or found.finished_at <= NOW
    assert OrderView.DONE not in found.views or found.has_open_return or found.finished_at


def test_most_finished_orders_are_never_judged_again() -> None:
    finished = [found for slug in STORED if (found := judged_now(slug)).finished_at]
    assert len(finished) > 20
    assert [found.name for found in finished if found.judge_at] == []


def test_late_and_problem_of_any_parcel_count() -> None:
    for slug, document in STORED.items():
        found, status = judged_now(slug), order_status(read_order(document), NOW, POLICY)
        conditions = {status.headline.condition, *(each.condition for each in status.parcels)}
        assert (OrderView.LATE in found.views) == (Condition.LATE in conditions), slug
        assert (OrderView.PROBLEM in found.views) == (Condition.PROBLEM in conditions), slug


def test_every_tracking_number_is_a_key() -> None:
    numbers = {
        (slug, entry.number)
        for slug, document in STORED.items()
        for parcel in read_order(document).fulfillments
        for entry in parcel.tracking
        if entry.number and entry.number.isalnum() and len(entry.number) > 9
    }
    assert len(numbers) > 100
    missing = [(slug, number) for slug, number in numbers if number.upper() not in judged_now(slug).number_keys]
    assert missing == []


def test_place_is_the_orders() -> None:
    document = STORED["exchange-on-its-way"]
    found = judge(document, fetched_at=NOW, now=NOW, policy=POLICY)
    assert (found.country, found.location, found.carrier) == ("GB", "Harbor Goods, Bristol", "royal-mail")
    assert (found.route, found.parcels, found.items_sent, found.items_total) == (Route.SHIP, 2, 2, 2)


@pytest.mark.parametrize(
    ("stage", "condition", "reason", "actor"),
    [
        (Stage.PREPARING, Condition.FINE, None, Actor.SHOP),
        (Stage.SHIPPED, Condition.FINE, None, Actor.CARRIER),
        (Stage.READY_FOR_PICKUP, Condition.ACTION_NEEDED, None, Actor.CUSTOMER),
        (Stage.DELIVERED, Condition.DONE, None, Actor.NOBODY),
        (Stage.DELIVERED, Condition.DONE, Reason.PAY_EXPIRED, Actor.NOBODY),
        (Stage.ORDERED, Condition.ACTION_NEEDED, Reason.PAY_EXPIRED, Actor.CUSTOMER),
        (Stage.PREPARING, Condition.WAITING, Reason.HOLD_STOCK, Actor.SHOP),
    ],
)
def test_actor_is_the_reasons_else_the_stages(
    stage: Stage, condition: Condition, reason: Reason | None, actor: Actor
) -> None:
    headline = order_status(read_order(STORED["large"]), NOW, POLICY).headline
    assert actor_of(replace(headline, stage=stage, condition=condition, reason=reason)) is actor


def test_document_of_another_release_is_refused() -> None:
    with pytest.raises(Unavailable):
        judge({"order": {"id": 1}}, fetched_at=NOW, now=NOW, policy=POLICY)


def test_an_order_needs_the_shop_from_the_moment_on_that_its_page_has_named() -> None:
    """The order is judged again then, though nothing of it has changed."""
    waiting = order(fulfillment_orders=(group(),))
    last_day = datetime(2026, 11, 20, 12, tzinfo=UTC)  # two working days after the payment, and one

    def judged_at(now: datetime) -> Judgement:
        return judge_order(waiting, fetched_at=now, now=now, policy=usual_policy(), finding_rules=MerchantRules())

    before = judged_at(last_day)
    assert before.found_why is None
    assert before.status.usual
    assert before.status.usual.looked_into_after == date(2026, 11, 20)
    assert before.judge_at == datetime(2026, 11, 20, 23, tzinfo=UTC)  # midnight in Stockholm
    after = judged_at(before.judge_at)
    assert (after.found_rank, after.found_why) == (4, "past_usual")
