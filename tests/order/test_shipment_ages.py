from datetime import timedelta

from tests.order.builders import NOW, ZONE, ago, ahead, event, group, order, place, policy, sent, shipment
from tests.sampling import each_row
from tracking.carriers import Link, LinkEvidence
from tracking.order.ages import Clock, State
from tracking.order.model import FulfillmentOrder
from tracking.order.parcel_draft import ParcelDraft
from tracking.order.shipment_ages import ShipmentFacts, aged, dated, is_abroad, is_own_driver, pickup_days
from tracking.order.shipment_state import shipment_state
from tracking.order.status_types import Estimate
from tracking.order.vocabulary import Condition, Reason, Route, Stage

CLOCK = Clock(now=NOW, zone=ZONE, stalled_days=7)
DRAFT = ParcelDraft(route=Route.SHIP, stage=Stage.SHIPPED, condition=Condition.FINE, reason=None, reached={}, items=())
YESTERDAY = Estimate(first=ago(days=1).date(), last=ago(days=1).date(), previous=None)


def facts(*, is_archived: bool = False, **changes: object) -> ShipmentFacts:
    parcel = shipment(**changes)
    return ShipmentFacts(parcel=parcel, state=shipment_state(parcel), is_abroad=False, is_archived=is_archived)


def draft(**changes: object) -> ParcelDraft:
    fields = {name: getattr(DRAFT, name) for name in DRAFT.__slots__}
    return ParcelDraft(**(fields | changes))


def test_a_done_parcel_and_one_that_settles_by_itself_have_no_age() -> None:
    old = facts(created_at=ago(days=99), is_archived=True)
    for kept in (draft(condition=Condition.DONE), draft(reason=Reason.PARTLY_DELIVERED)):
        assert aged(kept, old, CLOCK, policy()) == kept


@each_row(
    ("reason", "condition", "becomes"),
    [
        (None, Condition.FINE, Reason.SHOULD_HAVE_ARRIVED),
        (Reason.DELAYED, Condition.LATE, Reason.SHOULD_HAVE_ARRIVED),
        (Reason.AT_PICKUP_POINT, Condition.ACTION_NEEDED, Reason.SHOULD_HAVE_ARRIVED),
        (Reason.RETURNING, Condition.PROBLEM, Reason.RETURNING),
        (Reason.NOT_DELIVERED, Condition.PROBLEM, Reason.NOT_DELIVERED),
    ],
)
def test_an_archived_parcel_is_done_and_only_a_problem_keeps_its_reason(
    reason: Reason | None, condition: Condition, becomes: Reason
) -> None:
    over = aged(draft(reason=reason, condition=condition), facts(is_archived=True), CLOCK, policy())
    assert (over.condition, over.reason, over.aged) == (Condition.DONE, becomes, State.ARCHIVED)


def test_repeated_reports_of_a_pickup_do_not_prolong_it() -> None:
    events = tuple(event("READY_FOR_PICKUP", ago(days=days)) for days in (15, 8, 1))
    ready = draft(reason=Reason.AT_PICKUP_POINT, condition=Condition.ACTION_NEEDED)
    assert aged(ready, facts(events=events), CLOCK, policy()).reason is Reason.PICKUP_OVER
    moved = (events[0], event("IN_TRANSIT", ago(days=9)), *events[1:])
    again = aged(ready, facts(events=moved), CLOCK, policy())
    assert (again.reason, again.since, again.is_last_call) == (Reason.AT_PICKUP_POINT, ago(days=8).date(), False)


def test_without_a_report_a_pickup_waits_since_the_last_change() -> None:
    ready = draft(reason=Reason.AT_PICKUP_POINT, condition=Condition.ACTION_NEEDED)
    unreported = facts(display_status="READY_FOR_PICKUP", created_at=ago(days=40), updated_at=ago(days=2))
    assert aged(ready, unreported, CLOCK, policy()).since == ago(days=2).date()


def link(carrier: str | None) -> Link:
    return Link(carrier=carrier, name=None, number="1", url=None, evidence=LinkEvidence.NONE)


@each_row(
    ("carriers", "days"),
    [((), None), ((None,), None), (("royal-mail",), None), (("hermes-de",), 10), (("hermes-de", None), 10)],
)
def test_the_carrier_s_row_says_how_long_a_pickup_is_kept(carriers: tuple[str | None, ...], days: int | None) -> None:
    assert pickup_days(tuple(map(link, carriers)), policy()) == days


def test_a_pickup_ends_by_the_carrier_s_own_time() -> None:
    ready = draft(reason=Reason.AT_PICKUP_POINT, condition=Condition.ACTION_NEEDED, links=(link("hermes-de"),))

    def ready_for(days: int) -> ParcelDraft:
        return aged(ready, facts(events=(event("READY_FOR_PICKUP", ago(days=days)),)), CLOCK, policy())

    assert not ready_for(6).is_last_call
    assert (ready_for(7).is_last_call, ready_for(7).held_until) == (True, ahead(days=3).date())
    assert ready_for(10).reason is Reason.AT_PICKUP_POINT
    assert ready_for(11).reason is Reason.PICKUP_OVER


def test_the_shop_s_own_counter_keeps_nothing_by_a_carrier_s_time() -> None:
    ready = draft(
        reason=Reason.AT_PICKUP_POINT,
        condition=Condition.ACTION_NEEDED,
        stage=Stage.READY_FOR_PICKUP,
        route=Route.PICKUP,
        links=(link("hermes-de"),),
    )
    kept = aged(ready, facts(events=(event("READY_FOR_PICKUP", ago(days=12)),)), CLOCK, policy())
    assert (kept.reason, kept.held_until) == (Reason.AT_PICKUP_POINT, None)


@each_row(
    ("source", "abroad"),
    [
        (None, False),
        (group(), False),
        (group(location=None), False),
        (group(location=place(country=None)), False),
        (group(location=place(country="NO")), True),
    ],
)
def test_abroad_is_another_country_than_the_location_s(source: FulfillmentOrder | None, *, abroad: bool) -> None:
    assert is_abroad(sent(), source) is abroad
    assert not is_abroad(order(destination=None), source)


def test_an_estimate_that_passed_makes_a_parcel_late() -> None:
    late = dated(draft(estimate=YESTERDAY, aged=State.OUT_TODAY), CLOCK)
    assert (late.reason, late.is_overdue, late.aged) == (Reason.ESTIMATE_PASSED, True, None)
    delayed = dated(draft(estimate=YESTERDAY, reason=Reason.DELAYED, condition=Condition.LATE), CLOCK)
    assert (delayed.reason, delayed.is_overdue) == (Reason.DELAYED, True)
    assert dated(draft(estimate=YESTERDAY, condition=Condition.DONE), CLOCK).estimate is None


def test_the_shop_s_own_driver_is_not_late_by_an_estimate() -> None:
    driven = draft(route=Route.LOCAL_DELIVERY, stage=Stage.OUT_FOR_DELIVERY, estimate=YESTERDAY)
    assert is_own_driver(driven)
    assert not is_own_driver(draft())
    assert dated(driven, CLOCK).condition is Condition.FINE


def test_an_unknown_report_and_the_own_driver_lose_nothing() -> None:
    silent = facts(display_status="NEWS_OF_2030", created_at=ago(days=60))
    unknown = draft(reason=Reason.UNKNOWN_STATUS, condition=Condition.WAITING)
    assert aged(unknown, silent, CLOCK, policy()).reason is Reason.STALLED
    delayed = facts(display_status="DELAYED", created_at=ago(days=60))
    driven = draft(route=Route.LOCAL_DELIVERY, reason=Reason.DELAYED, condition=Condition.LATE)
    assert aged(driven, delayed, CLOCK, policy()).reason is Reason.STALLED


def test_a_parcel_may_be_lost_when_the_shop_says_so_or_after_its_age() -> None:
    silent = draft(since_last_event=timedelta(days=10))
    scanned = facts(created_at=ago(days=20), events=(event("IN_TRANSIT", ago(days=10)),))
    assert aged(silent, scanned, CLOCK, policy()).reason is Reason.STALLED
    assert aged(silent, scanned, CLOCK, policy(lost_days=10)).reason is Reason.MAYBE_LOST
    long_silent = facts(created_at=ago(days=20), events=(event("IN_TRANSIT", ago(days=15)),))
    assert aged(draft(), long_silent, CLOCK, policy(lost_days=90)).reason is Reason.MAYBE_LOST


def test_a_parcel_in_the_future_has_no_age() -> None:
    unsent = aged(draft(), facts(created_at=ahead(days=1)), CLOCK, policy())
    assert (unsent.condition, unsent.reason, unsent.aged) == (Condition.FINE, None, None)


def test_the_own_driver_who_is_out_later_than_planned_has_no_planned_day() -> None:
    out = draft(route=Route.LOCAL_DELIVERY, stage=Stage.OUT_FOR_DELIVERY, estimate=YESTERDAY)
    assert dated(out, CLOCK).estimate is None
    assert dated(out, CLOCK).condition is Condition.FINE
    tomorrow = Estimate(first=ahead(days=1).date(), last=ahead(days=1).date(), previous=None)
    assert dated(draft(route=Route.LOCAL_DELIVERY, stage=Stage.OUT_FOR_DELIVERY, estimate=tomorrow), CLOCK).estimate
