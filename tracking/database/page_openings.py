"""How often the page of an order was opened, by day."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import Connection, delete, select

from tracking.database.insert import insert_into
from tracking.database.tables import page_openings


def add(transaction: Connection, openings: Mapping[tuple[str, date], int]) -> None:
    """Add so many openings to each order and day."""
    if not openings:
        return
    rows = insert_into(transaction.dialect.name, page_openings).values(
        [{"order_id": order, "day": day, "count": count} for (order, day), count in sorted(openings.items())]
    )
    columns = page_openings.c
    transaction.execute(
        rows.on_conflict_do_update(
            index_elements=[columns.order_id, columns.day], set_={"count": columns.count + rows.excluded.count}
        )
    )


def frequently_opened(transaction: Connection, order_ids: Collection[str], day: date, *, at_least: int) -> list[str]:
    """Those of the orders whose page was opened so often on the day."""
    row = page_openings.c
    statement = select(row.order_id).where(row.order_id.in_(order_ids), row.day == day, row["count"] >= at_least)
    return list(transaction.scalars(statement.order_by(row.order_id)))


def forget_before(transaction: Connection, day: date) -> int:
    """Forget earlier days; returns how many rows they were."""
    return transaction.execute(delete(page_openings).where(page_openings.c.day < day)).rowcount
