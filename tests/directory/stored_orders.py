"""Orders of the demo store as the directory stores them."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from tests import demo_orders
from tests.fakes import NOW
from tests.order.builders import policy
from tracking.database import Database, orders
from tracking.database.orders import FoundBy, OrderRow
from tracking.directory.judgement import judge_order
from tracking.shopify.documents.stored_document import stored_document
from tracking.shopify.parsing.order import read_order

POLICY = policy()


def put(database: Database, slug: str, *, now: datetime = NOW, hashes: tuple[str, ...] = (), **changes: Any) -> str:  # noqa: ANN401 - of any column
    """Store the order as it is judged now; returns its id."""
    document = stored_document(demo_orders.documents()[slug])
    judged = judge_order(read_order(document), fetched_at=now, now=now, policy=POLICY)
    values = {field.name: getattr(judged, field.name) for field in fields(judged)}
    own = {"id": judged.order_id, "fetched_at": now, "judged_at": now, "judged_by": "rules", "contact_hash": None}
    row = {**values, **own, "answer": document, **changes}
    names = {field.name for field in fields(OrderRow)}
    found_by = FoundBy(numbers=judged.number_keys, views=judged.views)
    with database.write() as transaction:
        order = OrderRow(**{name: value for name, value in row.items() if name in names})
        orders.put(transaction, order, found_by, hashes=hashes)
    return judged.order_id
