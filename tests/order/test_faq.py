import pytest
from hypothesis import given

from tests.order.builders import (
    ago,
    download,
    event,
    going_back,
    group,
    line,
    method,
    money,
    order,
    phrases,
    place,
    policy,
    say,
    sent,
    shipment,
    shown,
    units,
)
from tests.order.strategies import orders
from tracking.order.faq import MAX_ENTRIES, ROWS
from tracking.order.model import Order


def asked(its_order: Order) -> list[str]:
    return [answer.code for answer in shown(its_order).faq]


def answer_to(code: str, its_order: Order) -> str:
    (answer,) = (answer for answer in shown(its_order, its_policy=policy()).faq if answer.code == code)
    return say(answer.text)


def with_status(word: str) -> Order:
    return sent(fulfillments=(shipment(display_status=word, events=(event(word, ago(hours=1)),)),))


def held(word: str) -> Order:
    return order(fulfillment_orders=(group(status="ON_HOLD", holds=(word,)),))


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

SITUATIONS = [
    ("delivered_not_here", with_status("DELIVERED")),
    ("only_a_part", part_sent()),
    ("do_not_want_to_wait", order(placed_at=ago(days=30))),
    ("do_not_want_to_wait", held("INVENTORY_OUT_OF_STOCK")),
    ("do_not_want_to_wait", order(fulfillment_status="REQUEST_DECLINED")),
    ("do_not_want_to_wait", order(fulfillment_status="SCHEDULED", lines=(line(has_selling_plan=True),))),
    ("counts_as_lost", STALLED),
    ("counts_as_lost", with_status("NOT_DELIVERED")),
    ("damaged", with_status("FAILURE")),
    ("why_delayed", with_status("DELAYED")),
    ("not_at_home", with_status("OUT_FOR_DELIVERY")),
    ("missed_again", with_status("ATTEMPTED_DELIVERY")),
    ("how_long_kept", with_status("READY_FOR_PICKUP")),
    ("carrier_needs_me", with_status("BUYER_ACTION_REQUIRED")),
    ("how_to_pay", order(financial_status="PENDING")),
    ("how_to_pay", order(financial_status="EXPIRED")),
    ("how_to_pay", order(financial_status="PARTIALLY_PAID")),
    ("paid_but_not_sent", order()),
    ("paid_but_not_sent", order(financial_status="AUTHORIZED")),
    ("bar_does_not_move", with_status("LABEL_PRINTED")),
    ("bar_does_not_move", sent()),
    ("bar_does_not_move", STALLED),
    ("bar_does_not_move", with_status("NEWS_OF_2030")),
    ("no_tracking_at_all", sent(fulfillments=(shipment(tracking=()),))),
    ("no_tracking_yet", order()),
    ("why_coming_back", with_status("RETURNING_TO_SENDER")),
    ("when_the_money_comes", sent(returns=(going_back(),))),
    ("when_the_money_comes", CANCELLED),
    ("when_the_money_comes", order(refunded=money("10.00"))),
    ("when_the_new_items_come", held("AWAITING_RETURN_ITEMS")),
    ("where_is_the_download", DOWNLOAD),
    ("change_it", order()),
]


def test_every_question_has_a_situation_here() -> None:
    assert {code for code, _ in SITUATIONS} == {row.code for row in ROWS}


@pytest.mark.parametrize(
    ("code", "its_order"), [pytest.param(*row, id=f"{row[0]}-{place}") for place, row in enumerate(SITUATIONS)]
)
def test_a_question_is_answered_where_it_comes_up(code: str, its_order: Order) -> None:
    assert code in asked(its_order)


@pytest.mark.parametrize(
    ("its_order", "codes"),
    [
        (with_status("IN_TRANSIT"), ["bar_does_not_move"]),
        (with_status("OUT_FOR_DELIVERY"), ["not_at_home"]),
        (with_status("DELIVERED"), ["delivered_not_here"]),
        (sent(), ["bar_does_not_move"]),
        (DOWNLOAD, ["where_is_the_download"]),
        (CANCELLED, ["when_the_money_comes"]),
        (order(), ["paid_but_not_sent", "no_tracking_yet", "change_it"]),
        (part_sent(), ["only_a_part", "bar_does_not_move", "no_tracking_yet", "change_it"]),
        (order(fulfillment_orders=(group(delivery=method(method="PICK_UP")),)), ["paid_but_not_sent", "change_it"]),
    ],
)
def test_a_situation_answers_its_own_questions_and_no_others(its_order: Order, codes: list[str]) -> None:
    assert asked(its_order) == codes


@given(orders)
def test_there_are_never_more_answers_than_one_reads(invented: Order) -> None:
    assert len(shown(invented).faq) <= MAX_ENTRIES
    assert MAX_ENTRIES == 4


def test_paid_but_not_sent_says_how_long_it_usually_takes() -> None:
    assert answer_to("paid_but_not_sent", order()).endswith("We usually hand orders over within 3 working days.")


def test_paid_but_not_sent_says_why_where_there_is_a_reason() -> None:
    why = answer_to("paid_but_not_sent", held("INVENTORY_OUT_OF_STOCK"))
    assert "A product turned out to be out of stock." in why


def test_only_a_part_says_how_many_of_how_many() -> None:
    assert answer_to("only_a_part", part_sent()) == (
        "1 of 3 items have been sent. The rest comes separately, so that you do not have to wait for all of it."
    )


def test_only_a_part_says_why_the_rest_waits() -> None:
    waiting = group(status="ON_HOLD", holds=("INVENTORY_OUT_OF_STOCK",), units=(units(2),))
    why = answer_to("only_a_part", part_sent(fulfillment_orders=(waiting,)))
    assert "The rest comes separately: A product turned out to be out of stock." in why


def test_only_a_part_says_that_the_rest_leaves_from_another_place() -> None:
    groups = (
        group(id="1", units=(), fulfillment_ids=("parcel",)),
        group(id="2", units=(units(2),), location=place(city="Lund")),
    )
    assert answer_to("only_a_part", part_sent(fulfillment_orders=groups)).endswith("it leaves from another place.")


def test_money_for_a_return_comes_after_it_was_checked() -> None:
    answer = answer_to("when_the_money_comes", sent(returns=(going_back(),)))
    assert answer.startswith("We refund you after the items have reached us")


def test_money_that_went_back_is_answered_with_its_line() -> None:
    answer = answer_to("when_the_money_comes", order(refunded=money("10.00")))
    assert answer.startswith("10.00 SEK was refunded.")


def test_a_cancelled_order_asks_for_no_payment_and_offers_no_change() -> None:
    assert {"how_to_pay", "change_it"}.isdisjoint(asked(CANCELLED))


def test_no_answer_uses_a_word_of_shopifys() -> None:
    for row in ROWS:
        assert not any("fulfil" in say(phrase).lower() for phrase in phrases(row.question))
