"""A case to be judged: an order at a moment, its status, and its page in English."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from gettext import NullTranslations
from typing import TypeAlias

from tests.judge.life import Life
from tests.order.builders import policy
from tracking.demo.orders.products import DOWNLOADS
from tracking.i18n.localizer import Localizer
from tracking.order.model import Order
from tracking.order.status import order_status
from tracking.order.status_types import OrderStatus
from tracking.web.views.order_json import Json, as_json

POLICY = policy(downloads=DOWNLOADS, contact_url="https://example.com/contact", pay_url="https://example.com/pay")

Complaints: TypeAlias = Iterator[str]
"""Contradictions to an invariant, each in a few words that name the class of the fault."""


@dataclass(frozen=True, slots=True)
class Case:
    """``life`` is what really happened, None where only Shopify's data are known."""

    order: Order
    now: datetime
    life: Life | None = None
    status: OrderStatus = field(init=False)
    page: dict[str, Json] = field(init=False)

    def __post_init__(self) -> None:
        status = order_status(self.order, self.now, POLICY)
        object.__setattr__(self, "status", status)
        object.__setattr__(self, "page", _page(status, self.now))

    def with_status(self, status: OrderStatus) -> "Case":
        """The same case, with a status that tells something else."""
        other = Case(self.order, self.now, self.life)
        object.__setattr__(other, "status", status)
        object.__setattr__(other, "page", _page(status, self.now))
        return other

    def with_page(self, page: dict[str, Json]) -> "Case":
        """The same case, with the JSON that the site itself answers."""
        other = Case(self.order, self.now, self.life)
        object.__setattr__(other, "page", page)
        return other

    def sentences(self) -> list[tuple[str, str]]:
        """Every sentence of the page about the order, with its place; not those about questions."""
        return list(_texts(self.page, ""))


def _page(status: OrderStatus, now: datetime) -> dict[str, Json]:
    localizer = Localizer("en", status.zone, NullTranslations(), now)
    return as_json(status, as_of=now, stale=False, expires_at=None, language="en", localizer=localizer)


_SAID = frozenset({"title", "text"})
_NAMES = frozenset({"items", "exchange", "removed", "events"})


def _texts(value: Json, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            if key in _SAID and isinstance(part, str):
                yield f"{path}.{key}", part
            elif key not in _NAMES:
                yield from _texts(part, f"{path}.{key}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _texts(part, f"{path}[{index}]")
