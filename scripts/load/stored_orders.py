"""A database in which the bench's own orders stand, each with the number of its parcel."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from tracking.database import orders
from tracking.database.create import create_database
from tracking.database.orders import FoundBy, OrderRow
from tracking.settings import Settings


def parcel(number: int) -> str:
    """The tracking number of the order with this number."""
    return f"PARCEL{number}0000"


def store_orders(folder: Path, numbers: Iterable[int]) -> str:
    """Make a database with these orders; returns its DATABASE_URL."""
    url = f"sqlite:///{folder / 'orders.db'}"
    database = create_database(Settings.from_environ({"DATABASE_URL": url}))
    with database.write() as transaction:
        for number in numbers:
            orders.put(transaction, _row(number), FoundBy(numbers=[parcel(number)]))
    database.close()
    return url


def _row(number: int) -> OrderRow:
    now = datetime.now(UTC)
    return OrderRow(
        id=str(number),
        name=f"#{number}",
        fetched_at=now,
        updated_at=now,
        placed_at=now,
        finished_at=None,
        is_test=False,
        judged_at=now,
        judged_by="bench",
        judge_at=None,
        look_at=None,
        stage="shipped",
        condition="fine",
        reason=None,
        actor="carrier",
        route="ship",
        parcel_condition="fine",
        has_open_return=False,
        estimate_from=None,
        estimate_to=None,
        last_scan_at=None,
        carrier=None,
        country=None,
        location=None,
        items_sent=1,
        items_total=1,
        parcels=1,
        contact_hash=None,
        answer={"order": {"name": f"#{number}", "text": "x" * 4000}},
    )
