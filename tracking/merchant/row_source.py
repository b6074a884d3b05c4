"""The data that a row of the list is made of, and the row itself once it is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tracking.database.orders import OrderRow, StoredOrder
from tracking.merchant.order_row import MerchantRow
from tracking.merchant.row_details import RowDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSource:
    """An order as it is stored, ``now``. ``make`` makes the row, which takes longer than to read the order."""

    stored: StoredOrder
    details: RowDetails
    now: datetime
    make: Callable[[OrderRow, RowDetails], MerchantRow]

    @property
    def id(self) -> str:
        """The order's."""
        return self.stored.id

    def row(self) -> MerchantRow:
        """The row of the list."""
        return self.make(self.stored.row(), self.details)

    def made_of(self) -> tuple[object, ...]:
        """Two orders of which it is equal have equal rows.

        Time alone changes a row from ``judge_at`` on, until the worker has judged it anew: it is made each minute then.
        """
        due = self.stored.judge_at
        minute = self.now.replace(second=0, microsecond=0) if due and due <= self.now else None
        return (self.stored.values, self.details.of(self.id), minute)

    def moments(self) -> tuple[datetime | None, ...]:
        """Those of which the row says how long ago they were."""
        answer = self.details.answers.get(self.id)
        return (self.stored.placed_at, self.stored.last_scan_at, answer.at if answer else None)
