"""Goods are goods, money is money, and neither stands for the other."""

from dataclasses import replace

from tests.order.builders import (
    TRACKED,
    ago,
    disposition,
    english,
    exchange_item,
    group,
    line,
    money,
    order,
    order_return,
    policy,
    refund,
    refunded_units,
    repaid,
    return_of,
    sent,
    shipment,
    status_of,
    units,
)
from tests.sampling import each_row
from tracking.order.model import Order, Return, ReturnUnits, Transaction
from tracking.order.status_types import ReturnStatus
from tracking.order.vocabulary import Condition, NextStep, Reason, Stage, StepState

DELIVERED = shipment(display_status="DELIVERED", created_at=ago(days=9))
LABEL = "https://example.com/label.pdf"
BACK = order_return(reverse_statuses=("CLOSED",))
REFUNDED = ReturnUnits(line_id="mug", quantity=1, refunded_quantity=1)
TWO = ReturnUnits(line_id="mug", quantity=2, refunded_quantity=0)
TWO_MUGS = line(quantity=2, current_quantity=2, unfulfilled_quantity=0)
PAID_BACK = refund(return_id="return", transactions=(repaid("SUCCESS"),))
# An exchange of the mug for a blue mug, a line of its own.
BLUE = line(id="blue", title="Blue mug")
NEW_SHIPMENT = shipment(id="new", created_at=ago(hours=20), units=(units(line_id="blue"),))


def delivered(*returns: Return, **changes: object) -> Order:
    return sent(**{"fulfillments": (DELIVERED,), "returns": returns, **changes})


def exchange(**changes: object) -> Return:
    return replace(order_return(exchanges=(exchange_item(line_id="blue"),)), **changes)  # type: ignore[arg-type]


def exchanged(return_: Return, *, is_sent: bool, **changes: object) -> Order:
    lines = (line(unfulfilled_quantity=0), replace(BLUE, unfulfilled_quantity=0 if is_sent else 1))
    shipments = (DELIVERED, NEW_SHIPMENT) if is_sent else (DELIVERED,)
    return delivered(return_, lines=lines, fulfillments=shipments, **changes)


def state(return_: ReturnStatus) -> tuple[Stage | None, Condition, Reason]:
    return return_.stage, return_.condition, return_.reason


def bar(return_: ReturnStatus) -> dict[str, StepState]:
    return {step.code: step.state for step in return_.steps}


# --- refunded before the goods are back -------------------------------------------------------------------------


@each_row(
    ("return_", "refunds", "changes"),
    [
        (order_return(), (PAID_BACK,), {}),
        (order_return(), (refund(return_id="return"),), {}),  # without transactions
        (order_return(units=(REFUNDED,)), (refund(units=(refunded_units(1, "RETURN"),)),), {}),  # made from the order
        (order_return(units=(REFUNDED,)), (), {"refunded": money("49.00")}),  # only counted
        (order_return(label_url=LABEL), (PAID_BACK,), {}),
    ],
)
def test_early_refund_leaves_the_stage_with_the_goods(
    return_: Return, refunds: tuple[object, ...], changes: dict[str, object]
) -> None:
    early = return_of(delivered(return_, refunds=refunds, **changes))
    assert state(early) == (Stage.APPROVED, Condition.ACTION_NEEDED, Reason.RETURN_APPROVED)
    assert bar(early)["received"] is StepState.TODO
    assert bar(early)["refunded"] is StepState.TODO
    assert english(early.text) == "You’ve already been refunded. Please still send the items back."


def test_early_refund_stands_in_the_money_line_and_the_parcel_in_the_next_step() -> None:
    order_ = delivered(order_return(label_url=LABEL), refunds=(PAID_BACK,), refunded=money("49.00"))
    status = status_of(order_)
    assert status.money.refunded == money("49.00")
    assert (status.advice.code, status.advice.url) == (NextStep.PRINT_LABEL, LABEL)


def test_early_refund_of_a_return_on_its_way_waits_for_the_carrier() -> None:
    early = return_of(delivered(order_return(tracking=(TRACKED,)), refunds=(PAID_BACK,)))
    assert state(early) == (Stage.ON_ITS_WAY_BACK, Condition.FINE, Reason.RETURN_ON_ITS_WAY)
    assert english(early.text).startswith("You’ve already been refunded")


def test_return_is_refunded_once_goods_and_money_have_moved() -> None:
    done = return_of(delivered(BACK, refunds=(PAID_BACK,)))
    assert state(done) == (Stage.REFUNDED, Condition.DONE, Reason.RETURN_REFUNDED)


def test_closed_return_that_was_refunded_without_goods_is_done() -> None:
    kept = return_of(delivered(order_return(status="CLOSED"), refunds=(PAID_BACK,)))
    assert state(kept) == (Stage.APPROVED, Condition.DONE, Reason.RETURN_REFUNDED)
    assert bar(kept)["received"] is StepState.TODO


def test_order_that_was_refunded_before_its_return_still_asks_for_the_goods() -> None:
    order_ = delivered(order_return(), refunds=(PAID_BACK,), financial_status="REFUNDED", refunded=money("49.00"))
    status = status_of(order_)
    assert (status.headline.condition, status.headline.reason) == (Condition.DONE, Reason.PAY_REFUNDED)
    assert english(status.headline.title).startswith("49.00 SEK was refunded")
    assert status.advice.code is NextStep.SEND_BACK
    assert status.is_moving


# --- a refund that moved nothing --------------------------------------------------------------------------------


@each_row("transactions", [(repaid("FAILURE"),), (repaid("ERROR"),), (repaid("FAILURE"), repaid("FAILURE"))])
def test_failed_refund_of_received_goods_is_a_problem(transactions: tuple[Transaction, ...]) -> None:
    failed = return_of(delivered(BACK, refunds=(refund(return_id="return", transactions=transactions),)))
    assert state(failed) == (Stage.RECEIVED, Condition.PROBLEM, Reason.RETURN_RECEIVED)
    assert english(failed.title) == "The refund didn’t go through"
    assert failed.advice.code is NextStep.CONTACT


@each_row("status", ["PENDING", "AWAITING_RESPONSE", "UNKNOWN"])
def test_pending_refund_of_received_goods_is_waiting(status: str) -> None:
    pending = return_of(delivered(BACK, refunds=(refund(return_id="return", transactions=(repaid(status),)),)))
    assert state(pending) == (Stage.RECEIVED, Condition.WAITING, Reason.RETURN_RECEIVED)
    assert "isn’t confirmed yet" in english(pending.text)


@each_row("status", ["PENDING", "FAILURE"])
def test_closed_return_with_an_unsettled_refund_is_not_done(status: str) -> None:
    closed = order_return(status="CLOSED", dispositions=(disposition(),))
    its_refund = refund(return_id="return", transactions=(repaid(status),))
    assert return_of(delivered(closed, refunds=(its_refund,))).condition is not Condition.DONE
    assert return_of(delivered(order_return(status="CLOSED"), refunds=(its_refund,))).condition is not Condition.DONE


def test_refund_of_nothing_is_no_refund() -> None:
    nothing = refund(return_id="return", total=money("0.00"))
    back = return_of(delivered(BACK, refunds=(nothing,)))
    assert state(back) == (Stage.RECEIVED, Condition.FINE, Reason.RETURN_RECEIVED)
    assert not any(words in english(back.text) for words in ("refund", "to show in your account"))
    assert state(return_of(delivered(order_return(), refunds=(nothing,))))[2] is Reason.RETURN_APPROVED


def test_units_that_are_counted_as_refunded_without_money_are_not() -> None:
    assert return_of(delivered(order_return(units=(REFUNDED,)))).stage is Stage.APPROVED


def test_removal_with_a_refund_of_nothing_is_no_refund() -> None:
    nothing = refund(total=money("0.00"), units=(refunded_units(1, "CANCEL"),))
    lines = (line(quantity=2, current_quantity=1, unfulfilled_quantity=1),)
    status = status_of(order(lines=lines, refunds=(nothing,)))
    (removed,) = status.removed
    assert removed.reason == "edited"
    assert len(status.timeline) == 1


# --- several and partial refunds --------------------------------------------------------------------------------


def test_partial_refund_of_received_goods_is_not_all() -> None:
    half = refund(return_id="return", units=(refunded_units(1, "RETURN"),), transactions=(repaid("SUCCESS"),))
    back = order_return(units=(TWO,), dispositions=(disposition(quantity=2),))
    partly = return_of(delivered(back, lines=(TWO_MUGS,), refunds=(half,)))
    assert state(partly) == (Stage.RECEIVED, Condition.WAITING, Reason.RETURN_INSPECTED)
    assert english(partly.text).startswith("We have your items, and part of the amount has been refunded.")


@each_row("refunds", [(), (refund(return_id="return", units=(refunded_units(1, "RETURN"),)),)])
def test_return_of_which_a_part_is_back_names_the_rest(refunds: tuple[object, ...]) -> None:
    part = order_return(units=(TWO,), dispositions=(disposition(),), reverse_statuses=("OPEN",))
    partly = return_of(delivered(part, lines=(TWO_MUGS,), refunds=refunds))
    assert state(partly) == (Stage.RECEIVED, Condition.WAITING, Reason.RETURN_INSPECTED)
    assert english(partly.text).startswith("We have part of your return, and 1 item hasn’t arrived yet.")


def test_several_refunds_together_refund_a_return() -> None:
    half = refund(return_id="return", units=(refunded_units(1, "RETURN"),), transactions=(repaid("SUCCESS"),))
    later = replace(half, processed_at=ago(hours=0.5))
    back = order_return(units=(TWO,), dispositions=(disposition(quantity=2, at=ago(hours=5)),))
    done = return_of(delivered(back, lines=(TWO_MUGS,), refunds=(half, later)))
    assert state(done) == (Stage.REFUNDED, Condition.DONE, Reason.RETURN_REFUNDED)
    assert done.steps[-1].at == ago(hours=0.5)


def test_failed_and_repeated_refund_is_a_refund() -> None:
    failed = refund(return_id="return", processed_at=ago(hours=4), transactions=(repaid("FAILURE"),))
    for status in ("OPEN", "CLOSED"):
        done = return_of(delivered(replace(BACK, status=status), refunds=(failed, PAID_BACK)))
        assert state(done) == (Stage.REFUNDED, Condition.DONE, Reason.RETURN_REFUNDED)


def test_failed_refund_that_is_tried_again_is_being_made() -> None:
    failed = refund(return_id="return", processed_at=ago(hours=4), transactions=(repaid("FAILURE"),))
    again = refund(return_id="return", transactions=(repaid("PENDING"),))
    assert return_of(delivered(BACK, refunds=(failed, again))).condition is Condition.WAITING


def test_refund_of_another_return_counts_for_that_one_only() -> None:
    other = order_return(id="second", reverse_statuses=("CLOSED",))
    first, second = status_of(delivered(BACK, other, refunds=(PAID_BACK,))).returns
    assert (first.reason, second.reason) == (Reason.RETURN_REFUNDED, Reason.RETURN_RECEIVED)


@each_row(
    ("gateway", "says", "mentions_bank"),
    [
        ("shopify_payments", "The money often takes 3 to 10 days", True),
        ("gift_card", "on a gift card", False),
        ("shopify_store_credit", "store credit", False),
        ("cash", "The refund was made.", False),
    ],
)
def test_bank_days_are_only_of_a_bank(gateway: str, says: str, *, mentions_bank: bool) -> None:
    its_refund = refund(return_id="return", transactions=(repaid("SUCCESS", gateway),))
    done = english(return_of(delivered(BACK, refunds=(its_refund,))).text)
    assert says in done
    assert ("to show in your account" in done) is mentions_bank


# --- a parcel without the goods ---------------------------------------------------------------------------------


@each_row("changes", [{}, {"return_status": "RETURN_FAILED"}, {"return_status": "INSPECTION_COMPLETE"}])
@each_row("reverse", [(), ("OPEN",), ("CLOSED",)])
def test_empty_parcel_asks_the_customer_to_write(changes: dict[str, object], reverse: tuple[str, ...]) -> None:
    empty = return_of(
        delivered(order_return(dispositions=(disposition("MISSING"),), reverse_statuses=reverse), **changes)
    )
    assert state(empty) == (Stage.RECEIVED, Condition.ACTION_NEEDED, Reason.RETURN_MISSING)
    assert "couldn’t find the items" in english(empty.text)
    assert empty.advice.code is NextStep.CONTACT


def test_empty_parcel_of_a_closed_return_still_asks_the_customer_to_write() -> None:
    assert return_of(delivered(order_return(status="CLOSED", dispositions=(disposition("MISSING"),)))).condition is (
        Condition.ACTION_NEEDED
    )


def test_missing_item_of_two_is_named() -> None:
    return_ = order_return(units=(TWO,), dispositions=(disposition("RESTOCKED"), disposition("MISSING")))
    partly = return_of(delivered(return_, lines=(TWO_MUGS,)))
    assert state(partly) == (Stage.RECEIVED, Condition.ACTION_NEEDED, Reason.RETURN_MISSING)
    assert "couldn’t find 1 of the items" in english(partly.text)


def test_missing_item_stays_named_after_the_other_was_refunded() -> None:
    half = refund(return_id="return", units=(refunded_units(1, "RETURN"),), transactions=(repaid("SUCCESS"),))
    return_ = order_return(units=(TWO,), dispositions=(disposition("RESTOCKED"), disposition("MISSING")))
    assert return_of(delivered(return_, lines=(TWO_MUGS,), refunds=(half,))).reason is Reason.RETURN_MISSING


def test_missing_items_that_were_found_are_not_missing() -> None:
    found = order_return(dispositions=(disposition("MISSING"), disposition("RESTOCKED")))
    assert return_of(delivered(found)).reason is Reason.RETURN_INSPECTED


def test_missing_items_that_were_refunded_all_the_same_are_done() -> None:
    empty = order_return(dispositions=(disposition("MISSING"),))
    assert return_of(delivered(empty, refunds=(PAID_BACK,))).condition is Condition.DONE


def test_missing_items_lead_the_next_step_of_a_delivered_order() -> None:
    status = status_of(delivered(order_return(dispositions=(disposition("MISSING"),))))
    assert status.advice.code is NextStep.CONTACT
    assert status.headline.stage is Stage.DELIVERED


# --- exchanges --------------------------------------------------------------------------------------------------

EXCHANGE_BAR = ["requested", "approved", "on_its_way_back", "received"]


def test_bar_of_an_exchange_ends_at_received() -> None:
    for status in ("REQUESTED", "OPEN", "CLOSED"):
        shown = return_of(exchanged(exchange(status=status), is_sent=False))
        assert [step.code for step in shown.steps] == EXCHANGE_BAR
        assert english(shown.steps[-1].label) == "New item sent"


@each_row("status", ["OPEN", "CLOSED"])
@each_row("refunds", [(), (refund(return_id="return", total=money("0.00")),)])
def test_even_exchange_is_done_when_the_goods_are_back_and_the_new_ones_sent(
    status: str, refunds: tuple[object, ...]
) -> None:
    return_ = exchange(status=status, dispositions=(disposition(at=ago(hours=30)),))
    done = return_of(exchanged(return_, is_sent=True, refunds=refunds))
    assert state(done) == (Stage.RECEIVED, Condition.DONE, Reason.EXCHANGED)
    assert english(done.steps[-1].label) == "New item sent"
    assert done.steps[-1].at == ago(hours=20)  # when the new item left, not when the old one came
    assert english(done.text) == "We have your items, and the new ones have been sent."


def test_exchange_whose_new_item_waits_is_not_done() -> None:
    waiting = return_of(exchanged(exchange(dispositions=(disposition(),)), is_sent=False))
    assert state(waiting) == (Stage.RECEIVED, Condition.FINE, Reason.EXCHANGE)
    assert english(waiting.steps[-1].label) == "Received"
    assert "haven’t been sent yet" in english(waiting.text)


@each_row(("days", "reason"), [(1, None), (9, Reason.OLDER_THAN_USUAL)])
def test_new_item_is_late_by_the_day_on_which_the_old_one_came_back(days: int, reason: Reason | None) -> None:
    created = group(created_at=ago(days=20), units=(units(line_id="blue"),))
    return_ = exchange(created_at=ago(days=20), dispositions=(disposition(at=ago(days=days)),))
    order_ = exchanged(return_, is_sent=False, placed_at=ago(days=30), fulfillment_orders=(created,))
    (unsent,) = [parcel for parcel in status_of(order_).parcels if not parcel.sent]
    assert unsent.reason is reason


def test_label_of_the_new_item_alone_has_sent_nothing() -> None:
    labelled = replace(NEW_SHIPMENT, display_status="LABEL_PRINTED")
    order_ = exchanged(exchange(dispositions=(disposition(),)), is_sent=True)
    assert return_of(replace(order_, fulfillments=(DELIVERED, labelled))).reason is Reason.EXCHANGE


def test_new_item_that_was_sent_first_still_wants_the_old_one_back() -> None:
    trusted = return_of(exchanged(exchange(), is_sent=True))
    assert state(trusted) == (Stage.APPROVED, Condition.ACTION_NEEDED, Reason.EXCHANGE)
    assert english(trusted.text) == "The new items have been sent. Please still send the old ones back."
    assert trusted.advice.code is NextStep.SEND_BACK


@each_row("days", [2.5, 3, 10])
def test_new_item_that_left_before_the_return_was_recorded_has_been_sent(days: float) -> None:
    early = replace(NEW_SHIPMENT, created_at=ago(days=days))
    order_ = exchanged(exchange(dispositions=(disposition(),)), is_sent=True, placed_at=ago(days=30))
    done = return_of(replace(order_, fulfillments=(DELIVERED, early)))
    assert state(done) == (Stage.RECEIVED, Condition.DONE, Reason.EXCHANGED)
    assert done.steps[-1].at == ago(days=days)


def test_new_item_that_left_before_the_return_was_recorded_still_wants_the_old_one_back() -> None:
    order_ = exchanged(exchange(), is_sent=True)
    trusted = return_of(replace(order_, fulfillments=(DELIVERED, replace(NEW_SHIPMENT, created_at=ago(days=4)))))
    assert english(trusted.text) == "The new items have been sent. Please still send the old ones back."


@each_row(("sent_units", "reason"), [(1, Reason.EXCHANGE), (2, Reason.EXCHANGED)])
def test_units_of_the_new_line_that_were_bought_before_are_not_the_new_item(sent_units: int, reason: Reason) -> None:
    order_ = exchanged(exchange(dispositions=(disposition(),)), is_sent=True, placed_at=ago(days=30))
    blue = line(id="blue", title="Blue mug", quantity=2, current_quantity=2, unfulfilled_quantity=2 - sent_units)
    shipped = replace(NEW_SHIPMENT, created_at=ago(days=10), units=(units(sent_units, line_id="blue"),))
    both = replace(order_, lines=(order_.lines[0], blue), fulfillments=(DELIVERED, shipped))
    assert return_of(both).reason is reason


def test_one_new_item_is_not_that_of_two_exchanges() -> None:
    first = exchange(id="first", created_at=ago(days=5), dispositions=(disposition(),))
    second = exchange(id="second", dispositions=(disposition(),))
    order_ = exchanged(first, is_sent=True)
    blue = line(id="blue", title="Blue mug", quantity=2, current_quantity=2)
    status = status_of(replace(order_, lines=(TWO_MUGS, blue), returns=(first, second)))
    assert [each.reason for each in status.returns] == [Reason.EXCHANGED, Reason.EXCHANGE]


def test_first_delivery_of_the_same_product_is_not_the_new_item() -> None:
    same = exchange(exchanges=(exchange_item(line_id="mug"),), dispositions=(disposition(),))
    assert return_of(delivered(same)).reason is Reason.EXCHANGE


def test_closed_exchange_whose_new_line_is_unknown_is_done() -> None:
    closed = order_return(status="CLOSED", exchanges=(exchange_item(),), dispositions=(disposition(),))
    assert return_of(delivered(closed)).reason is Reason.EXCHANGED


def test_exchange_with_a_difference_paid_back_has_no_refunded_step() -> None:
    return_ = exchange(status="CLOSED", dispositions=(disposition(),))
    done = return_of(exchanged(return_, is_sent=True, refunds=(PAID_BACK,)))
    assert (done.stage, done.reason) == (Stage.RECEIVED, Reason.EXCHANGED)


def test_exchange_on_its_way_back_needs_nothing() -> None:
    moving = return_of(exchanged(exchange(tracking=(TRACKED,)), is_sent=False))
    assert state(moving) == (Stage.ON_ITS_WAY_BACK, Condition.FINE, Reason.EXCHANGE)
    assert moving.advice.code is NextStep.WAIT


def test_empty_parcel_of_an_exchange_asks_the_customer_to_write() -> None:
    empty = return_of(exchanged(exchange(dispositions=(disposition("MISSING"),)), is_sent=False))
    assert (empty.reason, empty.advice.code) == (Reason.RETURN_MISSING, NextStep.CONTACT)


# --- without label, tracking, goods -----------------------------------------------------------------------------


@each_row(
    ("return_", "code", "url"),
    [
        (order_return(), NextStep.SEND_BACK, None),
        (order_return(label_url=LABEL), NextStep.PRINT_LABEL, LABEL),
        (order_return(label_url=LABEL, tracking=(TRACKED,)), NextStep.PRINT_LABEL, LABEL),
        (exchange(label_url=LABEL), NextStep.PRINT_LABEL, LABEL),
        (order_return(tracking=(TRACKED,)), NextStep.WAIT, None),
        (order_return(status="REQUESTED", approved_at=None), NextStep.WAIT, None),
        (BACK, NextStep.WAIT, None),
    ],
)
def test_next_step_of_a_return_is_the_customers_act(return_: Return, code: NextStep, url: str | None) -> None:
    shown = return_of(delivered(return_))
    assert (shown.advice.code, shown.advice.url) == (code, url)


def test_return_that_needs_the_customer_comes_before_a_rating() -> None:
    shop = policy(review_url="https://example.com/rate")
    assert status_of(delivered(order_return()), its_policy=shop).advice.code is NextStep.SEND_BACK


@each_row("reverse", [(), ("OPEN",), ("CANCELED",)])
def test_closed_return_without_goods_and_money_claims_neither(reverse: tuple[str, ...]) -> None:
    closed = return_of(delivered(order_return(status="CLOSED", closed_at=ago(hours=1), reverse_statuses=reverse)))
    assert state(closed) == (Stage.APPROVED, Condition.DONE, Reason.RETURN_FAILED)
    assert english(closed.title) == "Your return was closed"
    assert "We have your items" not in english(closed.text)
    assert [step.at for step in closed.steps] == [ago(days=2), ago(days=1), None, None, None]


def test_closed_return_with_goods_says_no_refund_is_next() -> None:
    closed = return_of(delivered(order_return(status="CLOSED", dispositions=(disposition(),))))
    assert state(closed) == (Stage.RECEIVED, Condition.DONE, Reason.RETURN_RECEIVED)
    assert english(closed.text) == "We have your items, and the return is closed."


def test_return_that_was_called_off_says_so_where_it_is_shown() -> None:
    called_off = return_of(delivered(order_return(status="CANCELED"), return_status="RETURN_FAILED"))
    assert (called_off.condition, called_off.reason) == (Condition.DONE, Reason.RETURN_CANCELLED)


# --- parcels that were refunded instead of delivered ------------------------------------------------------------


@each_row("display_status", ["NOT_DELIVERED", "FAILURE", "RETURNING_TO_SENDER", "IN_TRANSIT", "DELAYED"])
@each_row(
    "changes",
    [
        {"financial_status": "REFUNDED", "refunded": money("49.00")},
        {"financial_status": "REFUNDED", "refunded": money("49.00"), "refunds": (refund(),)},
        {"financial_status": "PARTIALLY_REFUNDED", "refunds": (refund(units=(refunded_units(1, "NO_RESTOCK"),)),)},
        {"financial_status": "PARTIALLY_REFUNDED", "refunds": (refund(units=(refunded_units(1, "RETURN"),)),)},
    ],
)
def test_refunded_parcel_is_done(display_status: str, changes: dict[str, object]) -> None:
    lost = shipment(display_status=display_status, created_at=ago(days=30))
    status = status_of(sent(fulfillments=(lost,), **changes))
    (parcel,) = status.parcels
    assert (parcel.condition, parcel.reason) == (Condition.DONE, Reason.PAY_REFUNDED)
    assert parcel.stage is not Stage.DELIVERED
    assert "has been refunded" in english(parcel.text)
    assert status.headline.condition is Condition.DONE
    assert status.advice.code is NextStep.WAIT
    assert not status.is_moving


def test_refund_that_failed_does_not_settle_a_lost_parcel() -> None:
    lost = shipment(display_status="NOT_DELIVERED")
    failed = refund(units=(refunded_units(1, "NO_RESTOCK"),), transactions=(repaid("FAILURE"),))
    for financial_status in ("PARTIALLY_REFUNDED", "REFUNDED"):
        order_ = sent(fulfillments=(lost,), refunds=(failed,), financial_status=financial_status)
        assert status_of(order_).parcels[0].condition is Condition.PROBLEM


def test_refund_settles_the_lost_one_of_two_parcels() -> None:
    parcels = (
        shipment(id="arrived", display_status="DELIVERED"),
        shipment(id="lost", display_status="NOT_DELIVERED"),
    )
    one = refund(units=(refunded_units(1, "NO_RESTOCK"),))
    order_ = sent(lines=(TWO_MUGS,), fulfillments=parcels, refunds=(one,), financial_status="PARTIALLY_REFUNDED")
    status = status_of(order_)
    assert {parcel.condition for parcel in status.parcels} == {Condition.DONE}
    assert english(status.headline.text).startswith("1 of 2 parcels delivered, 1 refunded.")


def test_refund_of_a_returned_unit_does_not_settle_a_lost_parcel() -> None:
    parcels = (
        shipment(id="arrived", display_status="DELIVERED"),
        shipment(id="lost", display_status="NOT_DELIVERED"),
    )
    one = refund(return_id="return", units=(refunded_units(1, "RETURN"),))
    order_ = sent(lines=(TWO_MUGS,), fulfillments=parcels, refunds=(one,), returns=(BACK,))
    assert {parcel.condition for parcel in status_of(order_).parcels} == {Condition.DONE, Condition.PROBLEM}


def test_ambiguous_refund_settles_no_parcel_that_is_on_its_way() -> None:
    parcels = (shipment(id="first", display_status="IN_TRANSIT"), shipment(id="second", display_status="IN_TRANSIT"))
    one = refund(units=(refunded_units(1, "NO_RESTOCK"),))
    order_ = sent(lines=(TWO_MUGS,), fulfillments=parcels, refunds=(one,))
    assert {parcel.condition for parcel in status_of(order_).parcels} == {Condition.FINE}
