"""Tasks that follow from what Shopify says has changed: each is a row before Shopify gets its answer."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from tracking.database import Transaction, erased_orders, orders, tasks
from tracking.directory.order_hashes import OrderHashes
from tracking.shopify.order_calls.order_pages import ListedOrder

# Their keys are the order's id: a kind for each urgency, the most urgent first.
FETCH_ORDER = "fetch_order"  # it has changed
CHECK_ORDER = "check_order"  # it may have changed: its refetch is due, or it stands in a list of what changed
FILL_ORDER = "fill_order"  # the first fill has found it
FETCHES = (FETCH_ORDER, CHECK_ORDER, FILL_ORDER)
RESOLVE_PART = "resolve_part"  # the key are global ids of parts, separated by spaces

SETTLE = timedelta(seconds=2)
"""Shopify often sends several webhooks about one change: they are waited for, and the order fetched once."""


def add_changed_order(transaction: Transaction, order_id: str, *, now: datetime) -> None:
    """A webhook says that the order has changed."""
    tasks.add(transaction, FETCH_ORDER, order_id, now=now, due_at=now + SETTLE, order_id=order_id)


def add_changed_parts(transaction: Transaction, node_ids: Sequence[str], *, now: datetime) -> None:
    """A webhook says that a part of some order has changed, and does not say of which."""
    tasks.add(transaction, RESOLVE_PART, " ".join(node_ids), now=now, due_at=now)


def add_listed_orders(
    transaction: Transaction,
    listed: Iterable[ListedOrder],
    kind: str,
    hashes: OrderHashes,
    *,
    now: datetime,
    again: bool = False,
) -> int:
    """Of orders in a list of Shopify's, those that are not known as they are there, or all of them ``again``.

    Earlier ones in the list are due first. Returns how many they are.
    """
    found = list(listed)
    known = {} if again else orders.updated_at(transaction, [order.id for order in found])
    changed = [order.id for order in found if order.id not in known or known[order.id] < order.updated_at]
    wanted = [each for each in changed if not erased_orders.has_any(transaction, hashes.erased_candidates(each))]
    for place, order_id in enumerate(wanted):
        due_at = now - (len(wanted) - place) * datetime.resolution
        tasks.add(transaction, kind, order_id, now=now, due_at=due_at, order_id=order_id)
    return len(wanted)
