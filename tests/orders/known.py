"""Known orders in memory: what the directory would answer."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from tests.fakes import NOW
from tracking.carriers import Carriers
from tracking.orders import order_number
from tracking.orders.errors import LookupUnavailable
from tracking.orders.known_orders import KnownOrder
from tracking.shopify.orders import Document

CARRIERS = Carriers.built_in()


class KnownInMemory:
    """``ids`` are by tracking number, unless they are ``unreadable``; ``forgotten``: Shopify no longer has them."""

    def __init__(self) -> None:
        self.documents: dict[str, tuple[Document, datetime]] = {}
        self.ids: dict[str, tuple[str, ...]] = {}
        self.forgotten: list[str] = []
        self.asked: list[str] = []
        self.is_unreadable = False

    def keep(self, order_id: str, document: Document, fetched_at: datetime = NOW) -> None:
        self.documents[order_id] = (document, fetched_at)

    def get(self, order_id: str) -> KnownOrder | None:
        self.asked.append(order_id)
        found = self.documents.get(order_id)
        return KnownOrder(document=found[0], fetched_at=found[1]) if found else None

    def start(self, order_id: str) -> Callable[[], KnownOrder | None]:
        return partial(self.get, order_id)

    def ids_by_number(self, number: str) -> tuple[str, ...] | None:
        keys = order_number.tracking_keys(CARRIERS, number)
        if keys and self.is_unreadable:
            raise LookupUnavailable(10.0)
        return tuple(order_id for key in keys for order_id in self.ids.get(key, ())) if keys else None

    def forget(self, order_id: str) -> None:
        self.forgotten.append(order_id)
        self.documents.pop(order_id, None)
