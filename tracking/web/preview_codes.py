"""The conditions and reasons of the demo's orders, by which the preview filters."""

from collections.abc import Iterator, Mapping
from threading import Lock
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app

from tracking.order.status import order_status
from tracking.order.status_types import OrderStatus
from tracking.services import services
from tracking.web.authorization import demo_order

if TYPE_CHECKING:
    from datetime import datetime

_KEY = "whereabouts.preview_codes"


class PreviewCodes:
    """Computed when it is first asked for, and again in another hour: the demo's orders keep their dates within one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._hour: datetime | None = None
        self._codes: Mapping[str, frozenset[str]] = {}

    def by_slug(self) -> Mapping[str, frozenset[str]]:
        """Returns the codes of each order by its slug. Raises LookupUnavailable."""
        hour = services().clock().replace(minute=0, second=0, microsecond=0)
        with self._lock:
            if self._hour != hour:
                self._codes, self._hour = _compute(), hour
            return self._codes


def add_preview_codes(app: Flask) -> None:
    """Adds the codes to the app; they are computed later."""
    app.extensions[_KEY] = PreviewCodes()


def preview_codes() -> Mapping[str, frozenset[str]]:
    """Returns the codes of each order of the demo by its slug. Raises LookupUnavailable."""
    return cast("PreviewCodes", current_app.extensions[_KEY]).by_slug()


def _compute() -> Mapping[str, frozenset[str]]:
    site = services()
    now = site.clock()
    snapshots = {each.slug: demo_order(each.slug) for each in site.demo.examples}
    return {
        slug: frozenset(_codes(order_status(snapshot.order, now, site.policy)))
        for slug, snapshot in snapshots.items()
        if snapshot
    }


def _codes(status: OrderStatus) -> Iterator[str]:
    """Yields the headline's condition, and every reason on the page."""
    yield status.headline.condition
    reasons = (
        status.headline.reason,
        *(parcel.reason for parcel in status.parcels),
        *(each.reason for each in status.returns),
    )
    yield from filter(None, reasons)
