"""How many promises were kept, and by how much others were not, by week and carrier: without their orders."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import Connection, delete, func, select

from tracking.database.insert import insert_into
from tracking.database.tables import promise_counts
from tracking.database.view_counts import connection_number

_ROW = promise_counts.c


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseOutcome:
    """The outcome of a promise, in the week that began on this Monday; ``days_over`` 0 is a promise that was kept.

    ``carrier`` is its code, empty where none is known; ``step`` and ``said_by`` are codes of ``clock.promises``.
    """

    week: date
    step: str
    said_by: str
    carrier: str
    days_over: int


def add(transaction: Connection, outcomes: Iterable[PromiseOutcome]) -> None:
    """Count each of them."""
    for outcome in outcomes:
        row = {**asdict(outcome), "connection": connection_number(transaction), "count": 1}
        statement = insert_into(transaction.dialect.name, promise_counts).values(row)
        added = {"count": _ROW["count"] + 1}
        transaction.execute(statement.on_conflict_do_update(index_elements=[*promise_counts.primary_key], set_=added))


def since(transaction: Connection, day: date) -> list[tuple[PromiseOutcome, int]]:
    """Each outcome of weeks that began on this day or later, and how often there was it."""
    columns = [_ROW[name] for name in ("week", "step", "said_by", "carrier", "days_over")]
    found = transaction.execute(select(*columns, func.sum(_ROW["count"])).where(_ROW.week >= day).group_by(*columns))
    return [
        (PromiseOutcome(week=week, step=step, said_by=said_by, carrier=carrier, days_over=days_over), int(count))
        for week, step, said_by, carrier, days_over, count in found
    ]


def forget_before(transaction: Connection, day: date) -> int:
    """Forget weeks that began on earlier days; returns how many rows they were."""
    return transaction.execute(delete(promise_counts).where(_ROW.week < day)).rowcount


def remove_all(transaction: Connection) -> int:
    """Remove every row; returns how many they were."""
    return transaction.execute(delete(promise_counts)).rowcount
