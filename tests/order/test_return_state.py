from tests.order.builders import ago, disposition, exchange_item, order_return, refund, repaid, sent, shipment, units
from tests.sampling import each_row
from tracking.order.model import Disposition, ReturnUnits
from tracking.order.refunds import RefundState
from tracking.order.return_state import exchanged_at, missing_units, replaced_at, return_state
from tracking.order.vocabulary import Condition, Reason, Stage

TWO = (ReturnUnits(line_id="mug", quantity=2, refunded_quantity=0),)


@each_row(
    ("dispositions", "missing"),
    [
        ((), 0),
        ((disposition("MISSING"),), 1),
        ((disposition("MISSING"), disposition("RESTOCKED")), 1),
        ((disposition("MISSING"), disposition("RESTOCKED", quantity=2)), 0),
        ((disposition("MISSING", quantity=2), disposition("PROCESSING_REQUIRED")), 1),
        ((disposition("NEWS_OF_2030"),), 0),
    ],
)
def test_missing_units_are_those_that_were_not_found_since(dispositions: tuple[Disposition, ...], missing: int) -> None:
    assert missing_units(order_return(units=TWO, dispositions=dispositions)) == missing


def test_missing_units_of_unknown_content_are_the_reported_ones() -> None:
    assert missing_units(order_return(units=(), dispositions=(disposition("MISSING", quantity=3),))) == 3


def test_state_has_the_facts_that_its_sentences_need() -> None:
    its_refund = refund(return_id="return", transactions=(repaid("PENDING"),))
    return_ = order_return(status="CLOSED", dispositions=(disposition(),))
    state = return_state(sent(refunds=(its_refund,), returns=(return_,)), return_)
    assert (state.is_back, state.is_closed, state.missing) == (True, True, 0)
    assert state.refunds == {RefundState.UNDER_WAY}


def test_new_items_are_replaced_when_the_last_one_was_sent() -> None:
    return_ = order_return(exchanges=(exchange_item(line_id="blue"),))
    new = shipment(id="new", created_at=ago(hours=5), units=(units(line_id="blue"),))
    assert replaced_at(sent(fulfillments=(new,)), return_) == ago(hours=5)
    assert replaced_at(sent(), return_) is None


def test_failed_return_is_a_problem_at_the_stage_of_its_goods() -> None:
    return_ = order_return()
    state = return_state(sent(returns=(return_,), return_status="RETURN_FAILED"), return_)
    assert (state.stage, state.condition, state.reason) == (Stage.APPROVED, Condition.PROBLEM, Reason.RETURN_FAILED)


def test_old_items_of_an_exchange_came_back_when_they_were_inspected() -> None:
    return_ = order_return(exchanges=(exchange_item(line_id="blue"),), dispositions=(disposition(at=ago(days=1)),))
    assert exchanged_at(sent(returns=(return_,)), {"blue"}) == ago(days=1)
    assert exchanged_at(sent(returns=(return_,)), {"mug"}) is None
