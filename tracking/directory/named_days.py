"""The kept answer about an order, with the days that hold of those that pages have named by the usual times."""

import logging
from collections.abc import Iterable
from datetime import datetime

from tracking.database import Transaction, orders, promises
from tracking.database.promises import PromiseRow
from tracking.durations.promises import PromisedStep, SaidBy
from tracking.order.model import NamedDay
from tracking.shopify.documents.named_days import with_named_days
from tracking.shopify.orders import Document

log = logging.getLogger(__name__)


def known_document(transaction: Transaction, order_id: str) -> tuple[Document, datetime] | None:
    """Shopify's answer with these days, and when it was given; None of an order that is not known.

    A row that cannot be read counts as none, so that the next answer replaces it.
    """
    try:
        found = orders.document(transaction, order_id)
        days = named_days(promises.of_order(transaction, order_id)) if found else []
    except ValueError as error:
        log.warning("a row of an order cannot be read: %s", type(error).__name__)
        return None
    if found is None or not isinstance(found[0], dict):
        return None
    document, fetched_at = found
    return with_named_days(document, days), fetched_at


def named_days(rows: Iterable[PromiseRow]) -> list[NamedDay]:
    """Of each step of a parcel the last one: none where another has named a day since, or it has come true."""
    last: dict[tuple[str, PromisedStep], PromiseRow] = {}
    for row in sorted(rows, key=lambda each: each.said_at):
        last[row.part, row.step] = row
    return [
        NamedDay(part=row.part, step=row.step, last=row.last, said_at=row.said_at)
        for row in last.values()
        if row.said_by is SaidBy.USUAL and row.days_over is None
    ]
