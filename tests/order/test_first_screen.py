from dataclasses import replace
from datetime import timedelta

from hypothesis import given

from tests.order.builders import (
    NOW,
    ago,
    ahead,
    english,
    event,
    group,
    line,
    method,
    money,
    order,
    order_return,
    policy,
    sent,
    shipment,
    status_of,
    units,
)
from tests.order.strategies import orders
from tests.sampling import each_row
from tracking.order.first_screen import SITUATIONS, FirstLine, FirstScreen, first_screen
from tracking.order.model import Order
from tracking.order.status_types import MoneyLine, OrderStatus
from tracking.order.vocabulary import Condition, NextStep, Reason, Stage

SHOP = policy(contact_url="https://example.com/contact", pay_url="https://example.com/pay")


def screen(its_order: Order) -> FirstScreen:
    return first_screen(status_of(its_order, its_policy=SHOP))


def with_step(
    code: NextStep,
    url: str | None = "https://example.com/there",
    *,
    condition: Condition = Condition.DONE,
    stage: Stage = Stage.DELIVERED,
) -> OrderStatus:
    """The status of a delivered parcel with another next step, condition and stage."""
    status = status_of(sent(fulfillments=(shipment(display_status="DELIVERED", delivered_at=ago(days=1)),)))
    headline = replace(status.headline, condition=condition, stage=stage)
    return replace(status, advice=replace(status.advice, code=code, url=url), headline=headline)


def button(status: OrderStatus) -> str | None:
    label = first_screen(status).button
    return english(label) if label else None


def test_names_of_situations_are_unique() -> None:
    assert len({situation.name for situation in SITUATIONS}) == len(SITUATIONS)


@given(orders)
def test_every_order_has_a_first_screen(invented: Order) -> None:
    shown = screen(invented)
    assert english(shown.title)
    assert (shown.leading_return is not None) == (shown.lead is FirstLine.RETURN)
    if shown.button:
        assert shown.url


def test_day_of_arrival_is_the_first_line_where_all_is_fine() -> None:
    promised = method(earliest_at=ahead(days=2), latest_at=ahead(days=2))
    delivery = (group(status="CLOSED", delivery=promised, units=()),)
    moving = shipment(events=(event("IN_TRANSIT", ago(hours=1)),))
    shown = screen(sent(fulfillments=(moving,), fulfillment_orders=delivery))
    assert (shown.lead, english(shown.title), shown.note, shown.button) == (
        FirstLine.DAY,
        "Your parcel is on its way",
        None,
        None,
    )


def test_range_of_days_stands_under_the_title() -> None:
    promised = method(earliest_at=ahead(days=2), latest_at=ahead(days=4))
    shown = screen(order(fulfillment_orders=(group(delivery=promised),)))
    assert (shown.lead, shown.has_day) == (FirstLine.TITLE, True)


def test_day_of_one_parcel_does_not_stand_under_the_lateness_of_another() -> None:
    moving = shipment(units=(units(1),), events=(event("IN_TRANSIT", ago(hours=1), estimated_at=ahead(days=1)),))
    waiting = group(units=(units(2),))
    split = order(
        lines=(line(quantity=3, current_quantity=3, unfulfilled_quantity=2),),
        fulfillments=(moving,),
        fulfillment_orders=(waiting,),
        placed_at=ago(days=20),
    )
    shown = screen(split)
    assert (shown.condition, english(shown.title)) == (Condition.LATE, "Part of your order is late")
    assert status_of(split).estimate
    assert not shown.has_day


def test_late_parcel_has_its_title_first() -> None:
    moving = shipment(events=(event("DELAYED", ago(hours=1)),))
    assert screen(sent(fulfillments=(moving,))).lead is FirstLine.TITLE


def test_payment_button_names_the_amount_and_no_day_stands_under_it() -> None:
    due = order(financial_status="PARTIALLY_PAID", outstanding=money("240.00"), placed_at=NOW - timedelta(hours=1))
    shown = screen(due)
    assert (shown.situation, shown.has_day, shown.is_filled) == ("pay", False, True)
    assert shown.button
    assert "240.00" in english(shown.button)
    assert shown.note is None


def test_customer_who_may_have_paid_is_offered_to_pay_and_not_urged() -> None:
    shown = first_screen(with_step(NextStep.PAY, condition=Condition.WAITING, stage=Stage.ORDERED))
    assert (shown.situation, shown.has_day, shown.is_filled) == ("pay_unless_sent", False, False)
    assert shown.button


def test_return_in_which_the_customer_is_next_is_the_first_line() -> None:
    arrived = shipment(display_status="DELIVERED", delivered_at=ago(days=3))
    shown = screen(sent(fulfillments=(arrived,), returns=(order_return(status="OPEN"),)))
    assert shown.leading_return
    assert (shown.condition, english(shown.title)) == (Condition.ACTION_NEEDED, "Send your items back")


def test_refund_that_failed_is_the_first_line_beside_a_delivery_that_is_done() -> None:
    status = with_step(NextStep.CONTACT)
    line_ = MoneyLine(reason=Reason.PAY_REFUND_FAILED, refunded=None, text=status.advice.text)
    shown = first_screen(replace(status, money=line_))
    assert (shown.condition, english(shown.title)) == (Condition.PROBLEM, "Your refund didn’t go through")
    assert english(shown.text) == "The money couldn’t be paid back to you. Please contact us."
    assert (shown.is_beside, shown.is_filled, shown.note) == (True, True, None)


@each_row(
    ("code", "label", "is_filled"),
    [
        (NextStep.PRINT_LABEL, "Print the return label", True),
        (NextStep.ARRANGE_DELIVERY, "Arrange delivery", True),
        (NextStep.CHECK_ADDRESS, "Send us the right address", True),
        (NextStep.RATE, "Rate your order", False),
        (NextStep.PAY, "Pay now", True),
        (NextStep.TRACK, None, True),
        (NextStep.WAIT, None, True),
    ],
)
def test_button_names_the_act(code: NextStep, label: str | None, is_filled: bool) -> None:  # noqa: FBT001 - a case
    status = with_step(code)
    assert button(status) == label
    assert first_screen(status).is_filled is is_filled
    assert button(with_step(code, url=None)) is None


def test_button_of_a_missed_delivery_names_the_carrier() -> None:
    status = status_of(sent(fulfillments=(shipment(events=(event("ATTEMPTED_DELIVERY", ago(hours=1)),)),)))
    assert status.advice.code is NextStep.ARRANGE_DELIVERY
    assert button(status) == f"Arrange delivery with {status.parcels[0].tracking[0].name}"


def test_button_of_what_the_carrier_needs_names_the_carrier() -> None:
    status = status_of(sent(fulfillments=(shipment(display_status="BUYER_ACTION_REQUIRED"),)))
    assert button(status) == f"Settle it with {status.parcels[0].tracking[0].name}"


@each_row(("condition", "is_filled"), [(Condition.DONE, False), (Condition.PROBLEM, True), (Condition.LATE, True)])
def test_contact_is_a_quiet_button_once_all_is_over(condition: Condition, is_filled: bool) -> None:  # noqa: FBT001
    shown = first_screen(with_step(NextStep.CONTACT, condition=condition))
    assert shown.button
    assert shown.is_filled is is_filled


def test_nothing_to_do_is_said_only_to_those_who_wait() -> None:
    waits = first_screen(with_step(NextStep.WAIT, None, condition=Condition.WAITING, stage=Stage.PREPARING))
    assert waits.note
    assert english(waits.note) == "You don’t need to do anything."
    assert first_screen(with_step(NextStep.WAIT, None)).note is None
    assert first_screen(with_step(NextStep.WAIT, None, condition=Condition.FINE)).note is None


def test_step_without_a_button_stays_a_sentence() -> None:
    status = with_step(NextStep.CONTACT, None, condition=Condition.PROBLEM)
    assert first_screen(status).note == status.advice.text


def test_order_without_lines_has_a_title() -> None:
    assert english(screen(order(lines=(line(quantity=0, current_quantity=0, unfulfilled_quantity=0),))).title)
