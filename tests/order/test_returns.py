import pytest

from tests.order.builders import (
    TRACKED,
    ago,
    disposition,
    english,
    exchange_item,
    line,
    money,
    order_return,
    phrases,
    refund,
    return_of,
    sent,
    status_of,
)
from tests.sampling import each_row
from tracking.order.model import Return, ReturnUnits
from tracking.order.status_types import ReturnStatus
from tracking.order.vocabulary import Condition, Reason, Stage, StepState

REFUNDED = ReturnUnits(line_id="mug", quantity=1, refunded_quantity=1)
MONEY_FOR_IT = refund(return_id="return")
BACK = ("CLOSED",)


def return_after(return_: Return, **changes: object) -> ReturnStatus:
    return return_of(sent(returns=(return_,), **changes))


def state_of(return_: ReturnStatus) -> tuple[Stage | None, Condition, Reason]:
    return return_.stage, return_.condition, return_.reason


def test_order_without_returns_has_no_return_status() -> None:
    status = status_of(sent())
    assert status.returns == ()
    assert not any("return" in english(phrase).lower() for phrase in phrases(status))


def test_requested_return_is_waiting() -> None:
    asked = return_after(order_return(status="REQUESTED", approved_at=None))
    assert state_of(asked) == (Stage.REQUESTED, Condition.WAITING, Reason.RETURN_REQUESTED)


def test_an_approved_return_waits_for_the_customer() -> None:
    assert state_of(return_after(order_return())) == (Stage.APPROVED, Condition.ACTION_NEEDED, Reason.RETURN_APPROVED)


def test_a_label_is_to_be_printed_and_moves_nothing() -> None:
    labelled = return_after(order_return(label_url="https://example.com/label.pdf", tracking=(TRACKED,)))
    assert labelled.stage is Stage.APPROVED
    assert english(labelled.text).startswith("Please print the return label")
    assert labelled.label_url == "https://example.com/label.pdf"


def test_a_number_without_a_label_is_on_its_way_back() -> None:
    moving = return_after(order_return(tracking=(TRACKED,)))
    assert state_of(moving) == (Stage.ON_ITS_WAY_BACK, Condition.FINE, Reason.RETURN_ON_ITS_WAY)
    assert moving.tracking[0].carrier == "ups"


def test_a_return_of_an_order_without_a_destination_has_its_link_too() -> None:
    assert return_after(order_return(tracking=(TRACKED,)), destination=None).tracking


def test_closed_reverse_fulfillment_order_is_received() -> None:
    return_ = return_after(order_return(reverse_statuses=("OPEN", "CLOSED")))
    assert state_of(return_) == (Stage.RECEIVED, Condition.FINE, Reason.RETURN_RECEIVED)


@each_row("kind", ["RESTOCKED", "NOT_RESTOCKED", "PROCESSING_REQUIRED"])
def test_units_with_a_disposition_are_inspected(kind: str) -> None:
    return_ = return_after(order_return(dispositions=(disposition(kind, ago(hours=2)),)))
    assert state_of(return_) == (Stage.RECEIVED, Condition.WAITING, Reason.RETURN_INSPECTED)
    assert return_.steps[3].at == ago(hours=2)


def test_missing_units_are_not_in_the_parcel_that_was_received() -> None:
    missing = return_after(order_return(dispositions=(disposition("MISSING"),)))
    assert state_of(missing) == (Stage.RECEIVED, Condition.ACTION_NEEDED, Reason.RETURN_MISSING)


def test_inspection_status_of_the_order_counts_for_its_only_return() -> None:
    assert return_after(order_return(), return_status="INSPECTION_COMPLETE").reason is Reason.RETURN_INSPECTED


def test_inspection_status_of_the_order_does_not_count_for_several_returns() -> None:
    both = (order_return(), order_return(id="second"))
    status = status_of(sent(returns=both, return_status="INSPECTION_COMPLETE"))
    assert [return_.reason for return_ in status.returns] == [Reason.RETURN_APPROVED] * 2


@pytest.mark.parametrize(
    ("return_", "refunds"),
    [
        (order_return(units=(REFUNDED,), reverse_statuses=BACK), ()),
        (order_return(reverse_statuses=BACK), (MONEY_FOR_IT,)),
    ],
    ids=["units", "money"],
)
def test_received_return_with_a_refund_is_refunded(return_: Return, refunds: tuple[object, ...]) -> None:
    done = return_after(return_, refunds=refunds, refunded=money("49.00"))
    assert state_of(done) == (Stage.REFUNDED, Condition.DONE, Reason.RETURN_REFUNDED)
    assert done.steps[-1].at == (ago(hours=1) if refunds else None)


def test_return_with_unknown_content_is_not_refunded() -> None:
    assert return_after(order_return(units=())).stage is Stage.APPROVED


def test_a_return_that_is_partly_refunded_is_not_refunded() -> None:
    partly = ReturnUnits(line_id="mug", quantity=2, refunded_quantity=1)
    assert return_after(order_return(units=(partly,))).stage is Stage.APPROVED


def test_closed_return_whose_goods_are_back_was_received() -> None:
    closed = return_after(order_return(status="CLOSED", closed_at=ago(hours=1), reverse_statuses=BACK))
    assert state_of(closed) == (Stage.RECEIVED, Condition.DONE, Reason.RETURN_RECEIVED)
    assert closed.steps[3].at == ago(hours=1)


def test_closed_return_with_a_refund_is_refunded() -> None:
    back = order_return(status="CLOSED", closed_at=ago(hours=1), reverse_statuses=BACK)
    closed = return_after(back, refunds=(MONEY_FOR_IT,))
    assert state_of(closed) == (Stage.REFUNDED, Condition.DONE, Reason.RETURN_REFUNDED)


def test_declined_return_has_no_progress_bar() -> None:
    declined = return_after(order_return(status="DECLINED", decline_reason="FINAL_SALE"))
    assert state_of(declined) == (None, Condition.DONE, Reason.RETURN_DECLINED)
    assert declined.steps == ()


def test_a_return_that_was_called_off_is_not_shown() -> None:
    assert status_of(sent(returns=(order_return(status="CANCELED"),))).returns == ()


def test_a_return_that_was_called_off_is_shown_where_it_failed() -> None:
    failed = return_after(order_return(status="CANCELED"), return_status="RETURN_FAILED")
    assert state_of(failed) == (None, Condition.DONE, Reason.RETURN_CANCELLED)


def test_a_return_that_failed_while_open_is_a_problem() -> None:
    failed = return_after(order_return(), return_status="RETURN_FAILED")
    assert state_of(failed) == (Stage.APPROVED, Condition.PROBLEM, Reason.RETURN_FAILED)


@each_row(("approved_at", "stage"), [(None, Stage.REQUESTED), (ago(hours=1), Stage.APPROVED)])
def test_unknown_return_status_keeps_the_last_stage(approved_at: object, stage: Stage) -> None:
    return_ = return_after(order_return(status="NEWS_OF_2030", approved_at=approved_at, exchanges=(exchange_item(),)))
    assert state_of(return_) == (stage, Condition.WAITING, Reason.UNKNOWN_STATUS)


def test_exchange_has_its_new_items() -> None:
    exchange = return_after(order_return(exchanges=(exchange_item(), exchange_item(None))))
    assert (exchange.stage, exchange.reason) == (Stage.APPROVED, Reason.EXCHANGE)
    assert [item.title for item in exchange.exchange_items] == ["Blue mug", None]
    assert english(exchange.text) == "Please send the items back in exchange for the new ones."


@each_row("status", ["OPEN", "CLOSED"])
def test_received_exchange_needs_nothing_from_the_customer(status: str) -> None:
    exchange = return_after(order_return(status=status, reverse_statuses=BACK, exchanges=(exchange_item(),)))
    assert english(exchange.text).startswith("We have your items")
    assert exchange.condition in (Condition.FINE, Condition.DONE)


@each_row("status", ["REQUESTED", "DECLINED"])
def test_requested_or_declined_exchange_has_the_reason_of_the_return(status: str) -> None:
    assert return_after(order_return(status=status, exchanges=(exchange_item(),))).reason is not Reason.EXCHANGE


def test_a_return_names_its_items() -> None:
    units = ReturnUnits(line_id="mug", quantity=1, refunded_quantity=0)
    unknown = ReturnUnits(line_id=None, quantity=1, refunded_quantity=0)
    lines = (line(quantity=2, current_quantity=2, unfulfilled_quantity=0),)
    return_ = return_after(order_return(units=(units, units, unknown)), lines=lines)
    assert [(item.title, item.quantity) for item in return_.items] == [("Mug", 2)]


def test_open_return_of_a_delivered_order_is_moving() -> None:
    return_ = status_of(sent(returns=(order_return(),)))
    assert return_.parcels[0].items[0].title == "Mug"
    assert return_.is_moving
    assert return_.returns[0].steps[0].state is StepState.PASSED


def test_return_with_only_a_start_time_has_no_other_times() -> None:
    steps = return_after(order_return(approved_at=None)).steps
    assert [step.at for step in steps] == [ago(days=2), None, None, None, None]
