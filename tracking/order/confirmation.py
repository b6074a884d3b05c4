"""When an order was confirmed: the moment of its first payment, which is also an entry of its history."""

from collections.abc import Iterator
from datetime import datetime

from tracking.i18n.text import Phrase, text
from tracking.order.model import Order

# Transactions that pay an order, or set the amount aside.
_PAYMENTS: dict[str, Phrase] = {
    "SALE": text("Your payment arrived"),
    "CAPTURE": text("Your payment arrived"),
    "AUTHORIZATION": text("The amount was reserved"),
}


def payments_made(order: Order, now: datetime) -> Iterator[tuple[datetime, Phrase]]:
    """Each payment that succeeded, with its words; several at one moment are one."""
    seen = set()
    for transaction in order.transactions:
        words = _PAYMENTS.get(transaction.kind)
        at = transaction.processed_at
        if words is None or transaction.status != "SUCCESS" or at is None or at > now or (at, words.message) in seen:
            continue
        seen.add((at, words.message))
        yield max(at, order.placed_at), words


def confirmed_at(order: Order, now: datetime) -> datetime | None:
    """When the first payment was made; None where no payment has a time."""
    return min((at for at, _ in payments_made(order, now)), default=None)
