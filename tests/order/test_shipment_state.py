from datetime import UTC, datetime

import pytest

from tests.order.builders import PLACED, TRACKED, ago, event, parcel_of, parcel_saying, say, sent, shipment
from tracking.order.missing import missing
from tracking.order.model import Tracking
from tracking.order.shipment_state import RANK, has_tracking, shipment_state
from tracking.order.status_types import Parcel
from tracking.order.vocabulary import STAGES, Condition, Reason, Route, Stage, StepState

UNTRACKED = Tracking(company="UPS", number=None, url=None)


@pytest.mark.parametrize("word", ["LABEL_PURCHASED", "LABEL_PRINTED", "CONFIRMED", "SUBMITTED", "MARKED_AS_FULFILLED"])
def test_what_the_shop_did_is_no_evidence_that_a_carrier_has_it(word: str) -> None:
    parcel = parcel_saying(word)
    assert (parcel.stage, parcel.reason, parcel.sent) == (Stage.PREPARING, Reason.NO_SCAN_YET, False)


def test_handed_over_is_never_delivered() -> None:
    assert parcel_saying("FULFILLED").stage is Stage.SHIPPED


def test_a_label_event_belies_a_parcel_that_is_said_to_be_handed_over() -> None:
    assert parcel_saying("FULFILLED", event("LABEL_PRINTED", ago(hours=1))).reason is Reason.NO_SCAN_YET


def test_the_newest_event_beats_an_aggregate_that_says_too_much() -> None:
    parcel = parcel_saying("DELIVERED", event("IN_TRANSIT", ago(hours=1)))
    assert (parcel.stage, parcel.condition) == (Stage.SHIPPED, Condition.FINE)


def test_the_newest_event_beats_an_aggregate_that_says_too_little() -> None:
    assert parcel_saying("IN_TRANSIT", event("DELIVERED", ago(hours=1))).stage is Stage.DELIVERED


def test_a_scan_that_came_later_than_the_delivery_belies_it() -> None:
    lagging = shipment(delivered_at=ago(hours=5), events=(event("OUT_FOR_DELIVERY", ago(hours=1)),))
    assert parcel_of(sent(fulfillments=(lagging,))).stage is Stage.OUT_FOR_DELIVERY


def test_a_delivery_after_the_last_scan_counts() -> None:
    known = shipment_state(shipment(delivered_at=ago(hours=1), events=(event("OUT_FOR_DELIVERY", ago(hours=5)),)))
    assert (known.stage, known.reached[Stage.DELIVERED]) == (Stage.DELIVERED, ago(hours=1))


def test_a_delivery_at_the_very_moment_of_the_last_scan_counts() -> None:
    known = shipment_state(shipment(delivered_at=ago(hours=1), events=(event("OUT_FOR_DELIVERY", ago(hours=1)),)))
    assert known.stage is Stage.DELIVERED


def test_a_delivery_without_any_event_counts() -> None:
    assert shipment_state(shipment(delivered_at=ago(hours=1))).condition is Condition.DONE


def test_the_time_of_the_first_movement_counts() -> None:
    known = shipment_state(shipment(display_status="IN_TRANSIT", in_transit_at=ago(hours=2)))
    assert known.reached[Stage.SHIPPED] == ago(hours=2)
    assert known.last_event_at == ago(hours=2)


def test_a_stage_whose_time_nobody_told_has_none() -> None:
    known = shipment_state(shipment(display_status="DELIVERED"))
    assert known.stage is Stage.DELIVERED
    assert Stage.DELIVERED not in known.reached


def test_what_was_handed_over_left_when_it_was_written_down() -> None:
    assert shipment_state(shipment()).reached[Stage.SHIPPED] == ago(hours=3)


def test_each_stage_was_reached_when_it_was_first_told_of() -> None:
    told = (event("IN_TRANSIT", ago(hours=9)), event("IN_TRANSIT", ago(hours=5)))
    assert shipment_state(shipment(events=told)).reached[Stage.SHIPPED] == ago(hours=9)


def test_a_label_that_was_printed_again_takes_nothing_back() -> None:
    parcel = parcel_saying("IN_TRANSIT", event("IN_TRANSIT", ago(hours=2)), event("LABEL_PRINTED", ago(hours=1)))
    assert (parcel.stage, parcel.condition, parcel.reason) == (Stage.SHIPPED, Condition.FINE, None)
    assert say(parcel.title) == "Your parcel is on its way"


def test_a_scan_after_the_delivery_takes_nothing_back() -> None:
    parcel = parcel_saying("IN_TRANSIT", event("DELIVERED", ago(hours=2)), event("IN_TRANSIT", ago(hours=1)))
    assert (parcel.stage, parcel.condition) == (Stage.DELIVERED, Condition.DONE)
    assert say(parcel.title) == "Your parcel has arrived"


def test_a_parcel_that_comes_back_after_its_delivery_is_a_problem() -> None:
    parcel = parcel_saying(
        "RETURNING_TO_SENDER", event("DELIVERED", ago(hours=2)), event("RETURNING_TO_SENDER", ago(hours=1))
    )
    assert (parcel.stage, parcel.condition) == (Stage.DELIVERED, Condition.PROBLEM)


def test_a_parcel_that_nobody_took_travels_again_and_its_bar_stands_still() -> None:
    parcel = parcel_saying(
        "IN_TRANSIT",
        event("OUT_FOR_DELIVERY", ago(hours=9)),
        event("ATTEMPTED_DELIVERY", ago(hours=8)),
        event("IN_TRANSIT", ago(hours=1)),
    )
    assert (parcel.stage, parcel.condition) == (Stage.OUT_FOR_DELIVERY, Condition.FINE)
    assert say(parcel.title) == "Your parcel is on its way"


@pytest.mark.parametrize("word", ["NOT_DELIVERED", "PICKED_UP"])
def test_what_no_event_can_say_is_not_belied_by_an_older_one(word: str) -> None:
    parcel = parcel_saying(word, event("OUT_FOR_DELIVERY", ago(hours=1)))
    assert parcel.reason is Reason.NOT_DELIVERED or parcel.stage is Stage.PICKED_UP


def test_a_delivery_belies_that_it_could_not_be_delivered() -> None:
    assert parcel_saying("NOT_DELIVERED", event("DELIVERED", ago(hours=1))).condition is Condition.DONE


def test_trouble_of_a_parcel_that_no_carrier_has_does_not_move_it() -> None:
    assert parcel_saying("FAILURE", event("LABEL_PRINTED", ago(hours=1))).stage is Stage.PREPARING


def test_a_step_that_was_skipped_counts_as_passed() -> None:
    parcel = parcel_saying("DELIVERED", event("DELIVERED", ago(hours=1)))
    out = next(step for step in parcel.steps if step.code is Stage.OUT_FOR_DELIVERY)
    assert (out.state, out.at) == (StepState.PASSED, None)


def test_a_parcel_without_a_number_says_so_and_claims_no_movement() -> None:
    for word in ("FULFILLED", "MARKED_AS_FULFILLED", "IN_TRANSIT", None):
        parcel = parcel_saying(word, tracking=(UNTRACKED,))
        assert (parcel.stage, parcel.condition, parcel.reason) == (
            Stage.SHIPPED,
            Condition.WAITING,
            Reason.NO_TRACKING,
        )
        assert say(parcel.title) == "Sent without tracking"


def test_a_parcel_without_a_number_that_was_scanned_is_on_its_way() -> None:
    assert parcel_saying("FULFILLED", event("IN_TRANSIT", ago(hours=1)), tracking=()).condition is Condition.FINE


def test_a_carrier_that_shopify_does_not_follow_is_the_one_to_ask() -> None:
    parcel = parcel_saying("FULFILLED")
    assert (parcel.stage, parcel.condition, parcel.reason) == (Stage.SHIPPED, Condition.FINE, Reason.SEE_CARRIER)
    assert "see the carrier for live status" in say(parcel.text)


def test_a_parcel_without_any_status_was_handed_over() -> None:
    assert parcel_saying(None).reason is Reason.SEE_CARRIER


@pytest.mark.parametrize(
    ("tracking", "can_be_followed"),
    [(TRACKED, True), (Tracking(company=None, number=None, url="https://example.com/1"), True), (UNTRACKED, False)],
)
def test_a_number_or_an_address_is_needed_to_follow_a_parcel(tracking: Tracking, *, can_be_followed: bool) -> None:
    assert has_tracking(shipment(tracking=(tracking,))) is can_be_followed


def test_a_parcel_that_waits_to_be_fetched_is_for_pickup() -> None:
    assert route_after("OUT_FOR_DELIVERY", "READY_FOR_PICKUP") is Route.PICKUP_POINT


def test_a_parcel_that_was_fetched_stays_one_for_pickup() -> None:
    assert route_after("READY_FOR_PICKUP", "DELIVERED") is Route.PICKUP_POINT
    assert route_after("PICKED_UP") is Route.PICKUP_POINT


def test_a_parcel_that_goes_out_again_is_no_longer_for_pickup() -> None:
    parcel = after("READY_FOR_PICKUP", "OUT_FOR_DELIVERY")
    assert (parcel.route, parcel.stage) == (Route.SHIP, Stage.OUT_FOR_DELIVERY)
    assert say(parcel.title) == "Out for delivery"


def after(*words: str) -> Parcel:
    told = [event(word, ago(hours=len(words) - place)) for place, word in enumerate(words)]
    return parcel_saying(words[-1], *told)


def route_after(*words: str) -> Route:
    return after(*words).route


def test_every_stage_of_a_delivery_has_a_rank() -> None:
    stages = {stage for route in STAGES if route not in (Route.RETURN, Route.CANCELLED) for stage in STAGES[route]}
    assert missing(RANK, sorted(stages), content="rank", module="tracking/order/shipment_state.py") == []
    assert RANK[Stage.ORDERED] < RANK[Stage.CONFIRMED] < RANK[Stage.PREPARING] < RANK[Stage.SHIPPED]


def test_a_parcel_older_than_its_order_has_no_time_for_ordered() -> None:
    early = sent(fulfillments=(shipment(created_at=datetime(2026, 1, 1, tzinfo=UTC)),))
    ordered = parcel_of(early).steps[0]
    assert early.placed_at == PLACED
    assert (ordered.state, ordered.at) == (StepState.PASSED, None)
