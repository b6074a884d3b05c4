"""Orders, one row each: Shopify's answer, and beside it what was judged from it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from tracking.database import erased_orders, order_terms, order_views, view_counts
from tracking.database.column_types import ShortText, bound_ids, from_json
from tracking.database.erased_orders import NOT_ALL
from tracking.database.order_terms import IN_PARTS, NO_NUMBER, TermKind, term
from tracking.database.tables import order_views as listed
from tracking.database.tables import orders, tracking_numbers

# A row that was fetched later than that from now was written by a clock that has been set back since.
_CLOCK_STEP = timedelta(minutes=5)

_MOST_WITH_ONE_NUMBER = 50  # more are no parcels, but a word that the shop writes in place of a number


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """A row of the table, where the columns are explained; ``answer`` is Shopify's, without what is not kept.

    The need itself is written by ``order_needs`` alone.
    """

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
    found_rank: int | None = None
    found_why: str | None = None
    out_of_step: list[str] = field(default_factory=list)
    need_rank: int | None = None
    need_why: str | None = None
    need_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredOrder:
    """A row of the table as it was read, JSON as text: to compare it takes less long than to understand it.

    ``values`` are all but the answer, of which they have Python's hash: they are compared in this process only.
    """

    id: str
    placed_at: datetime
    judge_at: datetime | None
    last_scan_at: datetime | None
    values: tuple[Any, ...]
    answer: str

    def row(self) -> OrderRow:
        """The row, with its JSON decoded."""
        found = dict(zip(_STORED_NAMES, self.values, strict=True))
        return OrderRow(**{**found, "out_of_step": from_json(found["out_of_step"]), "answer": from_json(self.answer)})


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBy:
    """The values that an order is found by beside its row.

    Keys of its tracking numbers, the views it stands in by itself, words of its products, and its tags.
    ``tag_hashes`` is None where the tags are not known: those that were stay.
    """

    numbers: Collection[str] = ()
    views: Collection[str] = ()
    words: Collection[str] = ()
    tag_hashes: Collection[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCount:
    """How many orders are known, and how many of them are not finished."""

    known: int
    open: int


@dataclass(frozen=True, slots=True)
class OrderCustomer:
    """``locale`` is in what the customer ordered, as Shopify has it; None where it is not known."""

    order_id: str
    is_test: bool
    locale: str | None


_NAMES = [each.name for each in fields(OrderRow)]
COLUMNS = [orders.c[name] for name in _NAMES]
_PUT = [name for name in _NAMES if not name.startswith("need_")]

# Made once: to make a statement takes longer than to execute it.
_THIS = orders.c.id == bindparam("order_id", type_=ShortText)
_AGE = select(orders.c.updated_at, orders.c.fetched_at).where(_THIS)
_UPDATE = update(orders).where(_THIS).values({name: bindparam(name) for name in _PUT if name != "id"})
_NUMBERS = select(tracking_numbers.c.key).where(tracking_numbers.c.order_id == bindparam("of_order", type_=ShortText))
_JUDGED = [name for name in _PUT if name not in {"id", "fetched_at", "updated_at", "contact_hash", "answer"}]
_UPDATE_JUDGEMENT = update(orders).where(_THIS).values({name: bindparam(name) for name in _JUDGED})
_INSERT = insert(orders).values({name: bindparam(name) for name in _PUT})
_THESE = bound_ids("ids")
_BY_IDS = select(*COLUMNS).where(orders.c.id.in_(_THESE))
# Made once: an order that is fetched anew executes it.
_DOCUMENT = select(orders.c.answer, orders.c.fetched_at).where(orders.c.id == bindparam("id", type_=orders.c.id.type))
_JSON = ("out_of_step", "answer")
_STORED_NAMES = [*(name for name in _NAMES if name not in _JSON), *_JSON]
_STORED = select(*(cast(orders.c[name], Text) if name in _JSON else orders.c[name] for name in _STORED_NAMES)).where(
    orders.c.id.in_(_THESE)
)
_ID, _PLACED, _JUDGE, _SCAN = map(_STORED_NAMES.index, ("id", "placed_at", "judge_at", "last_scan_at"))


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
    values = {name: getattr(order, name) for name in _PUT}
    transaction.execute(_UPDATE if known else _INSERT, {**values, "order_id": order.id})
    _put_lists(transaction, order, found_by)
    return True


def put_judgement(transaction: Connection, order: OrderRow, found_by: FoundBy, *, hashes: Collection[str] = ()) -> bool:
    """Write what was judged anew of an answer that is known; returns False where it is so no longer.

    It may have been erased, or fetched again. The answer itself, which is most of the row, is not written.
    """
    lock(transaction, order.id)
    known = transaction.execute(_AGE, {"order_id": order.id}).first()
    if known is None or (known.updated_at, known.fetched_at) != (order.updated_at, order.fetched_at):
        return False
    if hashes and erased_orders.has_any(transaction, hashes):
        return False
    values = {name: getattr(order, name) for name in _JUDGED}
    transaction.execute(_UPDATE_JUDGEMENT, {**values, "order_id": order.id})
    _put_lists(transaction, order, found_by)
    return True


def get(transaction: Connection, order_id: str) -> OrderRow | None:
    """The order with this id."""
    return next(iter(_rows(transaction, orders.c.id == order_id)), None)


def by_ids(transaction: Connection, ids: Collection[str]) -> list[OrderRow]:
    """Those of the orders that are known, in the order of their ids."""
    found = {row.id: _row(row) for row in transaction.execute(_BY_IDS, {"ids": ids})} if ids else {}
    return [found[order_id] for order_id in ids if order_id in found]


def stored(transaction: Connection, ids: Collection[str]) -> list[StoredOrder]:
    """As ``by_ids``, for who may have no need to read them."""
    found = {row[_ID]: _stored(row) for row in transaction.execute(_STORED, {"ids": ids}).all()} if ids else {}
    return [found[order_id] for order_id in ids if order_id in found]


def by_name(transaction: Connection, name: str) -> list[OrderRow]:
    """The orders with this name, as Shopify writes it; Shopify lets several have it."""
    return _rows(transaction, orders.c.name == name)


def ids_by_numbers(transaction: Connection, keys: Collection[str], *, limit: int) -> list[str]:
    """The ids of the newest orders with a parcel under one of the keys: carriers use a number again after months.

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
    found = transaction.execute(_DOCUMENT, {"id": order_id}).first()
    return (found.answer, found.fetched_at) if found else None


def newest_answers(transaction: Connection, *, limit: int) -> list[dict[str, Any]]:
    """Shopify's answers about the orders that were placed last and are not finished."""
    is_open = orders.c.finished_at.is_(None)
    statement = select(orders.c.answer).where(is_open).order_by(orders.c.placed_at.desc()).limit(limit)
    return list(transaction.scalars(statement))


def updated_at(transaction: Connection, ids: Collection[str]) -> dict[str, datetime]:
    """Shopify's time of the last change, for those of the orders that are known."""
    statement = select(orders.c.id, orders.c.updated_at).where(orders.c.id.in_(ids))
    return {order_id: moment for order_id, moment in transaction.execute(statement)}  # noqa: C416 - rows are no pairs to mypy


def names(transaction: Connection, ids: Collection[str]) -> dict[str, str]:
    """The names of those of the orders that are known, by their ids."""
    statement = select(orders.c.id, orders.c.name).where(orders.c.id.in_(ids))
    return {order_id: name for order_id, name in transaction.execute(statement)}  # noqa: C416 - rows are no pairs to mypy


def customers(transaction: Connection, ids: Collection[str]) -> list[OrderCustomer]:
    """The customers of those of the orders that are known, one row for each order.

    None of these is erased until the transaction ends.
    """
    locale = orders.c.answer["order"]["customerLocale"].as_string()
    statement = select(orders.c.id, orders.c.is_test, locale).where(orders.c.id.in_(ids)).order_by(orders.c.id)
    held = statement.with_for_update(read=True, key_share=True)  # of PostgreSQL: SQLite has one writer at a time
    return [OrderCustomer(order_id, is_test, locale) for order_id, is_test, locale in transaction.execute(held)]


def contact_hash(transaction: Connection, order_id: str) -> str | None:
    """The keyed hash of the order's contact; None where none is known."""
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


def judge_open(transaction: Connection, moment: datetime) -> None:
    """Judge every order that is not finished again at this moment at the latest."""
    is_open = and_(orders.c.finished_at.is_(None), orders.c.judge_at > moment)
    transaction.execute(update(orders).where(is_open).values(judge_at=moment))


def postpone_refetch(transaction: Connection, ids: Collection[str], *, until: datetime) -> None:
    """Of orders that are about to be fetched: where that fails, fetch them again then."""
    transaction.execute(update(orders).where(orders.c.id.in_(ids)).values(look_at=until))


def refetch_after_clock_step(transaction: Connection, *, now: datetime, longest: timedelta) -> int:
    """Fetch orders now that are to be fetched later than any rule says: by a clock that has been set back since."""
    is_too_late = orders.c.look_at > now + longest
    return transaction.execute(update(orders).where(is_too_late).values(look_at=now)).rowcount


def to_judge(transaction: Connection, *, now: datetime, rules: str, limit: int) -> list[OrderRow]:
    """Orders that time has changed, or that other rules than these judged."""
    judged_by = orders.c.judged_by
    is_changed = or_(orders.c.judge_at <= now, judged_by < rules, judged_by > rules)  # != would use no index
    return [_row(found) for found in transaction.execute(select(*COLUMNS).where(is_changed).limit(limit))]


def due_for_refetch(transaction: Connection, *, now: datetime, limit: int) -> list[str]:
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
    """Those that are listed: the others are to be erased. Counted from indexes alone."""
    in_list = exists().where(listed.c.order_id == orders.c.id, listed.c.view == order_views.ALL)
    is_open = and_(orders.c.finished_at.is_(None), in_list, NOT_ALL)
    is_known = view_counts.of_view(transaction, order_views.ALL)
    return OrderCount(
        known=is_known, open=transaction.scalar(select(func.count(orders.c.placed_at)).where(is_open)) or 0
    )


def lock(transaction: Connection, order_id: str) -> None:
    """Let no other transaction write or erase this order until ours ends: on SQLite only one writes at a time."""
    if transaction.dialect.name == "postgresql":
        transaction.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:id, 0))"), {"id": order_id})


def _is_newer(order: OrderRow, *, updated_at: datetime, fetched_at: datetime) -> bool:
    """By Shopify's clock; where that says the same, by ours, unless that was ahead when the other one was fetched."""
    if order.updated_at != updated_at:
        return order.updated_at > updated_at
    return order.fetched_at >= fetched_at or fetched_at > order.judged_at + _CLOCK_STEP


def _put_lists(transaction: Connection, order: OrderRow, found_by: FoundBy) -> None:
    _replace_numbers(transaction, order.id, set(found_by.numbers))
    keep = TermKind.TAG if found_by.tag_hashes is None else None
    order_terms.put(transaction, order.id, set(_terms(order, found_by)), keep=keep)
    keys = order_views.sort_keys(placed_at=order.placed_at, promised=order.estimate_to, last_scan_at=order.last_scan_at)
    order_views.put(transaction, order.id, found_by.views, keys)


def _replace_numbers(transaction: Connection, order_id: str, keys: set[str]) -> None:
    """Most judgements find the same."""
    row = tracking_numbers.c
    known = set(transaction.scalars(_NUMBERS, {"of_order": order_id}))
    if gone := known - keys:
        transaction.execute(delete(tracking_numbers).where(row.order_id == order_id, row.key.in_(gone)))
    if new := sorted(keys - known):
        transaction.execute(insert(tracking_numbers), [{"order_id": order_id, "key": key} for key in new])


def _terms(order: OrderRow, found_by: FoundBy) -> Iterator[str]:
    yield from (term(TermKind.WORD, word) for word in found_by.words)
    yield from (term(TermKind.TAG, tag_hash) for tag_hash in found_by.tag_hashes or ())
    yield from (term(TermKind.OUT_OF_STEP, code) for code in order.out_of_step)
    if not found_by.numbers:
        yield NO_NUMBER
    if order.parcels > 1:
        yield IN_PARTS


def _rows(transaction: Connection, condition: ColumnElement[bool]) -> list[OrderRow]:
    statement = select(*COLUMNS).where(condition).order_by(orders.c.placed_at.desc(), orders.c.id.desc())
    return [_row(found) for found in transaction.execute(statement)]


def _row(found: Row[Any]) -> OrderRow:
    return OrderRow(**dict(zip(_NAMES, found, strict=True)))


def _stored(found: Row[Any]) -> StoredOrder:
    *values, answer = found
    return StoredOrder(found[_ID], found[_PLACED], found[_JUDGE], found[_SCAN], (*values, hash(answer)), answer)
