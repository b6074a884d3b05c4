"""A life in the form in which Shopify sends the order at a moment of it."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import cast

from tests.judge.life import BoxScan, Group, Life, MoneyBack, Phase, Quantities, ReturnStory, Shipment
from tests.judge.settlement import capturable, edited_out, financial_status, is_cancelled, is_past, outstanding
from tracking.demo.building import (
    Cancellation,
    DemoEdit,
    DemoExchange,
    DemoOrder,
    DemoParcel,
    DemoPaymentTerms,
    DemoRefund,
    DemoReturn,
    DemoScan,
    DemoTracking,
    DemoTransaction,
    UnsentGroup,
    build_order,
)
from tracking.demo.building.money import money_bag
from tracking.demo.store import Node
from tracking.order.model import Order
from tracking.shopify.parsing.order import Document, read_order

EMAIL = "ada@example.com"
_CANCELLED = "CANCELLED"
_RETURN_NUMBER = DemoTracking("Royal Mail", "JV974650762GB")


def order_at(life: Life, now: datetime) -> Order:
    """The order as the real parser reads it."""
    return read_order(cast("Document", {"order": node_at(life, now), "zone": "Europe/London"}))


def node_at(life: Life, now: datetime, name: str = "#4711") -> Node:
    """The order's node: the demo's builder derives the aggregates, the money follows from the life."""
    order = demo_order(life, now, name)
    node = build_order(order, now)
    owed, reserved = outstanding(life, now), capturable(life, now)
    node |= {
        "totalOutstandingSet": money_bag(owed, order.destination),
        "totalCapturableSet": money_bag(reserved, order.destination),
        "totalRefundedSet": money_bag(Decimal(life.refunded(now)), order.destination),
    }
    # The query asks for the displayable ones: merged and emptied ones are not.
    is_granted = life.has_fulfillment_orders
    node["fulfillmentOrders"] = [row for row in _rows(node, "fulfillmentOrders") if row["lineItems"] and is_granted]
    return node


def _rows(node: Node, name: str) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", node[name])


def demo_order(life: Life, now: datetime, name: str) -> DemoOrder:
    """The demo order with all that has happened in the life until ``now``."""
    known = [each for each in life.returns if each.requested_at <= now]
    return DemoOrder(
        name=name,
        slug="",
        situation="",
        email=EMAIL,
        destination=life.destination,
        placed_at=life.placed_at,
        lines=tuple(each.line for each in life.lines if each.added_at <= now),
        parcels=tuple(
            _parcel(life, group, each, now)
            for each, group in sorted(life.sources, key=lambda source: source[0].created_at)
            if each.created_at <= now
        ),
        unsent=tuple(_unsent(life, now)),
        returns=tuple(_return(life, each, now) for each in known),
        refunds=tuple(_refund(life, each, now, known) for each in life.money_back if each.at <= now),
        removed=edited_out(life, now),
        edits=tuple(_edits(life, now)),
        cancellation=_cancellation(life, now),
        financial_status=financial_status(life, now),
        gateway=life.way.gateway,
        is_manual_gateway=life.way.by_hand,
        transactions=_transactions(life, now),
        payment_terms=_terms(life, now),
        closed_at=life.archived_at if is_past(life.archived_at, now) else None,
        updated_at=max([at for at in life.moments() if at <= now], default=life.placed_at),
        source_name=life.source,
        is_edited=any(life.placed_at < each.added_at <= now for each in life.lines),
    )


def _edits(life: Life, now: datetime) -> Iterable[DemoEdit]:
    """Those without a refund; an exchange is no edit, although Shopify marks its order as edited."""
    exchanged = {each.exchange for each in life.returns}
    for ordered in life.lines:
        line = ordered.line
        if life.placed_at < ordered.added_at <= now and line.line_key not in exchanged:
            yield DemoEdit(at=ordered.added_at, added={line.line_key: line.quantity})
    for taken in life.taken_out:
        if taken.at <= now and not taken.is_refunded:
            yield DemoEdit(at=taken.at, removed=taken.units)


def _cancellation(life: Life, now: datetime) -> Cancellation | None:
    at = life.cancelled_at
    return Cancellation(at, life.cancel_reason) if at and at <= now else None


def _terms(life: Life, now: datetime) -> DemoPaymentTerms | None:
    if life.due_at is None or life.way.terms_days is None:
        return None
    completed = life.paid_at if is_past(life.paid_at, now) else None
    is_overdue = completed is None and life.due_at < now
    days = life.way.terms_days
    return DemoPaymentTerms(f"Net {days}", days, life.due_at, is_overdue=is_overdue, completed_at=completed)


def _transactions(life: Life, now: datetime) -> tuple[DemoTransaction, ...]:
    kind, status = life.way.transaction if life.way.unpaid != "PAID" else ("SALE", "SUCCESS")
    rows = [DemoTransaction(kind, status, life.placed_at)]
    if life.way.unpaid != "PAID" and life.paid_at and life.paid_at <= now:
        rows.append(DemoTransaction("CAPTURE" if kind == "AUTHORIZATION" else "SALE", "SUCCESS", life.paid_at))
    if kind == "AUTHORIZATION" and financial_status(life, now) == "VOIDED":
        rows.append(DemoTransaction("VOID", "SUCCESS", life.cancelled_at))
    return tuple(rows)


def _refund(life: Life, refund: MoneyBack, now: datetime, known: list[ReturnStory]) -> DemoRefund:
    its_return = life.returns[refund.of_return] if refund.of_return is not None else None
    has_moved = is_past(refund.moved_at, now)
    return DemoRefund(
        at=refund.at,
        units=refund.units,
        restock=refund.restock,
        amount=life.amount_of(refund),
        status="SUCCESS" if has_moved else ("PENDING" if refund.moved_at else refund.ends_as),
        return_index=known.index(its_return) if its_return in known else None,
    )


# --- goods ------------------------------------------------------------------------------------------------------------


def _taken_out(life: Life, now: datetime) -> Counter[str]:
    return sum((Counter(each.units) for each in life.taken_out if each.at <= now), Counter())


def _unsent(life: Life, now: datetime) -> Iterable[UnsentGroup]:
    gone = _taken_out(life, now)
    known = life.ordered(now)
    for group in life.groups:
        waiting = Counter({key: count for key, count in group.units.items() if key in known})
        for each in group.shipments:
            if each.created_at <= now and (each.is_voided or not is_past(each.called_off_at, now)):
                waiting -= Counter(each.units)
        taken = waiting & gone
        gone -= taken
        waiting -= taken
        if not known.keys().isdisjoint(group.units):
            yield _group(life, group, waiting, now)


def _group(life: Life, group: Group, waiting: Quantities, now: datetime) -> UnsentGroup:
    if not waiting or is_cancelled(life, now):
        closed = "CLOSED" if not is_cancelled(life, now) else _CANCELLED
        return UnsentGroup(
            units={},
            status=closed,
            request_status="CLOSED",
            method=group.method,
            location=group.location,
            includes_sent=True,
        )
    phases = [phase for phase in group.phases if phase.at <= now] or [Phase(at=life.placed_at)]
    phase = phases[-1]
    return UnsentGroup(
        units=waiting,
        status=phase.status,
        request_status=phase.request,
        method=group.method,
        promised=group.promised,
        holds=(phase.hold,) if phase.hold else (),
        fulfill_at=phase.fulfill_at,
        location=group.location,
        includes_sent=True,
    )


def _parcel(life: Life, group: Group, shipment: Shipment, now: datetime) -> DemoParcel:
    scans = reported(shipment, now)
    is_called_off = is_past(shipment.called_off_at, now)
    status = scans[-1].status if scans else shipment.first_status
    if shipment.last_status and is_past(shipment.ends_at, now):
        status = shipment.last_status
    goods = {each.line.line_key for each in life.lines if each.line.product.is_shipped}
    return DemoParcel(
        sent_at=shipment.created_at,
        status=("LABEL_VOIDED" if shipment.is_voided else "CANCELED") if is_called_off else status,
        units=shipment.units,
        trackings=tuple(box.tracking for box in shipment.boxes if box.tracking),
        scans=tuple(
            DemoScan(scan.at, scan.status, "Leeds", "United Kingdom", scan.estimated_at)
            for scan in (*shipment.strays, *scans)
        ),
        estimated_at=shipment.estimated_at,
        fulfillment_status=_CANCELLED if is_called_off and not shipment.is_voided else "SUCCESS",
        method=group.method,
        location=group.location,
        is_shipped=not goods.isdisjoint(shipment.units),
    )


def reported(shipment: Shipment, now: datetime) -> list[BoxScan]:
    """Every report of its boxes so far, oldest first."""
    scans = (scan for box in shipment.boxes for scan in box.scans)
    return sorted((scan for scan in scans if scan.at <= now), key=lambda scan: scan.at)


def _return(life: Life, story: ReturnStory, now: datetime) -> DemoReturn:
    is_approved, is_over = is_past(story.approved_at, now), is_past(story.ended_at, now)
    is_back = is_past(story.looked_at, now)
    new = next((each.line.product for each in life.lines if each.line.line_key == story.exchange), None)
    number = life.returns.index(story)
    repaid = sum(
        sum(each.units.values())
        for each in life.money_back
        if each.of_return == number and each.at <= now and life.amount_of(each)
    )
    sent = is_past(story.sent_at, now) and story.label_url is None
    return DemoReturn(
        requested_at=story.requested_at,
        units=story.units,
        status=story.ends_as if is_over else ("OPEN" if is_approved else "REQUESTED"),
        approved_at=story.approved_at if is_approved else None,
        closed_at=story.ended_at if is_over else None,
        decline_reason=story.decline_reason if is_over and story.ends_as == "DECLINED" else None,
        refunded_units=repaid,
        exchanges=(DemoExchange(new),) if new else (),
        trackings=(_RETURN_NUMBER,) if sent else (),
        label_url=story.label_url if is_approved else None,
        dispositions=((story.found, sum(story.units.values()), story.looked_at),)
        if is_back and story.looked_at
        else (),
        reverse_status="CLOSED" if is_back else ("CANCELED" if is_over and story.ends_as == "CANCELED" else "OPEN"),
    )
