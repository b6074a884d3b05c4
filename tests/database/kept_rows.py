"""Rows that are kept of all orders, as only tests look at them."""

from collections import Counter
from datetime import date

from sqlalchemy import func, select

from tracking.database import Transaction, tables
from tracking.database.step_durations import StepDurationRow


def steps(transaction: Transaction) -> list[StepDurationRow]:
    """The steps by the day on which they ended."""
    row = tables.step_durations.c
    columns = [each for each in row if each.name not in {"id", "is_imported"}]
    found = transaction.execute(select(*columns).order_by(row.ended_on, row.id))
    return [StepDurationRow(**each) for each in found.mappings()]


def openings(transaction: Transaction, order_id: str) -> dict[date, int]:
    """How often the page of the order was opened, by day."""
    row = tables.page_openings.c
    found = transaction.execute(select(row.day, row["count"]).where(row.order_id == order_id))
    return {day: count for day, count in found}  # noqa: C416 - rows are no pairs to mypy


def notice_states(transaction: Transaction) -> Counter[tuple[str, str, str | None]]:
    """How many notices there are of each code, state and reason."""
    row = tables.notices.c
    by = (row.code, row.state, row.reason)
    found = transaction.execute(select(*by, func.count()).group_by(*by))
    return Counter({(code, state, reason): count for code, state, reason, count in found})
