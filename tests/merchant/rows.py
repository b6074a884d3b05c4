"""Rows of the merchant's list."""

from dataclasses import replace
from typing import Any

from tests.fakes import NOW
from tracking.merchant.order_row import LetterCounts, MerchantRow

PLAIN = MerchantRow(
    id="5300000001",
    name="#1001",
    placed_at=NOW,
    is_test=False,
    route="ship",
    stage="shipped",
    condition="fine",
    reason=None,
    actor=None,
    cause=None,
    remedy=None,
    place=None,
    admin_url="https://admin.shopify.com/store/example/orders/5300000001",
    page_url=lambda: "https://track.example.com/order/token",
    carrier=None,
    tracking=None,
    parcels=1,
    last_scan_at=None,
    estimate=None,
    promised=(),
    country=None,
    location=None,
    tags=(),
    items_sent=1,
    items_total=1,
    letters=LetterCounts(),
    answer=None,
    opened_today=0,
    set_aside_until=None,
    needs=None,
    out_of_step=(),
)


def row(**changes: Any) -> MerchantRow:  # noqa: ANN401 - of any field
    """An order on its way, with these changes."""
    return replace(PLAIN, **changes)
