from datetime import UTC, datetime

from tests.order.builders import PLACED, TRACKED, ago, english, event, parcel_of, parcel_reported, sent, shipment
from tests.sampling import each_row
from tracking.order.missing import missing
from tracking.order.model import Tracking
from tracking.order.shipment_state import RANK, has_tracking, shipment_state
from tracking.order.status_types import Parcel
from tracking.order.vocabulary import STAGES, Condition, Reason, Route, Stage, StepState

UNTRACKED = Tracking(company="UPS", number=None, url=None)


@each_row("value", ["LABEL_PURCHASED", "LABEL_PRINTED", "CONFIRMED", "SUBMITTED", "MARKED_AS_FULFILLED"])
def test_shop_status_is_no_evidence_of_a_carrier(value: str) -> None:
    parcel = parcel_reported(value)
    assert (parcel.stage, parcel.reason, parcel.sent) == (Stage.PREPARING, Reason.NO_SCAN_YET, False)


def test_handed_over_is_never_delivered() -> None:
    assert parcel_reported("FULFILLED").stage is Stage.SHIPPED


def test_label_event_overrides_the_aggregate_fulfilled() -> None:
    assert parcel_reported("FULFILLED", event("LABEL_PRINTED", ago(hours=1))).reason is Reason.NO_SCAN_YET


def test_newest_event_overrides_a_later_aggregate() -> None:
    parcel = parcel_reported("DELIVERED", event("IN_TRANSIT", ago(hours=1)))
    assert (parcel.stage, parcel.condition) == (Stage.SHIPPED, Condition.FINE)


def test_newest_event_overrides_an_earlier_aggregate() -> None:
    assert parcel_reported("IN_TRANSIT", event("DELIVERED", ago(hours=1))).stage is Stage.DELIVERED


def test_later_scan_overrides_the_time_of_delivery() -> None:
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


def test_stage_without_a_reported_time_has_none() -> None:
    known = shipment_state(shipment(display_status="DELIVERED"))
    assert known.stage is Stage.DELIVERED
    assert Stage.DELIVERED not in known.reached


def test_fulfilled_shipment_was_sent_when_it_was_created() -> None:
    assert shipment_state(shipment()).reached[Stage.SHIPPED] == ago(hours=3)


def test_stage_was_reached_at_its_first_report() -> None:
    reported = (event("IN_TRANSIT", ago(hours=9)), event("IN_TRANSIT", ago(hours=5)))
    assert shipment_state(shipment(events=reported)).reached[Stage.SHIPPED] == ago(hours=9)


def test_reprinted_label_does_not_move_the_stage_back() -> None:
    parcel = parcel_reported("IN_TRANSIT", event("IN_TRANSIT", ago(hours=2)), event("LABEL_PRINTED", ago(hours=1)))
    assert (parcel.stage, parcel.condition, parcel.reason) == (Stage.SHIPPED, Condition.FINE, None)
    assert english(parcel.title) == "Your parcel is on its way"


def test_scan_after_the_delivery_does_not_move_the_stage_back() -> None:
    parcel = parcel_reported("IN_TRANSIT", event("DELIVERED", ago(hours=2)), event("IN_TRANSIT", ago(hours=1)))
    assert (parcel.stage, parcel.condition) == (Stage.DELIVERED, Condition.DONE)
    assert english(parcel.title) == "Your parcel has arrived"


def test_parcel_returned_after_its_delivery_is_a_problem() -> None:
    parcel = parcel_reported(
        "RETURNING_TO_SENDER", event("DELIVERED", ago(hours=2)), event("RETURNING_TO_SENDER", ago(hours=1))
    )
    assert (parcel.stage, parcel.condition) == (Stage.DELIVERED, Condition.PROBLEM)


def test_progress_bar_stays_after_a_failed_attempt() -> None:
    parcel = parcel_reported(
        "IN_TRANSIT",
        event("OUT_FOR_DELIVERY", ago(hours=9)),
        event("ATTEMPTED_DELIVERY", ago(hours=8)),
        event("IN_TRANSIT", ago(hours=1)),
    )
    assert (parcel.stage, parcel.condition) == (Stage.OUT_FOR_DELIVERY, Condition.FINE)
    assert english(parcel.title) == "Your parcel is on its way"


@each_row("value", ["NOT_DELIVERED", "PICKED_UP"])
def test_aggregate_only_status_overrides_an_older_event(value: str) -> None:
    parcel = parcel_reported(value, event("OUT_FOR_DELIVERY", ago(hours=1)))
    assert parcel.reason is Reason.NOT_DELIVERED or parcel.stage is Stage.PICKED_UP


def test_delivery_event_overrides_the_aggregate_not_delivered() -> None:
    assert parcel_reported("NOT_DELIVERED", event("DELIVERED", ago(hours=1))).condition is Condition.DONE


def test_failure_before_a_carrier_has_the_parcel_is_no_evidence_of_sending() -> None:
    assert parcel_reported("FAILURE", event("LABEL_PRINTED", ago(hours=1))).stage is Stage.PREPARING


def test_a_step_that_was_skipped_counts_as_passed() -> None:
    parcel = parcel_reported("DELIVERED", event("DELIVERED", ago(hours=1)))
    out = next(step for step in parcel.steps if step.code is Stage.OUT_FOR_DELIVERY)
    assert (out.state, out.at) == (StepState.PASSED, None)


def test_parcel_without_a_number_has_no_tracking_as_reason() -> None:
    for value in ("FULFILLED", "MARKED_AS_FULFILLED", "IN_TRANSIT", None):
        parcel = parcel_reported(value, tracking=(UNTRACKED,))
        assert (parcel.stage, parcel.condition, parcel.reason) == (
            Stage.SHIPPED,
            Condition.WAITING,
            Reason.NO_TRACKING,
        )
        assert english(parcel.title) == "Sent without tracking"


def test_a_parcel_without_a_number_that_was_scanned_is_on_its_way() -> None:
    assert parcel_reported("FULFILLED", event("IN_TRANSIT", ago(hours=1)), tracking=()).condition is Condition.FINE


def test_shipment_of_a_carrier_without_updates_links_to_the_carrier() -> None:
    parcel = parcel_reported("FULFILLED")
    assert (parcel.stage, parcel.condition, parcel.reason) == (Stage.SHIPPED, Condition.FINE, Reason.SEE_CARRIER)
    assert "UPS shows where it is right now" in english(parcel.text)


def test_a_parcel_without_any_status_was_handed_over() -> None:
    assert parcel_reported(None).reason is Reason.SEE_CARRIER


@each_row(
    ("tracking", "can_be_followed"),
    [(TRACKED, True), (Tracking(company=None, number=None, url="https://example.com/1"), True), (UNTRACKED, False)],
)
def test_tracking_needs_a_number_or_a_link(tracking: Tracking, *, can_be_followed: bool) -> None:
    assert has_tracking(shipment(tracking=(tracking,))) is can_be_followed


def test_parcel_ready_for_pickup_is_for_pickup() -> None:
    assert route_after("OUT_FOR_DELIVERY", "READY_FOR_PICKUP") is Route.PICKUP_POINT


def test_picked_up_parcel_stays_for_pickup() -> None:
    assert route_after("READY_FOR_PICKUP", "DELIVERED") is Route.PICKUP_POINT
    assert route_after("PICKED_UP") is Route.PICKUP_POINT


def test_a_parcel_that_goes_out_again_is_no_longer_for_pickup() -> None:
    parcel = parcel_after("READY_FOR_PICKUP", "OUT_FOR_DELIVERY")
    assert (parcel.route, parcel.stage) == (Route.SHIP, Stage.OUT_FOR_DELIVERY)
    assert english(parcel.title) == "Out for delivery"


def parcel_after(*values: str) -> Parcel:
    reported = [event(value, ago(hours=len(values) - place)) for place, value in enumerate(values)]
    return parcel_reported(values[-1], *reported)


def route_after(*values: str) -> Route:
    return parcel_after(*values).route


def test_every_stage_of_a_delivery_has_a_rank() -> None:
    stages = {stage for route in STAGES if route not in (Route.RETURN, Route.CANCELLED) for stage in STAGES[route]}
    assert missing(RANK, sorted(stages), content="rank", module="tracking/order/shipment_state.py") == []
    assert RANK[Stage.ORDERED] < RANK[Stage.CONFIRMED] < RANK[Stage.PREPARING] < RANK[Stage.SHIPPED]


def test_no_step_of_a_parcel_is_dated_before_the_order() -> None:
    early = sent(placed_at=PLACED, fulfillments=(shipment(created_at=datetime(2026, 1, 1, tzinfo=UTC)),))
    ordered, *others = parcel_of(early).steps
    assert (ordered.state, ordered.at) == (StepState.PASSED, PLACED)
    assert {step.at for step in others} <= {PLACED, None}
