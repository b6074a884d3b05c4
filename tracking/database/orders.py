"""Orders, one row each: Shopify's answer, and beside it what was judged from it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, bindparam, delete, func, insert, or_, select, text, update

from tracking.database import erased_orders
from tracking.database.column_types import ShortText
from tracking.database.tables import order_tags, order_views, orders, tracking_numbers

ALL = "all"
"""The view in which every order stands."""

# A row that was fetched later than that from now was written by a clock that has been set back since.
_CLOCK_STEP = timedelta(minutes=5)

_MOST_WITH_ONE_NUMBER = 50  # more are no parcels, but a word that the shop writes in place of a number


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """A row of the table, where the columns are explained; ``answer`` is Shopify's, without what is not kept."""

    id: str
    name: str
    fetched_at: datetime
    updated_at: datetime
    placed_at: datetime
    finished_at: datetime | None
    is_test: bool
    judged_at: datetime
    judged_by: str
    judge_at: datetime | None
    look_at: datetime | None
    stage: str
    condition: str
    reason: str | None
    actor: str | None
    route: str | None
    parcel_condition: str | None
    has_open_return: bool
    estimate_from: date | None
    estimate_to: date | None
    last_scan_at: datetime | None
    carrier: str | None
    country: str | None
    location: str | None
    items_sent: int
    items_total: int
    parcels: int
    contact_hash: str | None
    answer: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBy:
    """What an order is found by beside its row: keys of its tracking numbers, the views it stands in, and its tags.

    ``tag_hashes`` is None where the tags are not known: those that were stay.
    """

    numbers: Collection[str] = ()
    views: Collection[str] = ()
    tag_hashes: Collection[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCount:
    """How many orders are known, and how many of them are not finished."""

    known: int
    open: int


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FILTERED = ("stage", "condition", "reason", "route", "carrier", "country", "location")

_NAMES = [field.name for field in fields(OrderRow)]
COLUMNS = [orders.c[name] for name in _NAMES]

# Made once: to make a statement takes longer than to execute it.
_THIS = orders.c.id == bindparam("order_id", type_=ShortText)
_AGE = select(orders.c.updated_at, orders.c.fetched_at).where(_THIS)
_UPDATE = update(orders).where(_THIS).values({name: bindparam(name) for name in _NAMES if name != "id"})
_INSERT = insert(orders).values({name: bindparam(name) for name in _NAMES})


def put(transaction: Connection, order: OrderRow, found_by: FoundBy, *, hashes: Collection[str] = ()) -> bool:
    """Write the order in place of what is known of it.

    Returns False, and writes nothing, where something newer is known, or one of the ``hashes`` of its id stands among
    the erased orders.
    """
    lock(transaction, order.id)
    if hashes and erased_orders.has_any(transaction, hashes):
        return False
    known = transaction.execute(_AGE, {"order_id": order.id}).first()
    if known and not _is_newer(order, updated_at=known.updated_at, fetched_at=known.fetched_at):
        return False
    values = {name: getattr(order, name) for name in _NAMES}
    transaction.execute(_UPDATE if known else _INSERT, {**values, "order_id": order.id})
    _replace(
        transaction, tracking_numbers, [{"order_id": order.id, "key": key} for key in set(found_by.numbers)], order
    )
    _replace_lists(transaction, order, found_by)
    return True


def get(transaction: Connection, order_id: str) -> OrderRow | None:
    """The order with this id."""
    return next(iter(_rows(transaction, orders.c.id == order_id)), None)


def by_name(transaction: Connection, name: str) -> list[OrderRow]:
    """The orders with this name, as Shopify writes it; Shopify lets several have it."""
    return _rows(transaction, orders.c.name == name)


def by_number(transaction: Connection, key: str, *, limit: int = 10) -> list[OrderRow]:
    """The newest orders with a parcel under this key: carriers give a number to another parcel after months."""
    ids = select(tracking_numbers.c.order_id).where(tracking_numbers.c.key == key)
    return _rows(transaction, orders.c.id.in_(ids), limit=limit)


def ids_by_numbers(transaction: Connection, keys: Collection[str], *, limit: int) -> list[str]:
    """The ids of the newest orders with a parcel under one of the keys.

    As long as they are few, as they nearly always are, only the index is read: whether there is one takes no longer.
    """
    numbers = select(tracking_numbers.c.order_id).where(tracking_numbers.c.key.in_(keys)).limit(_MOST_WITH_ONE_NUMBER)
    found = list(dict.fromkeys(transaction.scalars(numbers)))
    if len(found) <= limit:
        return found
    newest = select(orders.c.id).where(orders.c.id.in_(found)).order_by(orders.c.placed_at.desc(), orders.c.id.desc())
    return list(transaction.scalars(newest.limit(limit)))


def document(transaction: Connection, order_id: str) -> tuple[dict[str, Any], datetime] | None:
    """Shopify's answer about the order, and when it was given."""
    found = transaction.execute(select(orders.c.answer, orders.c.fetched_at).where(orders.c.id == order_id)).first()
    return (found.answer, found.fetched_at) if found else None


def updated_at(transaction: Connection, ids: Collection[str]) -> dict[str, datetime]:
    """Shopify's time of the last change, for those of the orders that are known."""
    statement = select(orders.c.id, orders.c.updated_at).where(orders.c.id.in_(ids))
    return {order_id: moment for order_id, moment in transaction.execute(statement)}  # noqa: C416 - rows are no pairs to mypy


def names(transaction: Connection, ids: Collection[str]) -> dict[str, str]:
    """The names of those of the orders that are known, by their ids."""
    statement = select(orders.c.id, orders.c.name).where(orders.c.id.in_(ids))
    return {order_id: name for order_id, name in transaction.execute(statement)}  # noqa: C416 - rows are no pairs to mypy


def contact_hash(transaction: Connection, order_id: str) -> str | None:
    """What is known of the order's contact."""
    found: str | None = transaction.scalar(select(orders.c.contact_hash).where(orders.c.id == order_id))
    return found


def fetch_anew(transaction: Connection, order_id: str, *, rules: str, now: datetime) -> None:
    """Of an order whose answer these rules cannot read: judge it no more, and ask Shopify for it again."""
    statement = update(orders).where(orders.c.id == order_id)
    transaction.execute(statement.values(judged_by=rules, judge_at=None, look_at=now))


def judge_by(transaction: Connection, order_id: str, moment: datetime) -> None:
    """Judge the order again at this moment at the latest, also where time alone does not change it."""
    is_later = or_(orders.c.judge_at.is_(None), orders.c.judge_at > moment)
    transaction.execute(update(orders).where(orders.c.id == order_id, is_later).values(judge_at=moment))


def put_off_look(transaction: Connection, ids: Collection[str], *, until: datetime) -> None:
    """Of orders that are about to be fetched: where that fails, look at them again then."""
    transaction.execute(update(orders).where(orders.c.id.in_(ids)).values(look_at=until))


def to_judge(transaction: Connection, *, now: datetime, rules: str, limit: int) -> list[OrderRow]:
    """Orders that time has changed, or that other rules than these judged."""
    judged_by = orders.c.judged_by
    is_changed = or_(orders.c.judge_at <= now, judged_by < rules, judged_by > rules)  # != would use no index
    return [_row(found) for found in transaction.execute(select(*COLUMNS).where(is_changed).limit(limit))]


def to_look_at(transaction: Connection, *, now: datetime, limit: int) -> list[str]:
    """The ids of orders that Shopify should be asked for again, the most overdue first."""
    statement = select(orders.c.id).where(orders.c.look_at <= now).order_by(orders.c.look_at).limit(limit)
    return list(transaction.scalars(statement))


def finished_before(
    transaction: Connection, moment: datetime, *, limit: int, among: Collection[str] | None = None
) -> list[str]:
    """The ids of orders, of all or of those ``among``, that have been finished since before the moment."""
    finished = orders.c.finished_at
    statement = select(orders.c.id).where(finished < moment).order_by(finished).limit(limit)
    return list(transaction.scalars(statement if among is None else statement.where(orders.c.id.in_(among))))


def count(transaction: Connection) -> OrderCount:
    """Counted from indexes alone."""
    known = transaction.scalar(select(func.count()).select_from(orders)) or 0
    is_open = orders.c.finished_at.is_(None)
    return OrderCount(known=known, open=transaction.scalar(select(func.count(orders.c.placed_at)).where(is_open)) or 0)


def lock(transaction: Connection, order_id: str) -> None:
    """Let no other transaction write or erase this order until ours ends: on SQLite only one writes at a time."""
    if transaction.dialect.name == "postgresql":
        transaction.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:id, 0))"), {"id": order_id})


def _is_newer(order: OrderRow, *, updated_at: datetime, fetched_at: datetime) -> bool:
    """By Shopify's clock; where that says the same, by ours, unless that was ahead when the other one was fetched."""
    if order.updated_at != updated_at:
        return order.updated_at > updated_at
    return order.fetched_at >= fetched_at or fetched_at > order.judged_at + _CLOCK_STEP


def _replace_lists(transaction: Connection, order: OrderRow, found_by: FoundBy) -> None:
    views = {ALL, *found_by.views}
    listed = {"order_id": order.id, "placed": microseconds(order.placed_at)}
    filtered = {
        **{name: getattr(order, name) for name in _FILTERED},
        "has_number": bool(found_by.numbers),
        "is_sent_in_parts": order.parcels > 1,
    }
    _replace(transaction, order_views, [{**listed, **filtered, "view": view} for view in views], order)
    hashes = found_by.tag_hashes
    if hashes is None:
        hashes = _tag_hashes(transaction, order.id)
    tags = [{**listed, "view": view, "tag_hash": tag_hash} for view in views for tag_hash in set(hashes)]
    _replace(transaction, order_tags, tags, order)


def _tag_hashes(transaction: Connection, order_id: str) -> list[str]:
    statement = select(order_tags.c.tag_hash).where(order_tags.c.order_id == order_id, order_tags.c.view == ALL)
    return list(transaction.scalars(statement))


def _replace(transaction: Connection, table: Table, rows: Sequence[Mapping[str, object]], order: OrderRow) -> None:
    """Write the rows of the order in place of those that it has, unless they are the same: most judgements are."""
    of_order = table.c.order_id == order.id
    known = [dict(row) for row in transaction.execute(select(table).where(of_order)).mappings()]
    if len(known) == len(rows) and all(row in known for row in rows):
        return
    if known:
        transaction.execute(delete(table).where(of_order))
    if rows:
        transaction.execute(insert(table), rows)


def microseconds(moment: datetime) -> int:
    """Since 1970, as lists are ordered by them."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _rows(transaction: Connection, condition: ColumnElement[bool], limit: int | None = None) -> list[OrderRow]:
    statement = select(*COLUMNS).where(condition).order_by(orders.c.placed_at.desc(), orders.c.id.desc())
    return [_row(found) for found in transaction.execute(statement.limit(limit))]


def _row(found: Any) -> OrderRow:  # noqa: ANN401 - the columns are those of the class
    return OrderRow(**found._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
