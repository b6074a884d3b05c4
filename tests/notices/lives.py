"""Lives of orders: what happens to one, hour by hour, and the letters that would leave.

An outbox in memory does what the real one does, at the moments at which that would look: a change of the order, a
moment at which its status changes by itself, and the time at which a letter may leave.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.order.builders import (
    NOW,
    ZONE,
    disposition,
    event,
    group,
    line,
    method,
    money,
    order,
    order_return,
    policy,
    refund,
    repaid,
    shipment,
    units,
)
from tracking.notices.codes import NoticeLevel, wanted
from tracking.notices.news import News
from tracking.notices.notice_history import NoticeHistory, next_before
from tracking.notices.rules import Terms, in_letter_order, news, still_true
from tracking.notices.sending_schedule import SendingSchedule
from tracking.notices.situation import Situation, situation
from tracking.order.freshness import next_change_at
from tracking.order.model import Order
from tracking.order.status import order_status
from tracking.order.status_types import OrderStatus

BEGINNING = NOW
POLICY = policy()
SCHEDULE = SendingSchedule()
TERMS = Terms(wanted=wanted((), (), NoticeLevel.ALL))
HOUR = timedelta(hours=1)

Change = Callable[[Order, datetime], Order]


@dataclass(frozen=True)
class Letter:
    """A letter that left, and what was true then."""

    at: datetime
    pieces: tuple[News, ...]
    order: Order
    status: OrderStatus


@dataclass
class Life:
    """An order, its outbox, and two clocks: the right time, and that of the machine, which may be off."""

    order: Order
    terms: Terms = TERMS
    schedule: SendingSchedule = SCHEDULE
    time: datetime = BEGINNING
    offset: timedelta = timedelta()
    before: Situation | None = None
    waiting: list[tuple[News, datetime]] = field(default_factory=list)
    withheld: list[News] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        """The machine's time."""
        return self.time + self.offset

    @property
    def left(self) -> tuple[News, ...]:
        """The news of all letters that left."""
        return tuple(piece for letter in self.letters for piece in letter.pieces)

    def status(self) -> OrderStatus:
        """The order's status at the machine's time."""
        return order_status(self.order, self.now, POLICY)

    def look(self, *, is_from_webhook: bool = False) -> None:
        """Judge the order, write down its news, and let leave what may."""
        status = self.status()
        true = situation(status, self.order, self.now, POLICY)
        waiting = tuple(piece for piece, _ in self.waiting)
        history = NoticeHistory(before=self.before, left=self.left, waiting=waiting, withheld=tuple(self.withheld))
        found = news(history, true, self.now, self.terms, is_from_webhook=is_from_webhook)
        self.before = next_before(self.before, true)
        self.waiting += [(piece, self.now) for piece in found]
        again = {piece.key for piece in found}
        self.withheld = [piece for piece in self.withheld if piece.key not in again]
        if self._send_at() <= self.now:
            self.withheld += [piece for piece, _ in self.waiting if not still_true(piece, true, self.now)]
            self.waiting = [each for each in self.waiting if each[0] not in self.withheld]
        if self._send_at() <= self.now:
            pieces = in_letter_order(piece for piece, _ in self.waiting)
            self.letters.append(Letter(self.now, pieces, self.order, status))
            self.waiting = []

    def change(self, change: Change) -> None:
        """Let something happen to the order, of which Shopify tells at once."""
        self.order = change(self.order, self.time)
        self.look(is_from_webhook=True)

    def pass_time(self, span: timedelta) -> None:
        """Let time pass, and look whenever there is something to see."""
        end = self.time + span
        while True:
            due = min(next_change_at(self.order, self.now), max(self._send_at(), self.now + timedelta(minutes=1)))
            if due - self.offset >= end:
                break
            self.time = due - self.offset
            self.look()
        self.time = end
        self.look()

    def set_clock(self, offset: timedelta) -> None:
        """Let the machine's clock be off by so much."""
        self.offset = offset
        self.look()

    def _send_at(self) -> datetime:
        last = self.letters[-1].at if self.letters else None
        zone = ZoneInfo(ZONE)
        moments = (
            self.schedule.send_at([piece.code], noticed_at, now=self.now, last_letter_at=last, zone=zone)
            for piece, noticed_at in self.waiting
        )
        return min(moments, default=datetime.max.replace(tzinfo=BEGINNING.tzinfo))


_LINES = ("mug", "lamp")


def new_order() -> Order:
    """Two things that one location each sends, paid and placed at the beginning."""
    promised = method(earliest_at=BEGINNING + timedelta(days=3), latest_at=BEGINNING + timedelta(days=5))
    return order(
        placed_at=BEGINNING,
        updated_at=BEGINNING,
        lines=tuple(line(id=each, title=each) for each in _LINES),
        fulfillment_orders=tuple(
            group(
                id=f"gid://shopify/FulfillmentOrder/{each}",
                created_at=BEGINNING,
                units=(units(line_id=each),),
                delivery=promised,
            )
            for each in _LINES
        ),
    )


def _with_group(which: int, **changes: Any) -> Change:  # noqa: ANN401 - the fields of a FulfillmentOrder
    def change(its: Order, _: datetime) -> Order:
        groups = list(its.fulfillment_orders)
        if groups[which].status != "CLOSED":
            groups[which] = replace(groups[which], **changes)
        return replace(its, fulfillment_orders=tuple(groups))

    return change


def hold(which: int, reason: str) -> Change:
    """The shop holds a part."""
    return _with_group(which, status="ON_HOLD", holds=(reason,))


def release(which: int) -> Change:
    """The shop lifts the hold, and any plan."""
    return _with_group(which, status="OPEN", holds=(), fulfill_at=None, request_status="UNSUBMITTED")


def decline(which: int) -> Change:
    """The warehouse declines."""
    return _with_group(which, request_status="REJECTED")


def schedule(which: int, days: int) -> Change:
    """The shop plans to send a part so many days later."""

    def change(its: Order, now: datetime) -> Order:
        return _with_group(which, status="SCHEDULED", holds=(), fulfill_at=now + timedelta(days=days))(its, now)

    return change


def ship(which: int) -> Change:
    """The shop makes a label for a part that it has not sent."""

    def change(its: Order, now: datetime) -> Order:
        sent_group = its.fulfillment_orders[which]
        if sent_group.status == "CLOSED":
            return its
        parcel = shipment(
            id=f"gid://shopify/Fulfillment/{_LINES[which]}",
            display_status="LABEL_PRINTED",
            created_at=now,
            updated_at=now,
            units=(units(line_id=_LINES[which]),),
        )
        closed = _with_group(which, status="CLOSED", holds=(), units=(), fulfillment_ids=(parcel.id,))(its, now)
        lines = tuple(replace(each, unfulfilled_quantity=0) if each.id == _LINES[which] else each for each in its.lines)
        return replace(closed, lines=lines, fulfillments=(*its.fulfillments, parcel))

    return change


def scan(which: int, status: str, *, hours_ago: int = 0, arrives_in: int | None = None) -> Change:
    """A carrier reports the parcel of a part, where there is one; a report may come late, and bring a new day."""

    def change(its: Order, now: datetime) -> Order:
        at = now - hours_ago * HOUR
        estimated_at = None if arrives_in is None else now + timedelta(days=arrives_in)
        parcels = tuple(
            replace(
                each,
                display_status=status,
                updated_at=now,
                events=tuple(
                    sorted(
                        (*each.events, event(status, max(at, each.created_at), estimated_at=estimated_at)),
                        key=lambda report: report.happened_at,
                    )
                ),
            )
            if each.units[0].line_id == _LINES[which]
            else each
            for each in its.fulfillments
        )
        return replace(its, fulfillments=parcels)

    return change


def pay(status: str) -> Change:
    """The payment changes: by an edit something is owed, or everything is paid."""

    def change(its: Order, _: datetime) -> Order:
        outstanding = money("49.00" if status == "PARTIALLY_PAID" else "0.00")
        return replace(its, financial_status=status, outstanding=outstanding)

    return change


def send_back(step: str) -> Change:
    """A return is opened, inspected, found without its goods, or refunded."""

    def change(its: Order, now: datetime) -> Order:
        back = its.returns[0] if its.returns else order_return(id="back", created_at=now, approved_at=now)
        if step in ("RESTOCKED", "MISSING"):
            back = replace(back, dispositions=(disposition(step, at=now),))
        elif step == "refunded":
            back = replace(back, status="CLOSED", closed_at=now)
            paid = refund(processed_at=now, return_id=back.id, transactions=(repaid("SUCCESS"),))
            its = replace(its, refunds=(paid,), refunded=money("49.00"))
        return replace(its, returns=(back,))

    return change


def cancel(its: Order, now: datetime) -> Order:
    """The shop cancels the order."""
    return replace(its, cancelled_at=now, cancel_reason="CUSTOMER")


def live(steps: Sequence[tuple[int, Change]], *, life: Life | None = None) -> Life:
    """The life of an order to which this happens, each after so many hours."""
    life = life or Life(new_order())
    life.look(is_from_webhook=True)
    for hours, change in steps:
        life.pass_time(hours * HOUR)
        life.change(change)
    return life
