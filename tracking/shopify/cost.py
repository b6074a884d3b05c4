"""What a question cost, as Shopify says beside its answer.

https://shopify.dev/docs/api/usage/limits#graphql-admin-api-rate-limits
"""

from dataclasses import dataclass
from typing import Self

from tracking.shopify.json_access import Json, JsonObject, dig

_MOST = 1_000_000.0  # more than any bucket of Shopify's holds
_SLOWEST = 1.0  # a second; whatever says less would have people wait for hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """In points, which come back to the bucket at ``restore_rate`` a second; 0 where Shopify says nothing sound.

    A question is charged what was ``requested`` before it runs, and gets back what it did not cost in the end.
    """

    requested: float
    actual: float
    available: float
    maximum: float
    restore_rate: float

    @classmethod
    def read(cls, payload: JsonObject) -> Self:
        """From ``extensions.cost`` of an answer."""
        cost = dig(payload, "extensions", "cost")
        bucket = dig(cost, "throttleStatus")
        return cls(
            requested=_points(cost.get("requestedQueryCost")),
            actual=_points(cost.get("actualQueryCost")),
            available=_points(bucket.get("currentlyAvailable")),
            maximum=_points(bucket.get("maximumAvailable")),
            restore_rate=_points(bucket.get("restoreRate")),
        )

    @property
    def names_bucket(self) -> bool:
        """Whether there is a bucket to reckon with."""
        return self.maximum > 0 and self.restore_rate >= _SLOWEST


def _points(value: Json) -> float:
    return min(max(0.0, float(value)), _MOST) if isinstance(value, (int, float)) else 0.0
