from dataclasses import replace

import pytest

from tests.order.builders import (
    TRACKED,
    ago,
    disposition,
    going_back,
    line,
    new_item,
    phrases,
    refund,
    return_of,
    say,
    sent,
    shown,
)
from tracking.order.model import Return, ReturnUnits
from tracking.order.status_types import ReturnStatus
from tracking.order.vocabulary import Condition, Reason, Stage, StepState

REFUNDED = ReturnUnits(line_id="mug", quantity=1, refunded_quantity=1)
MONEY_FOR_IT = refund(return_id="return")


def after(back: Return, **changes: object) -> ReturnStatus:
    return return_of(sent(returns=(back,), **changes))


def standing(back: ReturnStatus) -> tuple[Stage | None, Condition, Reason]:
    return back.stage, back.condition, back.reason


def test_no_return_means_that_nothing_is_said_about_returns() -> None:
    status = shown(sent())
    assert status.returns == ()
    assert not any("return" in say(phrase).lower() for phrase in phrases(status))


def test_a_request_waits_for_an_answer() -> None:
    asked = after(going_back(status="REQUESTED", approved_at=None))
    assert standing(asked) == (Stage.REQUESTED, Condition.WAITING, Reason.RETURN_REQUESTED)


def test_an_approved_return_waits_for_the_customer() -> None:
    assert standing(after(going_back())) == (Stage.APPROVED, Condition.ACTION_NEEDED, Reason.RETURN_APPROVED)


def test_a_label_is_to_be_printed_and_moves_nothing() -> None:
    labelled = after(going_back(label_url="https://example.com/label.pdf", tracking=(TRACKED,)))
    assert labelled.stage is Stage.APPROVED
    assert say(labelled.text).startswith("Please print the return label")
    assert labelled.label_url == "https://example.com/label.pdf"


def test_a_number_without_a_label_is_on_its_way_back() -> None:
    moving = after(going_back(tracking=(TRACKED,)))
    assert standing(moving) == (Stage.ON_ITS_WAY_BACK, Condition.FINE, Reason.RETURN_ON_ITS_WAY)
    assert moving.tracking[0].carrier == "ups"


def test_a_return_of_an_order_without_a_destination_has_its_link_too() -> None:
    assert after(going_back(tracking=(TRACKED,)), destination=None).tracking


def test_what_came_back_was_received() -> None:
    back = after(going_back(reverse_statuses=("OPEN", "CLOSED")))
    assert standing(back) == (Stage.RECEIVED, Condition.FINE, Reason.RETURN_RECEIVED)


@pytest.mark.parametrize("kind", ["RESTOCKED", "NOT_RESTOCKED", "PROCESSING_REQUIRED"])
def test_what_was_looked_at_was_inspected(kind: str) -> None:
    back = after(going_back(dispositions=(disposition(kind, ago(hours=2)),)))
    assert standing(back) == (Stage.RECEIVED, Condition.WAITING, Reason.RETURN_INSPECTED)
    assert back.steps[3].at == ago(hours=2)


def test_what_is_missing_was_not_received() -> None:
    assert after(going_back(dispositions=(disposition("MISSING"),))).stage is Stage.APPROVED


def test_the_orders_word_that_all_was_inspected_counts_for_its_only_return() -> None:
    assert after(going_back(), return_status="INSPECTION_COMPLETE").reason is Reason.RETURN_INSPECTED


def test_the_orders_word_that_all_was_inspected_does_not_count_for_one_of_several() -> None:
    both = (going_back(), going_back(id="second"))
    status = shown(sent(returns=both, return_status="INSPECTION_COMPLETE"))
    assert [back.reason for back in status.returns] == [Reason.RETURN_APPROVED] * 2


@pytest.mark.parametrize(
    ("back", "refunds"), [(going_back(units=(REFUNDED,)), ()), (going_back(), (MONEY_FOR_IT,))], ids=["units", "money"]
)
def test_what_was_paid_back_is_refunded(back: Return, refunds: tuple[object, ...]) -> None:
    done = after(back, refunds=refunds)
    assert standing(done) == (Stage.REFUNDED, Condition.DONE, Reason.RETURN_REFUNDED)
    assert done.steps[-1].at == (ago(hours=1) if refunds else None)


def test_a_return_whose_content_is_unknown_is_not_taken_for_refunded() -> None:
    assert after(going_back(units=())).stage is Stage.APPROVED


def test_a_return_that_is_partly_refunded_is_not_refunded() -> None:
    partly = ReturnUnits(line_id="mug", quantity=2, refunded_quantity=1)
    assert after(going_back(units=(partly,))).stage is Stage.APPROVED


def test_a_closed_return_was_received() -> None:
    closed = after(going_back(status="CLOSED", closed_at=ago(hours=1)))
    assert standing(closed) == (Stage.RECEIVED, Condition.DONE, Reason.RETURN_RECEIVED)
    assert closed.steps[3].at == ago(hours=1)


def test_a_closed_return_that_was_paid_back_is_refunded() -> None:
    closed = after(going_back(status="CLOSED", closed_at=ago(hours=1)), refunds=(MONEY_FOR_IT,))
    assert standing(closed) == (Stage.REFUNDED, Condition.DONE, Reason.RETURN_REFUNDED)


def test_a_declined_return_has_no_bar() -> None:
    declined = after(going_back(status="DECLINED", decline_reason="FINAL_SALE"))
    assert standing(declined) == (None, Condition.DONE, Reason.RETURN_DECLINED)
    assert declined.steps == ()


def test_a_return_that_was_called_off_is_not_shown() -> None:
    assert shown(sent(returns=(going_back(status="CANCELED"),))).returns == ()


def test_a_return_that_was_called_off_is_shown_where_it_failed() -> None:
    failed = after(going_back(status="CANCELED"), return_status="RETURN_FAILED")
    assert standing(failed) == (None, Condition.DONE, Reason.RETURN_FAILED)


def test_a_return_that_failed_while_open_is_a_problem() -> None:
    failed = after(going_back(), return_status="RETURN_FAILED")
    assert standing(failed) == (Stage.APPROVED, Condition.PROBLEM, Reason.RETURN_FAILED)


@pytest.mark.parametrize(("approved_at", "stage"), [(None, Stage.REQUESTED), (ago(hours=1), Stage.APPROVED)])
def test_a_word_that_nobody_knows_keeps_the_last_stage_of_a_return(approved_at: object, stage: Stage) -> None:
    back = after(going_back(status="NEWS_OF_2030", approved_at=approved_at, exchanges=(new_item(),)))
    assert standing(back) == (stage, Condition.WAITING, Reason.UNKNOWN_STATUS)


def test_an_exchange_says_what_comes_instead() -> None:
    exchange = after(going_back(exchanges=(new_item(), new_item(None))))
    assert (exchange.stage, exchange.reason) == (Stage.APPROVED, Reason.EXCHANGE)
    assert [item.title for item in exchange.exchange_items] == ["Blue mug"]
    assert say(exchange.text) == "You send the items back, and we send you the new ones."


@pytest.mark.parametrize("back", [going_back(units=(REFUNDED,)), going_back(reverse_statuses=("CLOSED",))])
def test_an_exchange_that_is_back_asks_for_nothing(back: Return) -> None:
    exchange = after(replace(back, exchanges=(new_item(),)))
    assert say(exchange.text) == "Your items are back with us, and the new ones are yours."


@pytest.mark.parametrize("status", ["REQUESTED", "DECLINED"])
def test_an_exchange_that_was_not_agreed_to_is_no_exchange_yet(status: str) -> None:
    assert after(going_back(status=status, exchanges=(new_item(),))).reason is not Reason.EXCHANGE


def test_a_return_names_its_items() -> None:
    units = ReturnUnits(line_id="mug", quantity=1, refunded_quantity=0)
    unknown = ReturnUnits(line_id=None, quantity=1, refunded_quantity=0)
    lines = (line(quantity=2, current_quantity=2, unfulfilled_quantity=0),)
    back = after(going_back(units=(units, units, unknown)), lines=lines)
    assert [(item.title, item.quantity) for item in back.items] == [("Mug", 2)]


def test_a_return_is_beside_the_delivery_and_keeps_the_page_moving() -> None:
    back = shown(sent(returns=(going_back(),)))
    assert back.parcels[0].items[0].title == "Mug"
    assert back.is_moving
    assert back.returns[0].steps[0].state is StepState.PASSED


def test_a_return_without_any_time_but_its_beginning_has_no_others() -> None:
    steps = after(going_back(approved_at=None)).steps
    assert [step.at for step in steps] == [ago(days=2), None, None, None, None]
