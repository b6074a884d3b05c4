"""A line that does not ship is not a download."""

from datetime import timedelta

from tests.order.builders import (
    NOW,
    PLACED,
    ago,
    ahead,
    by_hand,
    download,
    english,
    event,
    group,
    insurance,
    line,
    method,
    money,
    order,
    policy,
    refund,
    refunded_units,
    shipment,
    status_of,
    transaction,
    units,
)
from tests.sampling import each_row
from tracking.order.model import FulfillmentOrder, Line, Order
from tracking.order.status_types import OrderStatus, Parcel
from tracking.order.vocabulary import Condition, NextStep, Reason, RemovedReason, Route, Stage

# Lines without shipping that nobody ever sends.
SERVICES = [
    "Parcel insurance",
    "Warranty, 2 years",
    "Assembly at home",
    "Course on glazes",
    "Pottery workshop, 12 December",
    "Concert seat, row 4",
    "Donation to the sea rescue",
    "Engraving",
    "Tip",
    "Gift wrapping",
    "CO2 compensation",
]

DELIVERED = shipment(
    display_status="DELIVERED", created_at=ago(days=8), events=(event("DELIVERED", ago(days=5), city="Lund"),)
)
IN_TRANSIT = shipment(
    display_status="IN_TRANSIT", created_at=ago(days=1), events=(event("IN_TRANSIT", ago(hours=9), city="Lund"),)
)
BOWL = line(title="Bowl", unfulfilled_quantity=0)
GOODS = group(id="goods", status="CLOSED", units=(), fulfillment_ids=("parcel",))

# What Shopify may say of a line of which nothing is delivered.
STATES = {
    "no fulfillment order": (),
    "open": (group(id="digital", delivery=method(method="NONE"), units=(units(line_id="insurance"),)),),
    "on hold": (
        group(
            id="digital",
            status="ON_HOLD",
            holds=("INVENTORY_OUT_OF_STOCK",),
            delivery=method(method="NONE"),
            units=(units(line_id="insurance"),),
        ),
    ),
    "scheduled": (
        group(
            id="digital",
            status="SCHEDULED",
            fulfill_at=ahead(days=24),
            delivery=method(method="NONE"),
            units=(units(line_id="insurance"),),
        ),
    ),
    "in progress": (group(id="digital", status="IN_PROGRESS", delivery=None, units=(units(line_id="insurance"),)),),
    "declined": (group(id="digital", request_status="REJECTED", units=(units(line_id="insurance"),)),),
    "shipped with the goods": (group(id="digital", units=(units(line_id="insurance"),)),),
    "for pickup": (
        group(id="digital", delivery=method(method="PICK_UP"), units=(units(line_id="insurance"),)),
    ),
    "past its deadline": (group(id="digital", fulfill_by=ago(days=9), units=(units(line_id="insurance"),)),),
}  # fmt: skip


def state(part: Parcel) -> tuple[Route, Stage, Condition, Reason | None]:
    return part.route, part.stage, part.condition, part.reason


def headline(status: OrderStatus) -> tuple[Stage, Condition, Reason | None]:
    return status.headline.stage, status.headline.condition, status.headline.reason


QUIET = (Route.DIGITAL, Stage.CONFIRMED, Condition.FINE, Reason.NOTHING_TO_SEND)
DONE = (Route.DIGITAL, Stage.SENT, Condition.DONE, Reason.NOTHING_TO_SEND)


@each_row("title", SERVICES)
@each_row("unfulfilled", [0, 1])
def test_service_is_quiet_beside_delivered_goods(title: str, unfulfilled: int) -> None:
    service = insurance(title=title, unfulfilled_quantity=unfulfilled)
    status = status_of(order(placed_at=ago(days=9), lines=(service, BOWL), fulfillments=(DELIVERED,)))
    assert headline(status) == (Stage.DELIVERED, Condition.DONE, None)
    assert english(status.headline.title) == "Your parcel has arrived"
    assert state(status.parcels[-1]) == QUIET
    assert english(status.parcels[-1].title) == "Nothing comes by post for this"
    assert not status.is_moving


@each_row("fulfillment_orders", STATES.values(), ids=STATES)
def test_service_is_quiet_beside_goods_in_any_state_of_its_fulfillment(
    fulfillment_orders: tuple[FulfillmentOrder, ...],
) -> None:
    status = status_of(
        order(
            placed_at=ago(days=9),
            lines=(BOWL, insurance()),
            fulfillments=(DELIVERED,),
            fulfillment_orders=(GOODS, *fulfillment_orders),
        )
    )
    assert headline(status) == (Stage.DELIVERED, Condition.DONE, None)
    assert [state(parcel) for parcel in status.parcels][1:] == [QUIET]


@each_row("title", SERVICES)
@each_row("days", [0, 3, 300])
def test_alone_it_makes_an_order_confirmed_and_fine(title: str, days: int) -> None:
    status = status_of(order(placed_at=ago(days=days), requires_shipping=False, lines=(insurance(title=title),)))
    assert headline(status) == (Stage.CONFIRMED, Condition.FINE, Reason.NOTHING_TO_SEND)
    assert english(status.headline.title) == "Your order is confirmed"
    assert "Nothing comes by post" in english(status.headline.text)
    assert status.advice.code is NextStep.WAIT
    assert "spam" not in " ".join(english(entry.text) for entry in status.faq)


@each_row("fulfillment_orders", STATES.values(), ids=STATES)
@each_row("fulfillment_status", ["UNFULFILLED", "ON_HOLD", "SCHEDULED", "FULFILLMENT_NOT_REQUIRED"])
def test_alone_it_is_fine_whatever_shopify_says_of_its_fulfillment(
    fulfillment_orders: tuple[FulfillmentOrder, ...], fulfillment_status: str
) -> None:
    status = status_of(
        order(
            placed_at=ago(days=3),
            lines=(insurance(),),
            fulfillment_orders=fulfillment_orders,
            fulfillment_status=fulfillment_status,
        )
    )
    assert headline(status) == (Stage.CONFIRMED, Condition.FINE, Reason.NOTHING_TO_SEND)


def test_alone_and_unpaid_it_waits_for_the_payment() -> None:
    status = status_of(order(financial_status="PENDING", lines=(insurance(),)))
    assert status.headline.reason is Reason.PAY_PENDING
    assert status.headline.stage is Stage.ORDERED


def test_alone_it_waits_for_a_card_that_is_processing_and_asks_for_no_money() -> None:
    status = status_of(order(lines=(insurance(),), financial_status="PENDING", transactions=(transaction(),)))
    (its,) = status.parcels
    assert english(status.headline.title) == english(its.title) == "Your payment is being processed"
    assert (status.advice.code, its.advice.code) == (NextStep.WAIT, NextStep.WAIT)


def test_alone_it_waits_for_a_transfer_in_the_words_of_one() -> None:
    status = status_of(by_hand("Vorkasse", lines=(insurance(),), placed_at=ago(days=10)))
    (its,) = status.parcels
    assert english(status.headline.title) == english(its.title) == "Your payment hasn’t reached us"
    assert status.advice == its.advice
    assert english(its.advice.text).startswith("If you’ve already sent the transfer")


@each_row(
    ("waiting", "expected"),
    [
        ((), (Stage.PREPARING, Condition.FINE, None)),
        ((group(status="IN_PROGRESS"),), (Stage.PREPARING, Condition.FINE, Reason.AT_WAREHOUSE)),
        (
            (group(status="SCHEDULED", fulfill_at=ahead(days=3)),),
            (Stage.PREPARING, Condition.WAITING, Reason.SCHEDULED),
        ),
        (
            (group(status="ON_HOLD", holds=("INVENTORY_OUT_OF_STOCK",)),),
            (Stage.PREPARING, Condition.WAITING, Reason.HOLD_STOCK),
        ),
    ],
)
def test_goods_that_wait_lead(
    waiting: tuple[FulfillmentOrder, ...], expected: tuple[Stage, Condition, Reason | None]
) -> None:
    status = status_of(order(lines=(insurance(), line()), fulfillment_orders=waiting))
    assert headline(status) == expected
    assert state(status.parcels[-1]) == QUIET


def test_service_is_in_neither_count() -> None:
    lines = (
        line(quantity=2, current_quantity=2, unfulfilled_quantity=1),
        insurance(quantity=7, current_quantity=7, unfulfilled_quantity=7),
    )
    status = status_of(order(lines=lines, fulfillments=(IN_TRANSIT,), fulfillment_orders=(group(),)))
    assert "2 parcels: 1 on its way, 1 being prepared." in english(status.headline.text)
    assert "1 of 2 items sent so far." in english(status.headline.text)
    assert [parcel.is_carried for parcel in status.parcels] == [True, True, False]


def test_fulfilled_together_with_goods_it_is_done_and_not_in_their_parcel() -> None:
    both = shipment(display_status="IN_TRANSIT", units=(units(), units(line_id="insurance")), events=IN_TRANSIT.events)
    lines = (line(unfulfilled_quantity=0), insurance(unfulfilled_quantity=0))
    status = status_of(order(lines=lines, fulfillments=(both,)))
    assert [[item.title for item in parcel.items] for parcel in status.parcels] == [["Mug"], ["Parcel insurance"]]
    assert state(status.parcels[1]) == DONE
    assert "A parcel with 1 item was packed" in [english(entry.text) for entry in status.timeline]


def test_marked_as_fulfilled_it_is_done_and_no_mail_is_claimed() -> None:
    marked = shipment(units=(units(line_id="insurance"),), tracking=(), requires_shipping=False)
    status = status_of(order(lines=(insurance(unfulfilled_quantity=0),), fulfillments=(marked,)))
    assert headline(status) == (Stage.SENT, Condition.DONE, Reason.NOTHING_TO_SEND)
    said = [english(phrase) for phrase in (status.headline.text, *(entry.text for entry in status.timeline))]
    said += [english(entry.text) for entry in status.faq]
    assert not any("mail" in sentence for sentence in said)
    assert not status.parcels[0].sent


def test_quiet_units_come_after_the_goods_done_or_not() -> None:
    marked = shipment(id="marked", created_at=ago(days=9), units=(units(line_id="engraving"),), tracking=())
    lines = (insurance(), insurance(id="engraving", title="Engraving", unfulfilled_quantity=0), BOWL)
    status = status_of(order(placed_at=ago(days=9), lines=lines, fulfillments=(marked, DELIVERED)))
    assert [state(parcel) for parcel in status.parcels[1:]] == [DONE, QUIET]
    assert headline(status) == (Stage.DELIVERED, Condition.DONE, None)


def test_several_wait_in_one_parcel() -> None:
    lines = (insurance(), insurance(id="tip", title="Tip", unfulfilled_quantity=0))
    status = status_of(order(lines=lines, fulfillment_orders=STATES["open"]))
    assert [(state(parcel), len(parcel.items)) for parcel in status.parcels] == [(QUIET, 2)]


@each_row(
    ("changes", "reason"),
    [
        ({"cancelled_at": ago(hours=1)}, RemovedReason.CANCELLED),
        ({"financial_status": "REFUNDED", "refunded": money("49.00")}, RemovedReason.REFUNDED),
        ({"refunds": (refund(units=(refunded_units(1, "CANCEL", "insurance"),)),)}, RemovedReason.REFUNDED),
        ({"refunds": (refund(units=(refunded_units(1, "NO_RESTOCK", "insurance"),)),)}, RemovedReason.REFUNDED),
        ({"is_edited": True}, RemovedReason.EDITED),
    ],
)
def test_taken_out_it_is_removed(changes: dict[str, object], reason: RemovedReason) -> None:
    gone = insurance(current_quantity=0, unfulfilled_quantity=0)
    status = status_of(order(placed_at=ago(days=9), lines=(BOWL, gone), fulfillments=(DELIVERED,), **changes))
    assert [(item.title, item.reason) for item in status.removed] == [("Parcel insurance", reason)]
    assert len(status.parcels) == 1
    if reason is RemovedReason.REFUNDED:
        assert english(status.removed[0].text) == "Refunded"


GIFT_CARD = insurance(id="card", title="Gift card", is_gift_card=True)


@each_row("online", [GIFT_CARD, download(), download(title="The guide", sku="Pattern")])
def test_gift_cards_and_named_downloads_are_late_after_an_hour(online: Line) -> None:
    its_order = order(lines=(online, insurance(), BOWL), placed_at=PLACED, fulfillments=(DELIVERED,))
    late = status_of(its_order, PLACED + timedelta(hours=2))
    assert (late.headline.condition, late.headline.reason) == (Condition.LATE, Reason.OLDER_THAN_USUAL)
    assert "spam folder" in english(late.headline.text)
    assert state(late.parcels[-1]) == QUIET
    assert status_of(its_order, PLACED + timedelta(minutes=59)).headline.condition is not Condition.LATE


def test_download_that_no_setting_names_is_quiet() -> None:
    status = status_of(order(placed_at=ago(days=3), lines=(download(),)), its_policy=policy(downloads=()))
    assert headline(status) == (Stage.CONFIRMED, Condition.FINE, Reason.NOTHING_TO_SEND)


@each_row("online", [GIFT_CARD, download()])
def test_sent_online_it_is_sent_by_mail(online: Line) -> None:
    by_mail = shipment(units=(units(line_id=online.id),), tracking=(), requires_shipping=False)
    status = status_of(order(lines=(online, insurance()), fulfillments=(by_mail,)))
    assert headline(status) == (Stage.SENT, Condition.DONE, None)
    assert "by email" in english(status.headline.text)


def test_named_product_that_ships_is_a_parcel() -> None:
    goods = line(title="Pattern")
    assert state(status_of(order(lines=(goods,))).parcels[0]) == (Route.SHIP, Stage.PREPARING, Condition.FINE, None)


def test_goods_in_a_group_without_a_delivery_method_of_their_own_are_shipped() -> None:
    status = status_of(order(fulfillment_orders=(group(delivery=method(method="NONE")),)))
    assert state(status.parcels[0]) == (Route.SHIP, Stage.PREPARING, Condition.FINE, None)


def test_goods_without_the_mark_of_goods_are_a_parcel_once_they_have_a_number() -> None:
    moved = shipment(
        units=(units(line_id="insurance"),),
        requires_shipping=False,
        display_status="IN_TRANSIT",
        events=IN_TRANSIT.events,
    )
    status = status_of(order(lines=(insurance(unfulfilled_quantity=0),), fulfillments=(moved,)))
    assert (status.parcels[0].route, status.headline.stage) == (Route.SHIP, Stage.SHIPPED)


@each_row("fulfillments", [(), (shipment(units=(units(line_id="insurance"),), tracking=()),)])
def test_service_bought_at_the_counter_is_completed(fulfillments: tuple[object, ...]) -> None:
    counter = group(delivery=method(method="RETAIL"), units=(units(line_id="insurance"),))
    bought: Order = order(lines=(insurance(),), fulfillments=fulfillments, fulfillment_orders=(counter,), source="pos")
    assert headline(status_of(bought)) == (Stage.COMPLETED, Condition.DONE, None)


def test_refund_of_the_goods_leaves_the_service_confirmed() -> None:
    gone = line(current_quantity=0, unfulfilled_quantity=0)
    status = status_of(
        order(
            lines=(gone, insurance()),
            financial_status="PARTIALLY_REFUNDED",
            refunds=(refund(units=(refunded_units(1, "CANCEL"),)),),
        ),
        NOW,
    )
    assert headline(status) == (Stage.CONFIRMED, Condition.FINE, Reason.NOTHING_TO_SEND)
    assert english(status.headline.title) == "Your order is confirmed"
    assert [item.title for item in status.removed] == ["Mug"]


def test_order_of_which_a_part_is_missing_is_not_confirmed_by_the_rest() -> None:
    status = status_of(order(lines=(insurance(),), is_cut=True))
    assert english(status.parcels[-1].title) == "Nothing comes by post for this"
    assert not status.headline.reason


@each_row("how", ["PICK_UP", "LOCAL", "PICKUP_POINT"])
def test_download_is_not_picked_up_with_the_goods(how: str) -> None:
    sent_online = shipment(tracking=(), requires_shipping=False, units=(units(line_id="pdf"),))
    lines = (line(), download(unfulfilled_quantity=0))
    goods = group(delivery=method(method=how))
    status = status_of(order(lines=lines, fulfillments=(sent_online,), fulfillment_orders=(goods,)))
    routes = {its.items[0].title: (its.route, its.stage) for its in status.parcels}
    assert routes["Pattern"] == (Route.DIGITAL, Stage.SENT)
    assert status.headline.stage is Stage.PREPARING
