"""How long the steps of orders took, without their orders: rows that no order can be told from."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date

from sqlalchemy import Column, Connection, delete, func, insert, or_, select, update

from tracking.database.tables import step_durations


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDurationRow:
    """A step, the days of the shop on which it began and ended, and the rounded hours between.

    ``carrier`` is a code, ``country`` ISO 3166-1 alpha-2; the other four are the shop's own names.
    """

    step: str
    started_on: date
    ended_on: date
    hours: int
    carrier: str | None = None
    shipping_method: str | None = None
    service: str | None = None
    country: str | None = None
    location: str | None = None
    product_type: str | None = None


_COLUMNS = [step_durations.c[field.name] for field in fields(StepDurationRow)]
_STEPS = step_durations.c


def add(transaction: Connection, rows: Iterable[StepDurationRow], *, is_imported: bool) -> None:
    """Add steps that have ended; those that are imported are replaced by the next import."""
    values = [{**asdict(row), "is_imported": is_imported} for row in rows]
    if values:
        transaction.execute(insert(step_durations), values)


def remove_imported(transaction: Connection, *, until: date) -> int:
    """Remove what was imported, and what ended by this day, which the next import brings; returns how many rows."""
    is_in_next = or_(step_durations.c.is_imported, step_durations.c.ended_on <= until)
    return transaction.execute(delete(step_durations).where(is_in_next)).rowcount


def some_since(transaction: Connection, day: date, *, most: int) -> list[StepDurationRow]:
    """Steps that ended on this day or later: all of them, or of more than ``most`` every second, third … one."""
    is_new = step_durations.c.ended_on >= day
    total = transaction.scalar(select(func.count()).select_from(step_durations).where(is_new)) or 0
    is_one_of_some = step_durations.c.id % max(1, -(-total // most)) == 0
    return [
        StepDurationRow(**row)
        for row in transaction.execute(select(*_COLUMNS).where(is_new, is_one_of_some)).mappings()
    ]


def forget_before(transaction: Connection, day: date) -> int:
    """Forget steps that ended on earlier days; returns how many rows they were."""
    return transaction.execute(delete(step_durations).where(step_durations.c.ended_on < day)).rowcount


def remove_all(transaction: Connection) -> int:
    """Remove every row; returns how many they were."""
    return transaction.execute(delete(step_durations)).rowcount


def forget_rare_names(transaction: Connection, *, least: int, before: date | None = None) -> int:
    """Forget the name of a shipping method, or of a product type, that fewer orders have; returns how many rows had it.

    Fewer rows of each step: an order has several steps, and of one step hardly more than a row.
    With ``before`` those that ended earlier forget it: the newer ones may become many.
    Staff may type any text as the method of a single order, and a product may be the only one of its type; a method, or
    a type, that tells nothing of a customer is in many.
    """
    return sum(
        _forget_rare(transaction, column, least, before) for column in (_STEPS.shipping_method, _STEPS.product_type)
    )


def forget_names_if_rare(
    transaction: Connection, *, shipping_methods: Collection[str], product_types: Collection[str], least: int
) -> int:
    """As ``forget_rare_names``, of these names only: their orders are erased."""
    return sum(
        _forget_rare(transaction, column, least, None, among=names)
        for column, names in ((_STEPS.shipping_method, shipping_methods), (_STEPS.product_type, product_types))
        if names
    )


def _forget_rare(
    transaction: Connection,
    column: Column[str],
    least: int,
    before: date | None,
    among: Collection[str] | None = None,
) -> int:
    is_named = column.is_not(None) if among is None else column.in_(among)
    in_many = select(column).where(is_named).group_by(column, _STEPS.step).having(func.count() >= least)
    statement = update(step_durations).where(is_named, column.not_in(in_many)).values({column: None})
    if before:
        statement = statement.where(_STEPS.ended_on < before)
    return transaction.execute(statement).rowcount
