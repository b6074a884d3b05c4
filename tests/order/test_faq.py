from dataclasses import replace
from datetime import datetime

from hypothesis import given

from tests.order.builders import (
    ago,
    by_hand,
    download,
    english,
    event,
    exchange_item,
    group,
    line,
    method,
    money,
    numbered,
    order,
    order_return,
    phrases,
    place,
    policy,
    sent,
    shipment,
    status_of,
    units,
)
from tests.order.strategies import orders
from tests.sampling import each_row
from tracking.i18n.localized_text import LocalizedText
from tracking.order.faq import MAX_ENTRIES, ROWS
from tracking.order.model import Order
from tracking.order.policy import Policy

SHOP = policy(
    lost_days=21,
    lost_policy=LocalizedText((("", "We look for it with you."),)),
    wait_policy=LocalizedText((("", "You may wait or cancel."),)),
)


def question_codes(its_order: Order, its_policy: Policy | None = None) -> list[str]:
    return [answer.code for answer in status_of(its_order, its_policy=its_policy).faq]


def answer_to(code: str, its_order: Order) -> str:
    (answer,) = (answer for answer in status_of(its_order, its_policy=policy()).faq if answer.code == code)
    return english(answer.text)


def with_status(value: str, at: datetime = ago(hours=1)) -> Order:  # noqa: B008 - a constant
    return sent(fulfillments=(shipment(display_status=value, events=(event(value, at),)),))


def order_on_hold(value: str) -> Order:
    return order(fulfillment_orders=(group(status="ON_HOLD", holds=(value,)),))


def part_sent(**changes: object) -> Order:
    return order(
        lines=(line(quantity=3, current_quantity=3, unfulfilled_quantity=2),), fulfillments=(shipment(),), **changes
    )


DOWNLOAD = sent(
    lines=(download(unfulfilled_quantity=0),),
    fulfillments=(shipment(units=(units(line_id="pdf"),), requires_shipping=False, tracking=()),),
)
STALLED = sent(fulfillments=(shipment(display_status="IN_TRANSIT", created_at=ago(days=9)),))
CANCELLED = order(cancelled_at=ago(hours=1), financial_status="PENDING")

PICKUP = group(delivery=method(method="PICK_UP"))
TWO_BOXES = (numbered("one"), numbered("two"))

SITUATIONS = [
    ("delivered_not_here", with_status("DELIVERED")),
    ("only_a_part", part_sent()),
    ("only_some_boxes", sent(fulfillments=(shipment(display_status="DELIVERED", tracking=TWO_BOXES),))),
    ("do_not_want_to_wait", order(placed_at=ago(days=30))),
    ("do_not_want_to_wait", order_on_hold("INVENTORY_OUT_OF_STOCK")),
    ("do_not_want_to_wait", order(fulfillment_status="REQUEST_DECLINED")),
    ("do_not_want_to_wait", order(fulfillment_status="SCHEDULED", lines=(line(selling_plan="Preorder"),))),
    ("counts_as_lost", STALLED),
    ("counts_as_lost", with_status("NOT_DELIVERED")),
    ("damaged", with_status("FAILURE")),
    ("why_delayed", with_status("DELAYED")),
    ("not_at_home", with_status("OUT_FOR_DELIVERY")),
    ("missed_again", with_status("ATTEMPTED_DELIVERY")),
    ("how_long_kept", with_status("READY_FOR_PICKUP")),
    ("still_kept", with_status("READY_FOR_PICKUP", ago(days=15))),
    ("should_be_here", sent(fulfillments=(shipment(created_at=ago(days=15)),))),
    ("carrier_needs_me", with_status("BUYER_ACTION_REQUIRED")),
    ("how_to_pay", by_hand("Bank Deposit")),
    ("how_to_pay", order(financial_status="EXPIRED")),
    ("how_to_pay", order(financial_status="PARTIALLY_PAID", outstanding=money("12.50"))),
    ("paid_but_not_sent", order()),
    ("paid_but_not_ready", order(fulfillment_orders=(PICKUP,))),
    ("bar_does_not_move", with_status("LABEL_PRINTED")),
    ("bar_does_not_move", sent()),
    ("bar_does_not_move", STALLED),
    ("bar_does_not_move", with_status("NEWS_OF_2030")),
    ("no_tracking_at_all", sent(fulfillments=(shipment(tracking=()),))),
    ("no_tracking_yet", order()),
    ("why_coming_back", with_status("RETURNING_TO_SENDER")),
    ("when_the_money_comes", sent(returns=(order_return(),))),
    ("when_the_new_items_come", order_on_hold("AWAITING_RETURN_ITEMS")),
    ("where_is_the_download", DOWNLOAD),
    ("change_it", order()),
    ("change_pickup", order(fulfillment_orders=(PICKUP,))),
]


def test_every_question_has_a_case_here() -> None:
    assert {code for code, _ in SITUATIONS} == {row.code for row in ROWS}


@each_row(("code", "its_order"), SITUATIONS, [f"{code}-{place}" for place, (code, _) in enumerate(SITUATIONS)])
def test_each_question_has_an_answer_where_it_applies(code: str, its_order: Order) -> None:
    assert code in question_codes(its_order, SHOP)


@each_row("code", ["do_not_want_to_wait", "counts_as_lost"])
def test_question_whose_answer_is_the_shops_appears_only_with_its_setting(code: str) -> None:
    asked = [its_order for asked_code, its_order in SITUATIONS if asked_code == code]
    assert asked
    assert not any(code in question_codes(its_order) for its_order in asked)


@each_row(
    ("its_order", "codes"),
    [
        (with_status("IN_TRANSIT"), ["bar_does_not_move"]),
        (with_status("OUT_FOR_DELIVERY"), ["not_at_home"]),
        (with_status("DELIVERED"), ["delivered_not_here"]),
        (sent(), ["bar_does_not_move"]),
        (DOWNLOAD, ["where_is_the_download"]),
        (CANCELLED, []),
        (order(), ["paid_but_not_sent", "no_tracking_yet", "change_it"]),
        (part_sent(), ["only_a_part", "bar_does_not_move", "no_tracking_yet", "change_it"]),
        (
            order(fulfillment_orders=(group(delivery=method(method="PICK_UP")),)),
            ["paid_but_not_ready", "change_pickup"],
        ),
    ],
)
def test_faq_has_only_the_questions_of_the_status(its_order: Order, codes: list[str]) -> None:
    assert question_codes(its_order) == codes


@each_row(
    ("code", "its_order"),
    [
        ("paid_but_not_sent", order(placed_at=ago(hours=2))),
        ("paid_but_not_ready", order(placed_at=ago(hours=2), fulfillment_orders=(PICKUP,))),
        ("delivered_not_here", replace(with_status("DELIVERED", ago(days=15)), placed_at=ago(days=20))),
        ("delivered_not_here", replace(with_status("DELIVERED"), returns=(order_return(),))),
        ("damaged", with_status("NOT_DELIVERED")),
        ("bar_does_not_move", sent(fulfillments=(shipment(display_status="LABEL_PRINTED", tracking=()),))),
        ("no_tracking_yet", sent(fulfillments=(shipment(display_status="LABEL_PRINTED", tracking=()),))),
        ("paid_but_not_sent", order(fulfillment_orders=(group(delivery=method(method="LOCAL")),))),
        ("when_the_money_comes", sent(returns=(order_return(exchanges=(exchange_item(),)),))),
    ],
)
def test_question_that_nobody_has_at_this_moment_is_not_there(code: str, its_order: Order) -> None:
    assert code not in question_codes(its_order)


@given(orders)
def test_faq_has_at_most_max_entries(invented: Order) -> None:
    assert len(status_of(invented).faq) <= MAX_ENTRIES
    assert MAX_ENTRIES == 4


def test_answer_on_a_paid_unsent_order_promises_no_time() -> None:
    assert answer_to("paid_but_not_sent", order()).endswith("Yours hasn’t been handed over yet.")


def test_question_that_a_parcel_answers_is_left_out() -> None:
    on_hold = order_on_hold("INVENTORY_OUT_OF_STOCK")
    held = group(status="ON_HOLD", holds=("INVENTORY_OUT_OF_STOCK",), units=(units(2),))
    assert "paid_but_not_sent" not in question_codes(on_hold)
    assert "paid_but_not_sent" not in question_codes(order(financial_status="AUTHORIZED"))
    assert "paid_but_not_sent" not in question_codes(with_status("LABEL_PRINTED"))
    assert "only_a_part" not in question_codes(part_sent(fulfillment_orders=(held,)))
    assert "only_a_part" not in question_codes(part_sent(fulfillment_orders=(PICKUP,)))


def test_a_refund_that_has_its_own_line_is_not_said_again() -> None:
    for refunded in (order(refunded=money("10.00")), CANCELLED):
        status = status_of(refunded, its_policy=policy())
        assert status.money.text is not None
        assert status.money.text not in [entry.text for entry in status.faq]
        assert "when_the_money_comes" not in question_codes(refunded)


def test_answer_on_a_part_shipment_says_why_it_comes_apart() -> None:
    assert answer_to("only_a_part", part_sent()) == (
        "The rest comes separately, so you don’t have to wait for all of it."
    )


def test_new_item_of_an_exchange_is_no_rest_of_the_order() -> None:
    exchanged = part_sent(returns=(order_return(exchanges=(exchange_item(),)),))
    assert "only_a_part" not in question_codes(exchanged)


def test_answer_on_a_part_shipment_mentions_another_location() -> None:
    groups = (
        group(id="1", units=(), fulfillment_ids=("parcel",)),
        group(id="2", units=(units(2),), location=place(city="Lund")),
    )
    assert answer_to("only_a_part", part_sent(fulfillment_orders=groups)).endswith("it’s sent from another place.")


def test_answer_on_the_money_for_a_return_promises_none() -> None:
    answer = answer_to("when_the_money_comes", sent(returns=(order_return(),)))
    assert answer.startswith("No refund has been made yet.")


def test_cancelled_order_has_no_faq_entries_on_payment_or_changes() -> None:
    assert {"how_to_pay", "change_it"}.isdisjoint(question_codes(CANCELLED))


def test_no_answer_contains_a_shopify_status() -> None:
    for row in ROWS:
        assert not any("fulfil" in english(phrase).lower() for phrase in phrases(row.question))


def test_own_driver_is_no_carrier() -> None:
    local = group(status="CLOSED", units=(), delivery=method(method="LOCAL"), fulfillment_ids=("parcel",))
    for value, code in (("OUT_FOR_DELIVERY", "not_at_home"), ("ATTEMPTED_DELIVERY", "missed_again")):
        by_carrier = with_status(value)
        assert code in question_codes(by_carrier)
        assert code not in question_codes(replace(by_carrier, fulfillment_orders=(local,)))


def test_rest_that_nobody_pays_for_does_not_come_separately() -> None:
    for value in ("VOIDED", "EXPIRED"):
        assert not {"only_a_part"} & {*question_codes(part_sent(financial_status=value))}
    assert not {"no_tracking_yet", "change_it"} & {*question_codes(part_sent(financial_status="VOIDED"))}


def test_the_bar_of_the_shop_s_own_driver_waits_for_no_carrier() -> None:
    tried = shipment(tracking=(), created_at=ago(days=9), events=(event("ATTEMPTED_DELIVERY", ago(days=8)),))
    by_driver = group(status="CLOSED", units=(), fulfillment_ids=("parcel",), delivery=method(method="LOCAL"))
    late = sent(fulfillments=(tried,), fulfillment_orders=(by_driver,))
    assert "bar_does_not_move" not in question_codes(late)
