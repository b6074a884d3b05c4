from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given

from tests.judge.as_shopify_sends import order_at
from tests.judge.life import Life
from tests.judge.test_lives import looked_at
from tests.order.builders import (
    NOW,
    PLACED,
    ago,
    ahead,
    event,
    group,
    method,
    order,
    parcel_of,
    policy,
    sent,
    shipment,
    status_of,
)
from tests.order.usual_figures import usual_policy
from tracking.durations.promises import Promise, PromisedStep, SaidBy, of_step
from tracking.order.model import Order
from tracking.order.promises import Histories, arrived_at, left_at, promise_histories
from tracking.order.status_types import OrderStatus, Parcel

CHECKOUT = method(earliest_at=ahead(days=1), latest_at=ahead(days=3))
Said = tuple[PromisedStep, int, int, SaidBy, datetime]


def said(parcel: Parcel) -> list[Said]:
    return [(each.step, each.first.day, each.last.day, each.said_by, each.said_at) for each in parcel.promises]


def test_the_checkout_the_carriers_reports_and_the_shipment_promise_one_after_another() -> None:
    reported = (
        event("IN_TRANSIT", ago(hours=3), estimated_at=ahead(days=1)),
        event("DELAYED", ago(hours=2), estimated_at=ahead(days=2)),
        event("IN_TRANSIT", ago(hours=1)),
    )
    shipped = shipment(id="parcel", events=reported, estimated_at=ahead(days=4), updated_at=ago(hours=1))
    parcel = parcel_of(
        sent(fulfillments=(shipped,), fulfillment_orders=(group(delivery=CHECKOUT, fulfillment_ids=("parcel",)),))
    )
    arrive, carrier = PromisedStep.ARRIVE, SaidBy.CARRIER
    assert said(parcel) == [
        (arrive, 19, 21, SaidBy.SHOP, PLACED),
        (arrive, 19, 19, carrier, ago(hours=3)),
        (arrive, 20, 20, carrier, ago(hours=2)),
        (arrive, 22, 22, carrier, ago(hours=1)),
    ]
    assert parcel.estimate
    assert parcel.promises[-1].days == (parcel.estimate.first, parcel.estimate.last)
    assert parcel.waited_as == "pending-group"


def test_units_that_wait_have_the_checkouts_days_and_the_shops() -> None:
    waiting = order(fulfillment_orders=(group(delivery=CHECKOUT),))
    assert said(parcel_of(waiting)) == [(PromisedStep.ARRIVE, 19, 21, SaidBy.SHOP, PLACED)]
    planned = order(fulfillment_orders=(group(status="SCHEDULED", fulfill_at=ahead(days=5)),), updated_at=ago(hours=1))
    assert said(parcel_of(planned)) == [(PromisedStep.SEND, 23, 23, SaidBy.SHOP, ago(hours=1))]
    to_the_shop = order(
        fulfillment_orders=(group(status="SCHEDULED", fulfill_at=ahead(days=5), delivery=method(method="PICK_UP")),)
    )
    assert said(parcel_of(to_the_shop))[-1][0] is PromisedStep.ARRIVE, "there it can be picked up"


def test_the_handling_time_is_a_promise_where_it_is_told() -> None:
    terms = policy(handling_days=2, has_handling_days=True)
    waiting = order(fulfillment_orders=(group(),))
    assert said(parcel_of(waiting, NOW, terms)) == [(PromisedStep.SEND, 19, 19, SaidBy.SHOP, PLACED)]
    assert said(parcel_of(waiting)) == []
    assert said(parcel_of(waiting, ahead(days=5), terms)) == [], "late: it is not told any more"
    held = order(fulfillment_orders=(group(status="ON_HOLD", holds=("INVENTORY_OUT_OF_STOCK",)),))
    assert said(parcel_of(held, NOW, terms)) == []


def kept_of(
    *days: int, part: str = "pending-group", step: PromisedStep = PromisedStep.ARRIVE
) -> dict[str, list[Promise]]:
    made = [
        Promise(
            step=step,
            first=date(2026, 11, day),
            last=date(2026, 11, day),
            said_by=SaidBy.SHOP,
            said_at=ago(hours=20 - place),
        )
        for place, day in enumerate(days)
    ]
    return {part: made}


def test_a_shipment_goes_on_with_what_was_said_of_its_units_while_they_waited() -> None:
    shipped = shipment(events=(event("IN_TRANSIT", ago(hours=1), estimated_at=ahead(days=4)),), created_at=ago(hours=2))
    status = status_of(sent(fulfillments=(shipped,), placed_at=PLACED))
    after = {"pending-order-preorder": [replace(kept_of(29)["pending-group"][0], said_at=ago(hours=0.5))]}
    histories = promise_histories(status, kept_of(24, part="pending-order") | after, NOW)
    assert [(part, [each.first.day for each in of]) for part, of in histories.items()] == [
        ("shipment-parcel", [24, 22])
    ]
    other = promise_histories(status, kept_of(24, part="pending-orders"), NOW)
    assert [each.first.day for each in other["shipment-parcel"]] == [22]


def test_when_it_left_and_when_it_was_there() -> None:
    scans = (
        event("IN_TRANSIT", ago(hours=3)),
        event("READY_FOR_PICKUP", ago(hours=2)),
        event("PICKED_UP", ago(hours=1)),
    )
    fetched = parcel_of(
        sent(fulfillments=(shipment(display_status="PICKED_UP", events=scans, created_at=ago(hours=5)),))
    )
    assert (left_at(fetched), arrived_at(fetched)) == (ago(hours=3), ago(hours=2))
    waiting = parcel_of(order())
    assert (left_at(waiting), arrived_at(waiting)) == (None, None)


def test_the_day_that_the_page_names_by_the_usual_times_is_kept_beside_those_that_were_planned() -> None:
    waiting = order(placed_at=PLACED)
    status = status_of(waiting, its_policy=usual_policy())
    worried = Promise(
        step=PromisedStep.SEND, first=date(2026, 11, 20), last=date(2026, 11, 20), said_by=SaidBy.USUAL, said_at=NOW
    )
    assert status.usual
    assert status.usual.looked_into_after == worried.last
    (part,) = promise_histories(status, {}, NOW)
    assert promise_histories(status, {}, NOW) == {part: (worried,)}
    assert promise_histories(status, {part: [worried]}, ahead(hours=1)) == {part: (worried,)}
    late = status_of(waiting, ahead(days=9), usual_policy())
    assert promise_histories(late, {}, ahead(days=9)) == {}, "the page does not name it any more"
    planned = promise_histories(status_of(waiting), kept_of(24, part=part, step=PromisedStep.SEND), NOW)
    shop_and_usual = promise_histories(status, kept_of(24, part=part, step=PromisedStep.SEND), NOW)
    assert shop_and_usual[part] == (*planned[part], worried)


def test_an_order_with_a_day_has_none_by_the_usual_times() -> None:
    parcels = (group(), group(id="other", status="SCHEDULED", fulfill_at=ahead(days=5)))
    for its_order in (order(fulfillment_orders=(group(delivery=CHECKOUT),)), order(fulfillment_orders=parcels[1:])):
        histories = promise_histories(status_of(its_order, its_policy=usual_policy()), {}, NOW)
        assert {each.said_by for said in histories.values() for each in said} == {SaidBy.SHOP}


class Memory:
    """Keeps what is new, as the directory does."""

    def __init__(self) -> None:
        self.kept: defaultdict[str, list[Promise]] = defaultdict(list)

    def look(self, status: OrderStatus, now: datetime) -> Histories:
        histories = promise_histories(status, self.kept, now)
        for part, of in histories.items():
            known = {id(each) for rows in self.kept.values() for each in rows}
            self.kept[part] += [each for each in of if id(each) not in known]
        return histories


def shown_days(parcel: Parcel) -> list[tuple[PromisedStep, date, date]]:
    """The days on the parcel's card: the days of arrival, and the day on which it leaves."""
    days = [(PromisedStep.ARRIVE, parcel.estimate.first, parcel.estimate.last)] if parcel.estimate else []
    return [*days, *([(PromisedStep.SEND, parcel.leaves_on, parcel.leaves_on)] if parcel.leaves_on else [])]


@given(looked_at)
def test_every_day_that_a_page_ever_showed_is_kept(drawn: tuple[Life, list[datetime]]) -> None:
    life, moments = drawn
    memory = Memory()
    shown: set[tuple[str, PromisedStep, date, date]] = set()
    for now in moments:
        status = status_of(order_at(life, now), now)
        histories = memory.look(status, now)
        for parcel in status.parcels:
            for step, first, last in shown_days(parcel):
                assert of_step(histories[parcel.id], step)[-1].days == (first, last), "what is shown is the last"
                shown.add((parcel.id, step, first, last))
        assert memory.look(status, now) == histories, "looking again keeps nothing more"
    kept = {(part, each.step, each.first, each.last) for part, rows in memory.kept.items() for each in rows}
    passed_on = {(each.step, each.first, each.last) for rows in memory.kept.values() for each in rows}
    assert {each[1:] for each in shown} <= passed_on
    assert all(key in kept or key[0].startswith("shipment-") for key in shown)


@given(looked_at)
def test_promised_days_of_a_parcel_are_never_taken_back(drawn: tuple[Life, list[datetime]]) -> None:
    life, moments = drawn
    memory = Memory()
    seen = [memory.look(status_of(order_at(life, now), now), now) for now in moments]
    for before, after in pairwise(seen):
        for part in before.keys() & after.keys():
            assert {each.days for each in before[part]} <= {each.days for each in after[part]}


def moved(*days: int) -> Order:
    events = tuple(
        event("IN_TRANSIT", ago(hours=10 - place), estimated_at=ahead(days=day)) for place, day in enumerate(days)
    )
    return sent(fulfillments=(shipment(events=events),))


def test_one_look_is_enough_for_what_the_carrier_reported_before() -> None:
    histories = promise_histories(status_of(moved(1, 2, 5)), {}, NOW)
    assert [each.first.day for each in histories["shipment-parcel"]] == [19, 20, 23]
    assert all(timedelta() < NOW - each.said_at for each in histories["shipment-parcel"])
