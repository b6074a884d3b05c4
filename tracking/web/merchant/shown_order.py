"""An order as its page in the overview shows it: what its customer sees, beside why, and all that was said."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tracking.database.promises import PromiseRow, by_part
from tracking.durations.promises import Promise
from tracking.i18n.text import Phrase
from tracking.merchant.order_record import OrderRecord
from tracking.notices.order_letters import OrderLetter, order_letters
from tracking.order.policy import Policy
from tracking.order.promise_texts import speaker
from tracking.order.promises import Histories, promise_histories
from tracking.order.status import order_status
from tracking.order.status_types import OrderStatus
from tracking.shopify.errors import Unavailable
from tracking.shopify.parsing.order import read_order


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPromise:
    """``who`` made it of the parcel with this ``number``, None where there is no other.

    ``days_over``: so many days after the last one it happened; None while it has not.
    """

    promise: Promise
    who: Phrase
    days_over: int | None
    number: int | None


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
    promises: Histories = field(default_factory=dict)

    @property
    def promised(self) -> Sequence[ShownPromise]:
        """The promises of each parcel, those of one parcel together."""
        parcels = self.status.parcels if self.status else ()
        carried = sum(parcel.is_carried for parcel in parcels)
        return [
            ShownPromise(
                promise=each,
                who=speaker(each.said_by, [parcel]),
                days_over=each.days_over if isinstance(each, PromiseRow) else None,
                number=parcel.number if carried > 1 else None,
            )
            for parcel in parcels
            for each in self.promises.get(parcel.id, ())
        ]


def shown_order(
    record: OrderRecord, *, now: datetime, policy: Policy, language: str, retention: timedelta
) -> ShownOrder:
    """The order at ``now``; finished ones are kept for ``retention``."""
    finished_at, status = record.order.finished_at, _status(record, now, replace(policy, language=language))
    return ShownOrder(
        record=record,
        status=status,
        letters=order_letters(record.news, record.texts, record.own),
        kept_until=finished_at and finished_at + retention,
        now=now,
        promises=promise_histories(status, by_part(record.promises), now) if status else {},
    )


def _status(record: OrderRecord, now: datetime, policy: Policy) -> OrderStatus | None:
    try:
        return order_status(read_order(record.order.answer), now, policy)
    except Unavailable:
        return None
