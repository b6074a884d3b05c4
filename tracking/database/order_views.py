"""The rows that lists read: in which views an order stands, and what it is sorted by there."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from tracking.database import view_counts
from tracking.database.column_types import ShortText
from tracking.database.tables import order_views

ALL = "all"
"""The view in which every order stands."""

NEEDS_YOU, ANSWERS = "needs_you", "answers"
"""The views that depend on more than the order: on what its customer and the shop's staff do."""

_OF_PEOPLE = frozenset({NEEDS_YOU, ANSWERS})

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FAR = datetime(9999, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_RANK = 10**12  # more than there are seconds until then

_SORTED = ("placed", "need", "promised", "last_scan")

_row = order_views.c
_OF_ORDER = _row.order_id == bindparam("of_order", type_=ShortText)
_KNOWN = select(order_views).where(_OF_ORDER)  # made once, as in ``orders``


@dataclass(frozen=True, slots=True, kw_only=True)
class SortKeys:
    """The keys that the rows of an order are sorted by, in the table's own numbers."""

    placed: int
    promised: int
    last_scan: int


def sort_keys(*, placed_at: datetime, promised: date | None, last_scan_at: datetime | None) -> SortKeys:
    """Of an order that was placed, is promised until this day and was scanned so; the longest ago comes first."""
    return SortKeys(
        placed=microseconds(placed_at),
        promised=(promised - _FAR.date()).days if promised else 0,
        last_scan=(last_scan_at - _FAR) // _SECOND if last_scan_at else 0,
    )


def need_key(rank: int | None, since: datetime | None) -> int:
    """By rank, of one rank the newest first."""
    if rank is None or since is None:
        return 0
    return (rank - 100) * _RANK - (since - _EPOCH) // _SECOND


def microseconds(moment: datetime) -> int:
    """Since 1970."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def put(transaction: Connection, order_id: str, views: Collection[str], keys: SortKeys) -> None:
    """Write where the order stands by itself; its need, and views that depend on more, stay as they are."""
    known = {row["view"]: dict(row) for row in transaction.execute(_KNOWN, {"of_order": order_id}).mappings()}
    need = known[ALL]["need"] if ALL in known else 0
    wanted = {ALL, *views, *_OF_PEOPLE.intersection(known)}
    rows = {view: {"order_id": order_id, "view": view, "need": need, **asdict(keys)} for view in wanted}
    _replace(transaction, order_id, known, rows)


def put_need(transaction: Connection, order_id: str, need: int, *, needs_you: bool, has_open_answer: bool) -> None:
    """Write what depends on more than the order; of an order that is not known nothing."""
    known = {row["view"]: dict(row) for row in transaction.execute(_KNOWN, {"of_order": order_id}).mappings()}
    if ALL not in known:
        return
    whether = {NEEDS_YOU: needs_you, ANSWERS: has_open_answer}
    wanted = known.keys() - _OF_PEOPLE | {view for view, is_in in whether.items() if is_in}
    rows = {view: {**known[ALL], "view": view, "need": need} for view in wanted}
    _replace(transaction, order_id, known, rows)


def delete_rows(transaction: Connection, order_ids: Collection[str]) -> int:
    """Take the orders out of every view, and so out of every list and count; returns how many rows they had."""
    of_orders = _row.order_id.in_(order_ids)
    counted = transaction.execute(select(_row.view, func.count()).where(of_orders).group_by(_row.view)).all()
    view_counts.add(transaction, {view: -count for view, count in counted})
    return transaction.execute(delete(order_views).where(of_orders)).rowcount


def _replace(
    transaction: Connection,
    order_id: str,
    known: Mapping[str, Mapping[str, object]],
    rows: Mapping[str, Mapping[str, object]],
) -> None:
    """Most judgements change nothing; the sort keys of an order are the same in all its rows."""
    gone, new, kept = known.keys() - rows.keys(), rows.keys() - known.keys(), rows.keys() & known.keys()
    if gone:
        transaction.execute(delete(order_views).where(_row.order_id == order_id, _row.view.in_(gone)))
    if any(rows[view] != known[view] for view in kept):
        of_any = rows[next(iter(kept))]
        transaction.execute(
            update(order_views).where(_row.order_id == order_id).values({name: of_any[name] for name in _SORTED})
        )
    if new:
        transaction.execute(insert(order_views), [rows[view] for view in sorted(new)])
    view_counts.add(transaction, dict.fromkeys(gone, -1) | dict.fromkeys(new, 1))
