"""Makes the rows of the merchant's list from what is stored of each order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from tracking.database.orders import OrderRow
from tracking.directory.admin_url import admin_url
from tracking.i18n.text import Days
from tracking.merchant.needs import Need, NeedCode
from tracking.merchant.order_row import MerchantRow
from tracking.merchant.out_of_step import OutOfStep
from tracking.merchant.row_causes import RowCause, row_cause
from tracking.merchant.row_details import RowDetails
from tracking.merchant.row_findings import row_codes, row_findings
from tracking.merchant.row_reasons import reason_of_part
from tracking.merchant.row_tracking import row_tracking
from tracking.order.policy import Policy

_NEEDS = frozenset(NeedCode)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowMaker:
    """``shop`` is example.myshopify.com; ``page_url`` returns where a row leads by the order's id.

    Without ``says_why``, cause, remedy and the evidence of what is out of step are left out; without ``has_tracking``
    the tracking number is: all that takes long to find out, where many rows are made and these are not wanted.
    """

    policy: Policy
    clock: Callable[[], datetime]
    shop: str
    page_url: Callable[[str], str]
    says_why: bool = True
    has_tracking: bool = True

    def row(self, order: OrderRow, details: RowDetails) -> MerchantRow:
        """The row of the order."""
        opened, need = details.openings.get(order.id, 0), _need(order)
        found = row_findings(order, self.clock(), self.policy) if self.says_why else row_codes(order)
        said = self._cause(order, need, found, opened) if self.says_why else None
        first, last = order.estimate_from, order.estimate_to
        return MerchantRow(
            id=order.id,
            name=order.name,
            placed_at=order.placed_at,
            is_test=order.is_test,
            route=order.route,
            stage=order.stage,
            condition=order.condition,
            reason=order.reason,
            actor=order.actor,
            cause=said.cause if said else None,
            remedy=said.remedy if said else None,
            place=said.place if said else None,
            admin_url=admin_url(self.shop, order.id),
            page_url=partial(self.page_url, order.id),
            carrier=order.carrier,
            tracking=row_tracking(order, self.policy.carriers) if self.has_tracking else None,
            parcels=order.parcels,
            last_scan_at=order.last_scan_at,
            estimate=Days(first, last) if first and last else None,
            promised=details.promised_to(order.id, (first, last) if first and last else None),
            country=order.country,
            location=order.location,
            tags=(),  # of which only keyed hashes are kept
            items_sent=order.items_sent,
            items_total=order.items_total,
            letters=details.letters_of(order.id),
            answer=details.answer_of(order.id),
            opened_today=opened,
            set_aside_until=details.set_aside.get(order.id),
            needs=need,
            out_of_step=found,
        )

    def _cause(self, order: OrderRow, need: Need | None, found: tuple[OutOfStep, ...], opened: int) -> RowCause | None:
        reason = reason_of_part(order, need, self.clock(), self.policy)
        return row_cause(order, need, found, opened, reason)


def _need(order: OrderRow) -> Need | None:
    """None also where another release knew more needs than this one."""
    if order.need_rank is None or order.need_why not in _NEEDS:
        return None
    return Need(rank=order.need_rank, why=NeedCode(order.need_why))
