"""A selling plan is not a preorder."""

from datetime import date

from tests.order.builders import ago, ahead, english, event, group, line, order, shipment, status_of, units
from tests.sampling import each_row
from tracking.order.model import FulfillmentOrder, Line
from tracking.order.vocabulary import Condition, Reason

PREORDERS = [
    "Pre-order",
    "PREORDER",
    "Preorder: ships with the next harvest",
    "Pre order, 20 % deposit",
    "Vorbestellung",
    "Förhandsbeställning",
    "Forhåndsbestilling",
    "Forudbestilling",
    "Ennakkotilaus",
    "Précommande",
    "Preventa",
    "Reserva anticipada",
    "Preordine",
    "Przedsprzedaż",
    "Voorbestelling",
    "预售",
]
OTHER_PLANS = [
    "Subscribe & save",
    "Deliver every 4 weeks",
    "Prepaid, 6 boxes",
    "Spar-Abo",
    "Abonnement",
    "Prenumeration",
    "Try before you buy",
    "Pay later",
    "Ships in spring",
    "Box",
]
OUT_OF_STOCK = group(status="ON_HOLD", holds=("INVENTORY_OUT_OF_STOCK",))
NO_DATE = group(status="ON_HOLD", holds=("UNKNOWN_DELIVERY_DATE",))
LATER = group(status="SCHEDULED", fulfill_at=ahead(days=10))


def reason_of(its_line: Line, waiting: FulfillmentOrder) -> Reason | None:
    return status_of(order(lines=(its_line,), fulfillment_orders=(waiting,))).headline.reason


@each_row("plan", PREORDERS)
@each_row("waiting", [OUT_OF_STOCK, NO_DATE, LATER, group(fulfill_at=ahead(days=10))])
def test_plan_that_says_so_is_a_preorder_when_held_or_scheduled(plan: str, waiting: FulfillmentOrder) -> None:
    assert reason_of(line(selling_plan=plan), waiting) is Reason.PREORDER


@each_row("plan", PREORDERS)
def test_preorder_that_is_neither_held_nor_scheduled_is_an_order_like_others(plan: str) -> None:
    assert reason_of(line(selling_plan=plan), group()) is None
    assert reason_of(line(selling_plan=plan), group(status="IN_PROGRESS")) is Reason.AT_WAREHOUSE


@each_row("plan", [*OTHER_PLANS, None, *PREORDERS])
@each_row(
    ("waiting", "reason"),
    [(OUT_OF_STOCK, Reason.HOLD_STOCK), (NO_DATE, Reason.HOLD_DATE_UNKNOWN), (LATER, Reason.SCHEDULED)],
)
def test_line_of_a_contract_is_never_a_preorder(plan: str | None, waiting: FulfillmentOrder, reason: Reason) -> None:
    assert reason_of(line(selling_plan=plan, is_subscription=True), waiting) is reason


@each_row("plan", OTHER_PLANS)
@each_row(
    ("waiting", "reason"),
    [(OUT_OF_STOCK, Reason.HOLD_STOCK), (NO_DATE, Reason.HOLD_DATE_UNKNOWN), (LATER, Reason.SCHEDULED)],
)
def test_plan_that_does_not_say_so_is_never_a_preorder(plan: str, waiting: FulfillmentOrder, reason: Reason) -> None:
    assert reason_of(line(selling_plan=plan), waiting) is reason


@each_row("plan", OTHER_PLANS)
def test_date_of_any_plan_is_told(plan: str) -> None:
    status = status_of(order(lines=(line(selling_plan=plan),), fulfillment_orders=(LATER,)))
    assert status.parcels[0].expected == date(2026, 11, 28)
    assert "2026-11-28" in english(status.headline.text)
    assert "pre-ordered" not in english(status.headline.text)


def box(number: int, days: int) -> FulfillmentOrder:
    planned: FulfillmentOrder = group(id=f"box {number}", status="SCHEDULED", fulfill_at=ahead(days=days))
    return planned


@each_row("paid", [{"is_subscription": True}, {"selling_plan": "Prepaid, every month"}])
def test_prepaid_box_tells_its_next_delivery(paid: dict[str, object]) -> None:
    boxes = line(quantity=3, current_quantity=3, unfulfilled_quantity=2, **paid)
    first = shipment(
        display_status="DELIVERED",
        created_at=ago(days=20),
        events=(event("DELIVERED", ago(days=18)),),
    )
    status = status_of(
        order(
            placed_at=ago(days=21),
            lines=(boxes,),
            fulfillments=(first,),
            fulfillment_orders=(box(3, 40), box(2, 10)),
        )
    )
    texts = {parcel.expected: english(parcel.text) for parcel in status.parcels if parcel.expected}
    assert texts[date(2026, 11, 28)].startswith("Your next delivery is planned for 2026-11-28")
    assert texts[date(2026, 12, 28)].startswith("This is planned to be sent on 2026-12-28")
    assert (status.headline.condition, status.headline.reason) == (Condition.WAITING, Reason.SCHEDULED)


def test_scheduled_goods_beside_a_subscription_are_no_next_delivery() -> None:
    lines = (line(is_subscription=True), line(id="lamp", title="Lamp"))
    both = group(status="SCHEDULED", fulfill_at=ahead(days=10), units=(units(), units(line_id="lamp")))
    status = status_of(order(lines=lines, fulfillment_orders=(both,)))
    texts = {parcel.items[0].title: english(parcel.text) for parcel in status.parcels}
    assert "next delivery" in texts["Mug"]
    assert "next delivery" not in texts["Lamp"]


@each_row(("hold", "paid"), [("INCORRECT_ADDRESS", "PAID"), ("AWAITING_PAYMENT", "PENDING")])
def test_hold_that_the_customer_can_resolve_comes_before_the_preorder(hold: str, paid: str) -> None:
    held = group(status="ON_HOLD", holds=(hold, "OTHER"))
    preorder = (line(selling_plan="Preorder"),)
    status = status_of(order(lines=preorder, fulfillment_orders=(held,), financial_status=paid))
    assert status.headline.condition is Condition.ACTION_NEEDED


# Rule 11: the reasons to wait by importance.
IN_ORDER = [
    ({"status": "ON_HOLD", "holds": ("OTHER",), "request_status": "REJECTED"}, Reason.HOLD_OTHER),
    ({"status": "SCHEDULED", "fulfill_at": ahead(days=3), "request_status": "REJECTED"}, Reason.SCHEDULED),
    ({"request_status": "REJECTED", "fulfill_by": ago(days=9)}, Reason.REQUEST_DECLINED),
    ({"request_status": "SUBMITTED", "fulfill_by": ago(days=9)}, Reason.OLDER_THAN_USUAL),
    ({"request_status": "CANCELLATION_REQUESTED", "fulfill_by": ago(days=9)}, Reason.OLDER_THAN_USUAL),
    ({"request_status": "SUBMITTED"}, Reason.REQUEST_SENT),
    ({"request_status": "SUBMITTED", "can_request": True}, Reason.REQUEST_SENT),
    ({"status": "IN_PROGRESS", "request_status": "CANCELLATION_REQUESTED"}, Reason.REQUEST_STOPPING),
    ({"status": "IN_PROGRESS", "request_status": "CANCELLATION_REJECTED"}, Reason.AT_WAREHOUSE),
    ({"request_status": "CANCELLATION_ACCEPTED"}, None),
    ({"request_status": "ACCEPTED"}, Reason.AT_WAREHOUSE),
]


@each_row(("changes", "reason"), IN_ORDER)
def test_reasons_to_wait_have_their_order(changes: dict[str, object], reason: Reason | None) -> None:
    assert reason_of(line(), group(**changes)) is reason
