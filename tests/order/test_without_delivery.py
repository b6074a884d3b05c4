from tests.order.builders import NOW, PLACED, ago, english, order, policy
from tests.sampling import each_row
from tracking.order.model import Order
from tracking.order.parcel_draft import ParcelDraft
from tracking.order.payment import payment_state
from tracking.order.vocabulary import Condition, Reason, Route, Stage
from tracking.order.without_delivery import done_without_sending, nothing_left, nothing_to_send


def alone_or_not(its_order: Order, *, is_alone: bool) -> ParcelDraft:
    return nothing_to_send(its_order, (), payment_state(its_order, NOW), policy(), is_alone=is_alone)


def test_beside_other_lines_nothing_comes_by_post() -> None:
    draft = alone_or_not(order(financial_status="PENDING"), is_alone=False)
    assert (draft.route, draft.stage, draft.condition) == (Route.DIGITAL, Stage.CONFIRMED, Condition.FINE)
    assert (draft.reason, draft.title_and_text) == (Reason.NOTHING_TO_SEND, None)


@each_row("financial_status", ["PAID", "AUTHORIZED", "PARTIALLY_REFUNDED", None])
def test_alone_it_confirms_the_order(financial_status: str | None) -> None:
    draft = alone_or_not(order(financial_status=financial_status), is_alone=True)
    assert (draft.stage, draft.condition, draft.reason) == (Stage.CONFIRMED, Condition.FINE, Reason.NOTHING_TO_SEND)
    assert draft.title_and_text
    assert english(draft.title_and_text[0]) == "Your order is confirmed"


def test_alone_and_unpaid_it_waits_for_the_payment() -> None:
    draft = alone_or_not(order(financial_status="PENDING"), is_alone=True)
    assert (draft.stage, draft.condition, draft.reason) == (Stage.ORDERED, Condition.WAITING, Reason.PAY_PENDING)


def test_marked_as_done_it_is_done_at_that_time() -> None:
    draft = done_without_sending(order(), (), ago(hours=3))
    assert (draft.stage, draft.condition, draft.reason) == (Stage.SENT, Condition.DONE, Reason.NOTHING_TO_SEND)
    assert draft.reached == {Stage.ORDERED: PLACED, Stage.SENT: ago(hours=3)}


def test_goods_of_which_nothing_is_left_are_done() -> None:
    draft = nothing_left(order(), ())
    assert (draft.stage, draft.condition, draft.reason) == (Stage.SENT, Condition.DONE, None)
