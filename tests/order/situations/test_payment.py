"""A payment word says who has paid what, not that nothing is sent before."""

from datetime import datetime

import pytest

from tests.order.builders import (
    ago,
    ahead,
    by_hand,
    download,
    english,
    group,
    insurance,
    line,
    method,
    money,
    numbered,
    order,
    policy,
    sent,
    shipment,
    status_of,
    transaction,
    units,
)
from tests.sampling import each_row
from tracking.order.model import Fulfillment, FulfillmentOrder, Line, Order
from tracking.order.status_types import OrderStatus
from tracking.order.vocabulary import Condition, NextStep, Reason, Stage

ACCEPTED = (group(status="OPEN", request_status="ACCEPTED"),)
PACKING = (group(status="IN_PROGRESS"),)
AWAITED = (group(status="ON_HOLD", holds=("AWAITING_PAYMENT",)),)
DUE = money("49.00")
SHOP = policy(pay_url="https://track.example.com/order/token/pay")


def line_of(status: OrderStatus) -> str | None:
    return english(status.payment.text) if status.payment.text else None


def due_of(status: OrderStatus) -> tuple[str, str | None] | None:
    due = status.payment.due
    return (f"{due.amount.amount}", due.on.isoformat() if due.on else None) if due else None


# --- paid at the door, in the shop ------------------------------------------------------------------------------------


def test_cash_on_delivery_in_work_is_late_as_a_paid_order_is() -> None:
    status = status_of(by_hand("Cash on Delivery (COD)", placed_at=ago(days=9), fulfillment_orders=ACCEPTED))
    headline = status.headline
    assert (headline.stage, headline.condition, headline.reason) == (
        Stage.PREPARING,
        Condition.LATE,
        Reason.OLDER_THAN_USUAL,
    )
    assert (status.payment.reason, status.payment.condition) == (Reason.PAY_ON_DELIVERY, Condition.FINE)
    assert line_of(status) == "You’ll pay 49.00 SEK on delivery"
    assert due_of(status) == ("49.00", None)
    assert status.advice.code is not NextStep.PAY


@each_row(
    "name",
    [
        "cash_on_delivery",
        "C.O.D.",
        "Nachnahme (DHL)",
        "Postförskott",
        "PostNord efterkrav",
        "Postoppkrav",
        "Contrassegno",
        "Paiement contre-remboursement",
        "Contra reembolso",
        "Płatność za pobraniem",
        "Postiennakko",
        "Onder rembours",
        "货到付款",
    ],
)
def test_cash_on_delivery_has_many_names(name: str) -> None:
    status = status_of(by_hand(name))
    assert status.payment.reason is Reason.PAY_ON_DELIVERY
    assert (status.headline.stage, status.headline.reason) == (Stage.PREPARING, None)
    assert status.advice.code is NextStep.WAIT


def test_cash_on_delivery_of_an_app_is_not_recorded_by_hand() -> None:
    awaited = (transaction("SALE", "PENDING", "COD by an app"),)
    app = order(financial_status="PENDING", gateways=("COD by an app",), transactions=awaited)
    assert status_of(app).payment.reason is Reason.PAY_ON_DELIVERY


def test_cash_on_delivery_is_known_where_no_transaction_can_be_read() -> None:
    assert status_of(by_hand("Nachnahme", transactions=())).payment.reason is Reason.PAY_ON_DELIVERY


def test_gift_card_beside_cash_on_delivery_changes_nothing() -> None:
    both = by_hand("Nachnahme", gateways=("gift_card", "Nachnahme"))
    assert status_of(both).payment.reason is Reason.PAY_ON_DELIVERY


def test_deposit_whose_rest_is_paid_at_the_door_is_not_due_now() -> None:
    partly = by_hand("Cash on Delivery (COD)", financial_status="PARTIALLY_PAID", outstanding=money("20.00"))
    status = status_of(partly)
    assert (status.payment.reason, status.headline.stage) == (Reason.PAY_ON_DELIVERY, Stage.PREPARING)
    assert line_of(status) == "Partly paid: you’ll pay 20.00 SEK on delivery"


@each_row("name", ["Pay in store", "Barzahlung bei Abholung", "Betala i butik", "到店支付"])
def test_paying_in_the_shop_waits_for_nothing(name: str) -> None:
    status = status_of(by_hand(name, placed_at=ago(days=2)))
    assert (status.payment.reason, line_of(status)) == (Reason.PAY_IN_SHOP, "You’ll pay 49.00 SEK in the shop")
    assert (status.headline.stage, status.headline.condition) == (Stage.PREPARING, Condition.FINE)


HANDED_OVER = {
    "at the door": ("Nachnahme", "SHIPPING", shipment(display_status="DELIVERED")),
    "at the counter": ("Pay in store", "PICK_UP", shipment(display_status="PICKED_UP", tracking=())),
    "by the shop's driver": ("Cash on delivery", "LOCAL", shipment(display_status="DELIVERED", tracking=())),
}


@pytest.mark.parametrize("paid", ["PENDING", "PARTIALLY_PAID"])
@pytest.mark.parametrize(("name", "how", "its_shipment"), HANDED_OVER.values(), ids=HANDED_OVER)
def test_payment_due_at_the_handover_is_the_shops_matter_afterwards(
    name: str, how: str, its_shipment: Fulfillment, paid: str
) -> None:
    done = group(status="CLOSED", units=(), delivery=method(method=how), fulfillment_ids=("parcel",))
    its_lines = (line(unfulfilled_quantity=0), insurance())
    handed = {"lines": its_lines, "fulfillments": (its_shipment,), "fulfillment_orders": (done,)}
    status = status_of(by_hand(name, financial_status=paid, **handed))
    assert (status.headline.condition, line_of(status), due_of(status)) == (Condition.DONE, None, None)


@each_row(
    "its_shipment",
    [
        shipment(display_status="OUT_FOR_DELIVERY"),
        shipment(display_status="DELIVERED", tracking=(numbered("a"), numbered("b"))),
    ],
)
def test_payment_at_the_handover_is_due_until_then(its_shipment: Fulfillment) -> None:
    status = status_of(by_hand("Nachnahme", lines=(line(unfulfilled_quantity=0),), fulfillments=(its_shipment,)))
    assert (line_of(status), due_of(status)) == ("You’ll pay 49.00 SEK on delivery", ("49.00", None))


def test_part_that_is_not_sent_is_still_paid_at_the_door() -> None:
    lines = (line(unfulfilled_quantity=0), line(id="lamp"))
    half = by_hand("Nachnahme", lines=lines, fulfillments=(shipment(display_status="DELIVERED"),))
    assert due_of(status_of(half)) == ("49.00", None)


# --- terms, deposits, one capture per shipment ------------------------------------------------------------------------


def on_terms(**changes: object) -> Order:
    terms = {"financial_status": "PENDING", "has_payment_terms": True, "outstanding": DUE}
    return order(**{"payment_due_at": ahead(days=28), "fulfillment_orders": PACKING} | terms | changes)


def test_terms_that_are_not_due_hold_nothing_back() -> None:
    status = status_of(on_terms())
    assert (status.headline.stage, status.headline.reason) == (Stage.PREPARING, Reason.AT_WAREHOUSE)
    assert (status.payment.reason, status.payment.condition) == (Reason.PAY_LATER, Condition.FINE)
    assert line_of(status) == "49.00 SEK, due by 2026-12-16"
    assert due_of(status) == ("49.00", "2026-12-16")
    assert status.advice.code is NextStep.WAIT


def test_terms_without_a_day_name_none() -> None:
    status = status_of(on_terms(payment_due_at=None))
    assert (status.payment.reason, line_of(status)) == (Reason.PAY_LATER, "Due later: 49.00 SEK")


def test_terms_are_not_overdue_on_their_day() -> None:
    status = status_of(on_terms(payment_due_at=ago(hours=2), payment_overdue=True))
    assert status.payment.reason is Reason.PAY_LATER


@each_row("changes", [{}, {"payment_due_at": None, "payment_overdue": True}])
def test_overdue_terms_need_the_customer_and_hold_nothing_back(changes: dict[str, object]) -> None:
    status = status_of(on_terms(**{"payment_due_at": ago(days=3)} | changes), its_policy=SHOP)
    assert (status.headline.stage, status.headline.condition, status.headline.reason) == (
        Stage.PREPARING,
        Condition.ACTION_NEEDED,
        Reason.PAY_OVERDUE,
    )
    assert (status.advice.code, status.advice.url) == (NextStep.PAY, SHOP.pay_url)
    (parcel,) = status.parcels
    assert (parcel.stage, parcel.reason) == (Stage.PREPARING, Reason.AT_WAREHOUSE)


def test_overdue_terms_lead_after_everything_was_sent() -> None:
    status = status_of(sent(financial_status="PENDING", payment_due_at=ago(days=3), outstanding=DUE))
    assert (status.headline.stage, status.headline.reason) == (Stage.SHIPPED, Reason.PAY_OVERDUE)


def test_deposit_whose_rest_has_a_later_day_goes_by_the_goods() -> None:
    later = (group(status="SCHEDULED", fulfill_at=ahead(days=50)),)
    deposit = order(
        financial_status="PARTIALLY_PAID",
        outstanding=money("70.00"),
        has_payment_terms=True,
        payment_due_at=ahead(days=60),
        fulfillment_orders=later,
    )
    status = status_of(deposit)
    assert (status.headline.condition, status.headline.reason) == (Condition.WAITING, Reason.SCHEDULED)
    assert status.payment.reason is Reason.PAY_LATER
    assert line_of(status) == "Partly paid: 70.00 SEK is due by 2027-01-17"
    assert due_of(status) == ("70.00", "2027-01-17")


def test_capture_per_shipment_leaves_the_rest_reserved() -> None:
    lines = (line(unfulfilled_quantity=0), line(id="lamp"))
    status = status_of(
        order(
            lines=lines,
            fulfillments=(shipment(display_status="IN_TRANSIT"),),
            financial_status="PARTIALLY_PAID",
            outstanding=money("20.00"),
            capturable=money("20.00"),
        )
    )
    assert (status.headline.stage, status.headline.condition) == (Stage.SHIPPED, Condition.FINE)
    assert (status.payment.reason, status.payment.condition) == (Reason.PAY_RESERVED, Condition.FINE)
    assert line_of(status) == "Partly paid, the rest is reserved on your card"
    assert status.payment.due is None
    assert status.advice.code is not NextStep.PAY


def test_only_what_is_not_reserved_is_due() -> None:
    partly = order(financial_status="PARTIALLY_PAID", outstanding=money("30.00"), capturable=money("20.00"))
    status = status_of(partly, its_policy=SHOP)
    assert (status.payment.reason, due_of(status)) == (Reason.PAY_BALANCE_DUE, ("10.00", None))
    assert (status.headline.stage, status.headline.condition) == (Stage.CONFIRMED, Condition.ACTION_NEEDED)
    assert (status.advice.code, status.advice.url) == (NextStep.PAY, SHOP.pay_url)


def test_balance_due_does_not_hold_back_what_is_packed_already() -> None:
    packed = order(financial_status="PARTIALLY_PAID", outstanding=money("30.00"), fulfillment_orders=PACKING)
    status = status_of(packed)
    assert (status.headline.stage, status.headline.reason) == (Stage.PREPARING, Reason.PAY_BALANCE_DUE)
    assert status.parcels[0].reason is Reason.AT_WAREHOUSE
    assert "carry on once" not in english(status.headline.text)


# --- processing, transfers, no evidence -------------------------------------------------------------------------------


def processing(**changes: object) -> Order:
    return order(
        **{"financial_status": "PENDING", "outstanding": DUE, "transactions": (transaction("SALE", "PENDING"),)}
        | changes
    )


@each_row("status", ["PENDING", "AWAITING_RESPONSE"])
def test_card_that_is_processing_is_no_bank_transfer(status: str) -> None:
    page = status_of(processing(transactions=(transaction("AUTHORIZATION", status),), placed_at=ago(days=12)))
    headline = page.headline
    assert (headline.stage, headline.condition, headline.reason) == (
        Stage.ORDERED,
        Condition.WAITING,
        Reason.PAY_PENDING,
    )
    assert line_of(page) == "Being processed by the payment provider"
    assert "transfer" not in english(headline.text)
    assert (page.advice.code, page.payment.due) == (NextStep.WAIT, None)
    assert not [entry for entry in page.faq if entry.code == "how_to_pay"]


def test_payment_that_is_processing_holds_nothing_back_that_is_packed() -> None:
    assert status_of(processing(fulfillment_orders=PACKING)).parcels[0].stage is Stage.PREPARING


@each_row("name", ["Bank Deposit", "Vorkasse", "Banköverföring", "Przelew", "银行转账", "My own method"])
def test_transfer_is_awaited_for_a_week(name: str) -> None:
    early = status_of(by_hand(name, placed_at=ago(days=2)))
    assert (early.headline.condition, early.headline.reason) == (Condition.WAITING, Reason.PAY_PENDING)
    assert early.advice.code is NextStep.PAY
    assert "transfer" in english(early.headline.text)
    late = status_of(by_hand(name, placed_at=ago(days=9)))
    assert (late.headline.stage, late.headline.condition) == (Stage.ORDERED, Condition.ACTION_NEEDED)
    assert due_of(late) == ("49.00", None)


def test_no_evidence_says_no_word_of_a_transfer() -> None:
    silent = order(financial_status="PENDING", outstanding=DUE)
    status = status_of(silent)
    assert (status.headline.stage, status.headline.condition) == (Stage.ORDERED, Condition.WAITING)
    assert line_of(status) == "Not confirmed yet"
    assert "transfer" not in english(status.headline.text)
    assert status.advice.code is NextStep.WAIT
    late = status_of(order(financial_status="PENDING", outstanding=DUE, placed_at=ago(days=9)))
    assert (late.headline.condition, late.advice.code) == (Condition.ACTION_NEEDED, NextStep.PAY)


def test_answer_on_paying_speaks_of_a_transfer_only_where_one_is_awaited() -> None:
    balance = order(financial_status="PARTIALLY_PAID", outstanding=DUE)
    for its_order, has_transfer in ((by_hand("Bank Deposit"), True), (balance, False)):
        (answer,) = (entry.text for entry in status_of(its_order).faq if entry.code == "how_to_pay")
        assert ("transfer" in english(answer)) is has_transfer


@each_row("name", ["My own method", "Bank Deposit"])
@each_row("evidence", [ACCEPTED, PACKING])
def test_work_without_a_hold_means_that_the_shop_does_not_wait(name: str, evidence: tuple[object, ...]) -> None:
    status = status_of(by_hand(name, placed_at=ago(days=2), fulfillment_orders=evidence))
    assert (status.headline.stage, status.headline.condition) == (Stage.PREPARING, Condition.FINE)
    assert (status.payment.reason, status.payment.condition) == (Reason.PAY_LATER, Condition.FINE)
    assert status.payment.due
    assert status.payment.due.on is None


def test_sent_by_hand_means_that_it_is_paid_later() -> None:
    lines = (line(unfulfilled_quantity=0),)
    status = status_of(by_hand("My own method", placed_at=ago(days=30), lines=lines, fulfillments=(shipment(),)))
    assert (status.payment.reason, status.headline.stage) == (Reason.PAY_LATER, Stage.SHIPPED)


@each_row("name", ["Bank Deposit", "My own method", "Faktura"])
def test_hold_for_the_payment_means_that_the_shop_waits(name: str) -> None:
    waiting = (*AWAITED, group(id="2", status="IN_PROGRESS", units=()))
    status = status_of(by_hand(name, placed_at=ago(days=9), fulfillment_orders=waiting))
    assert status.payment.reason is Reason.PAY_PENDING
    assert status.advice.code is NextStep.PAY


@each_row(
    ("its_order", "reason"),
    [
        (order(fulfillment_orders=AWAITED), Reason.HOLD_OTHER),
        (order(fulfillment_orders=AWAITED, financial_status="PARTIALLY_REFUNDED"), Reason.HOLD_OTHER),
        (by_hand("Nachnahme", fulfillment_orders=AWAITED), Reason.HOLD_OTHER),
        (by_hand("Pay in store", fulfillment_orders=AWAITED), Reason.HOLD_OTHER),
        (on_terms(fulfillment_orders=AWAITED), Reason.HOLD_OTHER),
        (order(fulfillment_orders=AWAITED, financial_status="AUTHORIZED"), Reason.PAY_RESERVED),
        (
            order(fulfillment_orders=AWAITED, financial_status="PENDING", transactions=(transaction(),)),
            Reason.PAY_PENDING,
        ),
    ],
)
def test_order_that_is_held_for_a_payment_that_is_not_owed_needs_nobody(its_order: Order, reason: Reason) -> None:
    status = status_of(its_order)
    assert (status.headline.reason, status.advice.code) == (reason, NextStep.WAIT)
    assert Condition.ACTION_NEEDED not in {status.headline.condition, *(each.condition for each in status.parcels)}
    assert "Waiting for your payment" not in {english(each.title) for each in status.parcels}


def test_hold_for_the_payment_of_an_unknown_gateway_asks_for_it() -> None:
    held = {"financial_status": "PENDING", "outstanding": DUE, "fulfillment_orders": AWAITED}
    early, late = status_of(order(**held)), status_of(order(**held, placed_at=ago(days=9)))
    assert (early.advice.code, early.payment.condition) == (NextStep.PAY, Condition.WAITING)
    assert (late.advice.code, late.payment.condition) == (NextStep.PAY, Condition.ACTION_NEEDED)


def test_rest_that_is_being_paid_is_not_asked_for_again() -> None:
    paying = (transaction("SALE", "SUCCESS"), transaction("SALE", "PENDING"))
    status = status_of(order(financial_status="PARTIALLY_PAID", outstanding=DUE, transactions=paying))
    assert (status.payment.reason, status.payment.due) == (Reason.PAY_PENDING, None)
    assert status.advice.code is NextStep.WAIT


@each_row("end", ["SUCCESS", "FAILURE"])
def test_transaction_that_a_later_one_ended_is_not_processing(end: str) -> None:
    paid = (transaction("SALE", "PENDING"), transaction("SALE", end))
    status = status_of(order(financial_status="PARTIALLY_PAID", outstanding=DUE, transactions=paid))
    assert (status.payment.reason, status.advice.code) == (Reason.PAY_BALANCE_DUE, NextStep.PAY)


@each_row("name", ["Faktura", "Kauf auf Rechnung", "Lasku", "Invoice (30 days)"])
def test_invoice_of_the_shop_is_paid_later(name: str) -> None:
    status = status_of(by_hand(name))
    assert (status.payment.reason, line_of(status)) == (Reason.PAY_LATER, "You’ll pay 49.00 SEK by invoice")
    assert status.headline.stage is Stage.PREPARING


# --- authorized, expired, cancelled -----------------------------------------------------------------------------------


def test_authorized_order_goes_by_the_goods_once_it_is_in_work() -> None:
    assert status_of(order(financial_status="AUTHORIZED")).headline.stage is Stage.CONFIRMED
    packing = status_of(order(financial_status="AUTHORIZED", fulfillment_orders=PACKING))
    assert (packing.headline.stage, packing.headline.reason) == (Stage.PREPARING, Reason.AT_WAREHOUSE)
    assert packing.payment.reason is Reason.PAY_RESERVED


def test_reserved_is_a_parcels_reason_only_where_it_has_no_other() -> None:
    late = status_of(order(financial_status="AUTHORIZED", placed_at=ago(days=30)))
    assert late.parcels[0].reason is Reason.OLDER_THAN_USUAL


def test_expired_payment_of_a_sent_order_is_no_word_to_the_customer() -> None:
    status = status_of(sent(financial_status="EXPIRED", outstanding=DUE))
    assert (status.payment.text, status.payment.due) == (None, None)
    assert status.headline.stage is Stage.SHIPPED
    assert status.advice.code is not NextStep.PAY


def test_unshipped_line_is_not_waited_for_beside_goods() -> None:
    lines = (line(unfulfilled_quantity=0), download(title="Parcel insurance"))
    expired = order(lines=lines, fulfillments=(shipment(),), financial_status="EXPIRED", outstanding=DUE)
    assert status_of(expired).payment.text is None
    partly = order(lines=lines, fulfillments=(shipment(),), financial_status="PARTIALLY_PAID", outstanding=DUE)
    assert status_of(partly).advice.code is NextStep.PAY


def test_voided_label_has_sent_nothing() -> None:
    lines = (line(unfulfilled_quantity=0), line(id="lamp", unfulfilled_quantity=0))
    voided = shipment(id="voided", display_status="LABEL_VOIDED", units=(units(line_id="lamp"),))
    expired = order(lines=lines, fulfillments=(shipment(), voided), financial_status="EXPIRED", outstanding=DUE)
    assert status_of(expired).payment.condition is Condition.ACTION_NEEDED


def test_expired_payment_with_something_unsent_needs_the_customer() -> None:
    lines = (line(unfulfilled_quantity=0), line(id="lamp"))
    status = status_of(order(lines=lines, fulfillments=(shipment(),), financial_status="EXPIRED", outstanding=DUE))
    assert (status.headline.condition, status.headline.reason) == (Condition.ACTION_NEEDED, Reason.PAY_EXPIRED)


@each_row("value", ["PENDING", "AUTHORIZED", "PARTIALLY_PAID", "EXPIRED"])
def test_cancelled_order_asks_for_no_money(value: str) -> None:
    status = status_of(order(financial_status=value, outstanding=DUE, placed_at=ago(days=30), cancelled_at=ago(days=1)))
    assert status.payment.condition is Condition.DONE
    assert (status.payment.due, status.advice.code is NextStep.PAY) == (None, False)
    assert "due" not in (line_of(status) or "")


@each_row("its_line", [line(), download(title="Parcel insurance")])
def test_payment_that_was_called_off_has_one_next_step(its_line: Line) -> None:
    status = status_of(order(lines=(its_line,), financial_status="VOIDED"))
    assert (status.advice.code, status.parcels[0].advice.code) == (NextStep.CONTACT, NextStep.CONTACT)


@each_row("status", ["PENDING", "EXPIRED"])
@each_row("due", [None, ago(days=3)])
def test_order_that_an_edit_has_emptied_asks_for_no_payment(status: str, due: datetime | None) -> None:
    taken_out = line(current_quantity=0, unfulfilled_quantity=0)
    emptied = status_of(
        order(
            placed_at=ago(days=9),
            financial_status=status,
            payment_due_at=due,
            is_edited=True,
            outstanding=money("0.00"),
            lines=(taken_out,),
        )
    )
    assert emptied.payment.condition is Condition.DONE
    assert emptied.payment.due is None
    assert emptied.payment.text
    assert english(emptied.payment.text) == "You haven’t been charged"
    assert emptied.advice.code is not NextStep.PAY
    assert emptied.headline.condition is Condition.DONE


# --- deposits without terms -------------------------------------------------------------------------------------------


def deposit(plan: str | None = "Preorder", **changes: object) -> Order:
    """A part is paid, and no terms can be read that say when the rest is."""
    return order(
        **{
            "financial_status": "PARTIALLY_PAID",
            "outstanding": money("70.00"),
            "lines": (line(selling_plan=plan),),
            "fulfillment_orders": (group(status="SCHEDULED", fulfill_at=ahead(days=50)),),
        }
        | changes
    )


@each_row("plan", ["Preorder", "Förhandsbeställning", "Vorbestellung, 20 % Anzahlung", "Deposit 50%"])
@each_row(
    "unsent",
    [
        group(status="SCHEDULED", fulfill_at=ahead(days=50)),
        group(status="ON_HOLD", holds=("UNKNOWN_DELIVERY_DATE",)),
        group(status="OPEN"),
        group(status="IN_PROGRESS"),
    ],
)
def test_rest_of_a_deposit_by_a_plan_is_paid_later(plan: str, unsent: FulfillmentOrder) -> None:
    status = status_of(deposit(plan, fulfillment_orders=(unsent,)))
    assert (status.payment.reason, status.payment.condition) == (Reason.PAY_LATER, Condition.FINE)
    assert (line_of(status), due_of(status)) == ("Partly paid: 70.00 SEK is due later", ("70.00", None))
    assert status.headline.stage is Stage.PREPARING
    assert status.headline.reason is not Reason.PAY_BALANCE_DUE
    assert status.advice.code is not NextStep.PAY


def test_preordered_deposit_waits_for_the_goods() -> None:
    headline = status_of(deposit()).headline
    assert (headline.condition, headline.reason) == (Condition.WAITING, Reason.PREORDER)


def test_deposit_on_one_line_of_two_is_paid_later() -> None:
    both = (line(selling_plan="Preorder"), line(id="lamp", unfulfilled_quantity=0))
    lamp = shipment(display_status="DELIVERED", units=(units(line_id="lamp"),))
    status = status_of(deposit(lines=both, fulfillments=(lamp,)))
    assert status.payment.reason is Reason.PAY_LATER


@pytest.mark.parametrize(
    "its_order",
    [
        deposit(None),
        deposit("Subscribe and save, every month"),
        deposit("Monthly box", lines=(line(selling_plan="Monthly box", is_subscription=True),)),
        deposit(is_edited=True),  # what the edit added may be the rest
        deposit(fulfillment_orders=AWAITED),
        deposit(
            lines=(line(selling_plan="Preorder", unfulfilled_quantity=0),),
            fulfillments=(shipment(display_status="DELIVERED"),),
            fulfillment_orders=(),
        ),
    ],
    ids=["no plan", "subscription by name", "subscription", "edited", "the shop waits", "sent"],
)
def test_rest_that_no_plan_puts_off_is_due(its_order: Order) -> None:
    status = status_of(its_order)
    assert (status.payment.reason, status.payment.condition) == (Reason.PAY_BALANCE_DUE, Condition.ACTION_NEEDED)
    assert status.advice.code is NextStep.PAY


def test_rest_of_a_deposit_that_is_being_paid_is_being_processed() -> None:
    paying = (transaction("SALE", "SUCCESS"), transaction("SALE", "PENDING"))
    assert status_of(deposit(transactions=paying)).payment.reason is Reason.PAY_PENDING


def test_rest_of_a_deposit_that_is_reserved_is_reserved() -> None:
    assert status_of(deposit(capturable=money("70.00"))).payment.reason is Reason.PAY_RESERVED


def test_a_reserved_order_of_which_a_part_was_sent_is_still_being_prepared() -> None:
    two = (line(unfulfilled_quantity=0), line(id="lamp", title="Lamp"))
    packing = group(id="first", status="IN_PROGRESS")
    waiting = group(id="second", units=(units(line_id="lamp"),))
    in_work = order(financial_status="AUTHORIZED", lines=(line(), two[1]), fulfillment_orders=(packing, waiting))
    part_sent = order(
        financial_status="AUTHORIZED",
        fulfillment_status="PARTIALLY_FULFILLED",
        lines=two,
        fulfillments=(shipment(),),
        fulfillment_orders=(group(id="first", status="CLOSED", units=(), fulfillment_ids=("parcel",)), waiting),
    )
    for its_order in (in_work, part_sent):
        lamp = next(each for each in status_of(its_order).parcels if each.items[0].title == "Lamp")
        assert lamp.stage is Stage.PREPARING
