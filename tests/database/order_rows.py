"""Rows of made-up orders."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.fakes import NOW
from tracking.database import Database, orders
from tracking.database.orders import FoundBy, OrderRow

_ORDER = OrderRow(
    id="1",
    name="#1001",
    fetched_at=NOW,
    updated_at=NOW - timedelta(hours=1),
    placed_at=NOW - timedelta(days=2),
    finished_at=None,
    is_test=False,
    judged_at=NOW,
    judged_by="rules-1",
    judge_at=NOW + timedelta(days=1),
    look_at=NOW + timedelta(hours=1),
    stage="shipped",
    condition="fine",
    reason=None,
    actor="carrier",
    route="ship",
    parcel_condition="fine",
    has_open_return=False,
    estimate_from=(NOW + timedelta(days=1)).date(),
    estimate_to=(NOW + timedelta(days=2)).date(),
    last_scan_at=NOW - timedelta(hours=3),
    carrier="postnord-se",
    country="SE",
    location="Lund",
    items_sent=2,
    items_total=2,
    parcels=1,
    contact_hash="4f2a",
    answer={"name": "#1001", "note": None, "title": "Blå mugg 茶碗", "empty": {}},
)


def order(order_id: str = "1", **changes: Any) -> OrderRow:  # noqa: ANN401 - of any column
    return replace(_ORDER, id=order_id, **changes)


def put(database: Database, row: OrderRow, **found_by: list[str]) -> bool:
    with database.write() as transaction:
        return orders.put(transaction, row, FoundBy(**found_by))
