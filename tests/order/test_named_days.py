"""A day that was named by the usual times: no facts move it to an earlier one."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.order.builders import NOW, ago, group, line, order, policy, status_of
from tests.order.test_usual import labeled, moving
from tests.order.usual_figures import AT_HOME, FIRST_SCAN, SENT, usual_policy
from tracking.durations.promises import PromisedStep
from tracking.order.model import NamedDay, Order
from tracking.order.policy import Policy
from tracking.order.vocabulary import Condition

SLOW = ["sent", *[None] * 4, "Furniture", 16, 24]  # half days: 8 to 12 working days
TODAY = NOW.date()
SEND, ARRIVE = PromisedStep.SEND, PromisedStep.ARRIVE


def named(days: int = 5, part: str = "pending-group", step: PromisedStep = SEND, said: Any = None) -> NamedDay:  # noqa: ANN401 - a moment
    return NamedDay(part=part, step=step, last=TODAY + timedelta(days=days), said_at=said or ago(hours=1))


def waits(*days: NamedDay, kind: str = "Möbel", **changes: Any) -> Order:  # noqa: ANN401 - of an order
    its_group = group(id="group", created_at=ago(days=7))
    values = {"placed_at": ago(days=7), "lines": (line(product_type=kind),), "fulfillment_orders": (its_group,)}
    return order(**values | changes, named_days=days)


def until(its_order: Order, its_policy: Policy) -> tuple[Condition, date | None]:
    (parcel,) = status_of(its_order, its_policy=its_policy).parcels
    return parcel.condition, parcel.usual.looked_into_after if parcel.usual else None


def test_another_product_type_does_not_make_the_order_late() -> None:
    its_policy = usual_policy(SLOW, SENT)
    condition, day = until(waits(kind="Furniture"), its_policy)
    assert condition is Condition.FINE
    assert day
    assert until(waits(), its_policy)[0] is Condition.LATE
    days = (day - TODAY).days
    assert until(waits(named(days)), its_policy) == (Condition.FINE, day)
    assert until(waits(named(days, "pending-moved-since")), its_policy) == (Condition.FINE, day)
    assert until(waits(named(days), named(-9, "pending-group-preorder")), its_policy) == (Condition.FINE, day)


@pytest.mark.parametrize(
    "day",
    [
        named(-1),
        named(5, "shipment-parcel"),
        named(5, step=ARRIVE),
    ],
    ids=["has passed", "of a shipment", "of the arrival"],
)
def test_another_day_does_not_keep_it_from_being_late(day: NamedDay) -> None:
    assert until(waits(day), usual_policy(SENT))[0] is Condition.LATE


def test_each_part_has_its_own_day() -> None:
    day = until(waits(named(2), named(9, "pending-other")), usual_policy(SENT))[1]
    assert day == TODAY + timedelta(days=2)


def test_a_later_day_takes_its_place() -> None:
    its_policy = usual_policy(SLOW, SENT)
    assert until(waits(named(1), kind="Furniture"), its_policy) == until(waits(kind="Furniture"), its_policy)


def test_named_day_holds_without_usual_times_but_not_with_handling_days() -> None:
    assert until(waits(), policy()) == (Condition.LATE, None)
    assert until(waits(named()), policy()) == (Condition.FINE, None)
    assert until(waits(named(-1)), policy()) == (Condition.LATE, None)
    assert until(waits(named()), usual_policy(SENT, has_handling_days=True)) == (Condition.LATE, None)


@pytest.mark.parametrize(
    ("its_order", "step", "figure"),
    [(labeled(3), SEND, FIRST_SCAN), (moving(days=9), ARRIVE, AT_HOME)],
    ids=["not scanned", "on its way"],
)
def test_of_a_shipment_it_holds_from_when_it_was_made(its_order: Order, step: PromisedStep, figure: list[Any]) -> None:
    its_policy, part = usual_policy(figure), status_of(its_order).parcels[0].id
    assert until(its_order, its_policy)[0] is Condition.LATE
    kept = replace(its_order, named_days=(named(5, part, step),))
    condition, day = until(kept, its_policy)
    assert condition is not Condition.LATE
    assert day == TODAY + timedelta(days=5)
    before = replace(its_order, named_days=(named(5, part, step, said=its_order.fulfillments[0].created_at),))
    assert until(before, its_policy)[0] is Condition.LATE
