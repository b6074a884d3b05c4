"""What Shopify said of an order, kept for a while: its JSON, never our objects."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from cachelib.serializers import JSONSerializer

from tracking.lookup.pseudonym import Pseudonyms
from tracking.shopify.orders import Document

log = logging.getLogger(__name__)


class Store(Protocol):
    """A cache's back end, as Flask-Caching has several. It may raise anything when its server is down."""

    def get_many(self, *keys: str) -> list[object]: ...  # noqa: D102 - as the words say
    def set(self, key: str, value: object, timeout: int) -> object: ...  # noqa: D102 - likewise; seconds
    def delete(self, key: str) -> object: ...  # noqa: D102 - likewise


class RowSerializer(JSONSerializer):
    """JSON, because unpickling a forged entry would run code; and silent about what is simply not there."""

    def loads(self, bvalue: str | bytes | bytearray | None, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - cachelib's own signature
        """The row, or None."""
        return None if bvalue is None else super().loads(bvalue, *args, **kwargs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """``document`` as Shopify gave it at ``as_of``, and how long it was then good for."""

    as_of: datetime
    fresh_for: timedelta
    document: Document


class Rows:
    """Rows by order. A store that fails makes everything slower and nothing wrong.

    What Shopify left something out of stands beside the last whole answer and never takes its place.
    """

    def __init__(
        self, store: Store, pseudonyms: Pseudonyms, *, shop: str, life: timedelta, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._pseudonyms = pseudonyms
        self._shop = shop
        self._life = life
        self._clock = clock

    def newest(self, order_id: str) -> Row | None:
        """The latest row that is younger than the retention allows."""
        try:
            rows = [row for value in self._store.get_many(*self._keys(order_id)) if (row := _read(value))]
            alive = [row for row in rows if self._clock() - row.as_of < self._life]
        except Exception as error:  # noqa: BLE001 - whatever the server's trouble is, the page does without
            log.warning("cache cannot be read: %s", type(error).__name__)
            return None
        return max(alive, key=lambda row: row.as_of, default=None)

    def keep(self, order_id: str, row: Row) -> None:
        """Remember a row."""
        whole, partial = self._keys(order_id)
        value = {
            "as_of": row.as_of.isoformat(),
            "fresh_seconds": row.fresh_for.total_seconds(),
            "document": row.document,
        }
        try:
            key = partial if row.document["partial"] else whole
            self._store.set(key, value, int(self._life.total_seconds()))
        except Exception as error:  # noqa: BLE001 - likewise
            log.warning("cache cannot be written: %s", type(error).__name__)

    def forget(self, order_id: str) -> None:
        """Drop everything that is known of an order."""
        try:
            for key in self._keys(order_id):
                self._store.delete(key)
        except Exception as error:  # noqa: BLE001 - likewise
            log.warning("cache cannot be cleared: %s", type(error).__name__)

    def _keys(self, order_id: str) -> tuple[str, str]:
        name = self._pseudonyms.of("order", self._shop, order_id)
        return f"order:{name}", f"order:{name}:partial"


def _read(value: object) -> Row | None:
    """A row that somebody else wrote, or an older version of us, counts as none."""
    match value:
        case {"as_of": str(as_of), "fresh_seconds": float(seconds), "document": dict(document)}:
            return Row(as_of=datetime.fromisoformat(as_of), fresh_for=timedelta(seconds=seconds), document=document)
    return None
