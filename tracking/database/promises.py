"""The promises about each order's parcels: every day, by whom and when, and how it ended."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from tracking.database.column_types import bound_ids
from tracking.database.tables import promises
from tracking.durations.promises import Promise, PromisedStep, SaidBy

_ROW = promises.c


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRow(Promise):
    """A promise that is kept of ``part``, the public id of a parcel.

    ``days_over``: how many days after the last one it happened, below 0 before it; None while it has not.
    """

    id: int
    part: str
    days_over: int | None


_COLUMNS = [_ROW[field.name] for field in fields(PromiseRow)]

# Made once: a page and each judgement read it, and to make a statement takes longer than to execute it.
_OF_ORDER = select(*_COLUMNS).where(_ROW.order_id == bindparam("of_order", type_=_ROW.order_id.type)).order_by(_ROW.id)
_OF_ORDERS = select(_ROW.order_id, *_COLUMNS).where(_ROW.order_id.in_(bound_ids("of_orders"))).order_by(_ROW.id)
_INSERT = insert(promises)
_END = update(promises).where(_ROW.id == bindparam("row_id")).values(days_over=bindparam("days_over"))


def of_order(transaction: Connection, order_id: str) -> list[PromiseRow]:
    """Those of the order, in the order in which they were kept."""
    return [_row(row) for row in transaction.execute(_OF_ORDER, {"of_order": order_id})]


def of_orders(transaction: Connection, order_ids: Collection[str]) -> dict[str, list[PromiseRow]]:
    """Those of each of the orders that has some, as ``of_order`` has them."""
    found: defaultdict[str, list[PromiseRow]] = defaultdict(list)
    for order_id, *values in transaction.execute(_OF_ORDERS, {"of_orders": order_ids}):
        found[order_id].append(_row(values))
    return dict(found)


def add(transaction: Connection, order_id: str, part: str, said: Iterable[tuple[Promise, int | None]]) -> None:
    """Keep what was promised of a parcel of an order that is known, each with its ``days_over``."""
    rows = [
        {
            "order_id": order_id,
            "part": part,
            "step": each.step.value,
            "first": each.first,
            "last": each.last,
            "said_by": each.said_by.value,
            "said_at": each.said_at,
            "days_over": days_over,
        }
        for each, days_over in said
    ]
    if rows:
        transaction.execute(_INSERT, rows)


def end(transaction: Connection, row_id: int, days_over: int) -> None:
    """The promised step of the row with this id has happened."""
    transaction.execute(_END, {"row_id": row_id, "days_over": days_over})


def by_part(rows: Iterable[PromiseRow]) -> dict[str, list[PromiseRow]]:
    """The rows of one order by its parcels."""
    found: defaultdict[str, list[PromiseRow]] = defaultdict(list)
    for row in rows:
        found[row.part].append(row)
    return dict(found)


def _row(values: Row[Any] | Collection[Any]) -> PromiseRow:
    named = dict(zip((column.name for column in _COLUMNS), values, strict=True))
    return PromiseRow(**{**named, "step": PromisedStep(named["step"]), "said_by": SaidBy(named["said_by"])})
