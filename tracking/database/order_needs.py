"""Why orders need somebody in the shop, and what that depends on beside the order itself."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Date, bindparam, func, select, update

from tracking.database import order_views
from tracking.database.column_types import ShortText
from tracking.database.order_views import ANSWERS, NEEDS_YOU
from tracking.database.set_aside import AsideState
from tracking.database.tables import answers, orders, page_openings, set_aside
from tracking.database.tables import order_views as views


@dataclass(frozen=True, slots=True)
class OrderNeed:
    """Why an order needs somebody, by its code; rank 1 comes first."""

    rank: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedCircumstances:
    """The circumstances that the need of an order follows from.

    ``found`` follows from the order alone, ``state`` is how it stands. ``need``, ``since``, ``needs_you`` and
    ``is_in_answers`` are what was written last. ``set_aside`` is how it stood, when, and until when it was set aside.
    """

    updated_at: datetime
    found: OrderNeed | None
    state: AsideState
    need: OrderNeed | None
    since: datetime | None
    needs_you: bool
    is_in_answers: bool
    answered_at: datetime | None  # the newest answer that is not handled
    openings: int
    set_aside: "SetAside | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """That an order was set aside."""

    at: datetime
    until: datetime
    state: AsideState


_order = orders.c
_OF_ORDER = bindparam("of_order", type_=ShortText)


def _stands_in(view: str) -> Any:  # noqa: ANN401 - SQLAlchemy's
    return select(views.c.view).where(views.c.order_id == _OF_ORDER, views.c.view == view).exists()


# Made once, as in ``orders``.
_CIRCUMSTANCES = (
    select(
        _order.updated_at,
        _order.found_rank,
        _order.found_why,
        _order.out_of_step,
        _order.condition,
        _order.parcel_condition,
        _order.reason,
        _order.need_rank,
        _order.need_why,
        _order.need_since,
        _stands_in(NEEDS_YOU).label("needs_you"),
        _stands_in(ANSWERS).label("is_in_answers"),
        select(func.max(answers.c.at))
        .where(answers.c.order_id == _OF_ORDER, answers.c.handled_at.is_(None))
        .scalar_subquery()
        .label("answered_at"),
        select(page_openings.c["count"])
        .where(page_openings.c.order_id == _OF_ORDER, page_openings.c.day == bindparam("today", type_=Date))
        .scalar_subquery()
        .label("openings"),
        set_aside.c.at,
        set_aside.c.until,
        set_aside.c.state,
    )
    .outerjoin(set_aside, set_aside.c.order_id == _order.id)
    .where(_order.id == _OF_ORDER)
)


def circumstances(transaction: Connection, order_id: str, *, today: date) -> NeedCircumstances | None:
    """Of a known order; ``today`` is the day whose openings count."""
    row = transaction.execute(_CIRCUMSTANCES, {"of_order": order_id, "today": today}).first()
    if row is None:
        return None
    return NeedCircumstances(
        updated_at=row.updated_at,
        found=_need(row.found_rank, row.found_why),
        state=AsideState(
            rank=row.found_rank,
            why=row.found_why,
            condition=row.condition,
            parcel_condition=row.parcel_condition,
            reason=row.reason,
            out_of_step=tuple(row.out_of_step),
        ),
        need=_need(row.need_rank, row.need_why),
        since=row.need_since,
        needs_you=bool(row.needs_you),
        is_in_answers=bool(row.is_in_answers),
        answered_at=row.answered_at,
        openings=row.openings or 0,
        set_aside=None if row.at is None else SetAside(at=row.at, until=row.until, state=AsideState.of(row.state)),
    )


def put(
    transaction: Connection,
    order_id: str,
    need: OrderNeed | None,
    since: datetime | None,
    *,
    needs_you: bool,
    has_open_answer: bool,
) -> None:
    """Write the need of a known order, and where it stands with it."""
    rank, why = (need.rank, need.why) if need else (None, None)
    values = {"need_rank": rank, "need_why": why, "need_since": since}
    transaction.execute(update(orders).where(_order.id == order_id).values(values))
    key = order_views.need_key(rank, since)
    order_views.put_need(transaction, order_id, key, needs_you=needs_you, has_open_answer=has_open_answer)


def _need(rank: int | None, why: str | None) -> OrderNeed | None:
    return None if rank is None or why is None else OrderNeed(rank, why)
