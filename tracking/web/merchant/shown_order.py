"""An order as its page in the overview shows it: what its customer sees, beside why, and all that was said."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tracking.merchant.order_record import OrderRecord
from tracking.notices.order_letters import OrderLetter, order_letters
from tracking.order.policy import Policy
from tracking.order.status import order_status
from tracking.order.status_types import OrderStatus
from tracking.shopify.errors import Unavailable
from tracking.shopify.parsing.order import read_order


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOrder:
    """``status`` is None where another release has kept the order: it is asked for again.

    ``kept_until`` is None while the order is open.
    """

    record: OrderRecord
    status: OrderStatus | None
    letters: Sequence[OrderLetter]
    kept_until: datetime | None
    now: datetime


def shown_order(record: OrderRecord, *, now: datetime, policy: Policy, language: str, keep: timedelta) -> ShownOrder:
    """The order at ``now``; finished ones are kept for ``keep``."""
    finished_at = record.order.finished_at
    return ShownOrder(
        record=record,
        status=_status(record, now, replace(policy, language=language)),
        letters=order_letters(record.news, record.texts, record.own),
        kept_until=finished_at and finished_at + keep,
        now=now,
    )


def _status(record: OrderRecord, now: datetime, policy: Policy) -> OrderStatus | None:
    try:
        return order_status(read_order(record.order.answer), now, policy)
    except Unavailable:
        return None
