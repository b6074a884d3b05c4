"""Keeps queries within Shopify's rate limit of calculated query costs.

Shopify charges the highest cost that a query can have before it runs, and refunds the rest with the response: a small
shop's bucket holds two of our largest queries at once, and dozens in a row.
https://shopify.dev/docs/api/usage/limits#graphql-admin-api-rate-limits
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Self

from tracking.shopify.errors import ShopifyError, Throttled
from tracking.shopify.json_decoder import Json, JsonObject, dig
from tracking.shopify.resilience import MIN_CALL_SECONDS, Deadline

# By plain multiplication: https://shopify.dev/docs/api/usage/limits#calculating-query-cost
MAX_QUERY_COST = 1000

# Fits nearly every order. The smaller the first query, the more customers are served at once (with every field 513
# points, of a small shop's 2000).
FIRST: Mapping[str, int] = {
    "lines": 15,
    "fulfillments": 3,
    "tracking": 2,
    "events": 25,
    "fulfillmentLines": 8,
}

# Lists without a cursor: a full one may go on. As in order.graphql and order_refunds.graphql.
FIRST_REFUNDS, MAX_REFUNDS = 3, 40

# The number of fulfillments, and the sizes for each: 1 point for itself, 1 for each number and event.
_FULFILLMENT_SIZES = (
    (20, {"tracking": 4, "events": 40}),
    (66, {"tracking": 4, "events": 10}),
    (120, {"tracking": 4, "events": 3}),
)
MAX_FULFILLMENTS = 120

_MAX_POINTS = 1_000_000.0  # more than any bucket of Shopify's holds
_MIN_RESTORE_RATE = 1.0  # points a second; below that a wait would take hours
_POLL_SECONDS = 0.02  # while queries are in progress whose responses will refund points
_MIN_WAIT = 0.001  # seconds: what rounding leaves of a wait may be too short for any clock
_TRUSTED_SECONDS = 0.5  # after that, the responses of another process may have refilled an empty bucket


def fulfillment_sizes(count: int) -> dict[str, int]:
    """The variables for all ``count`` fulfillments of an order, or for as many as one query can hold."""
    first = min(count, MAX_FULFILLMENTS)
    return {"fulfillments": first, **next(sizes for limit, sizes in _FULFILLMENT_SIZES if first <= limit)}


def content_sizes(count: int) -> dict[str, int]:
    """The variables for the lines of the fulfillments: one costs 2 points and each of its lines 2, the order 1."""
    first = min(count, MAX_FULFILLMENTS)
    return {"fulfillments": first, "fulfillmentLines": ((MAX_QUERY_COST - 1) // first - 2) // 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Points, restored at ``restore_rate`` a second; 0 where the response has no sound number."""

    available: float
    maximum: float
    restore_rate: float

    @property
    def is_sound(self) -> bool:
        """Whether it can be calculated with."""
        return self.maximum > 0 and self.restore_rate >= _MIN_RESTORE_RATE


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryCost:
    """The points that a query takes from the ``bucket``, and how that was left; 0 where there is no sound number.

    Shopify charges ``requested`` before the query runs, and refunds what ``actual`` leaves of it.
    """

    requested: float
    actual: float
    bucket: Bucket

    @classmethod
    def read(cls, payload: JsonObject) -> Self:
        """Reads ``extensions.cost`` of a response."""
        cost = dig(payload, "extensions", "cost")
        status = dig(cost, "throttleStatus")
        return cls(
            requested=_points(cost.get("requestedQueryCost")),
            actual=_points(cost.get("actualQueryCost")),
            bucket=Bucket(
                available=_points(status.get("currentlyAvailable")),
                maximum=_points(status.get("maximumAvailable")),
                restore_rate=_points(status.get("restoreRate")),
            ),
        )


def _points(value: Json) -> float:
    return min(max(0.0, float(value)), _MAX_POINTS) if isinstance(value, (int, float)) else 0.0


class CostBudget:
    """Estimates the bucket, from which other processes spend, too. Reserves points before a query spends them."""

    def __init__(self, monotonic: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        self._lock = Lock()
        self._bucket: Bucket | None = None
        self._available = self._restored_at = self._updated_at = 0.0
        self._costs: dict[str, float] = {}
        self._reserved: list[float] = []

    @property
    def has_spare_budget(self) -> bool:
        """Whether half of the bucket is available, so that background queries may run. True while unknown."""
        with self._lock:
            self._restore()
            return self._bucket is None or self._available >= self._bucket.maximum / 2

    def spare_queries(self, query: str) -> int:
        """How many of these queries can begin now, with the points of which visitors do not need half.

        Each is charged its highest cost while it is in progress. 1 while the bucket is unknown.
        """
        with self._lock:
            self._restore()
            if self._bucket is None:
                return 1
            spare = self._available - self._bucket.maximum / 2
            return max(0, int(spare / max(1.0, self._costs.get(query, MAX_QUERY_COST))))

    @property
    def bucket(self) -> Bucket | None:
        """The bucket of the latest response; None before the first."""
        return self._bucket

    @contextmanager
    def reserve(self, query: str, deadline: Deadline, *, spared: float = 0.0) -> Iterator[None]:
        """Reserves the cost of the query while it is in progress, after a wait if necessary.

        It leaves the ``spared`` part of the bucket, between 0 and 1, to others. Raises Throttled where the wait would
        pass the deadline: Shopify would answer the same.
        """
        cost = self._reserve(query, deadline, spared)
        try:
            yield
        except Throttled:  # its response has updated the bucket
            raise
        except ShopifyError:
            with self._lock:
                self._available += cost
            raise
        finally:
            with self._lock:
                self._reserved.remove(cost)

    def update(self, query: str, cost: QueryCost) -> None:
        """Takes over the bucket of a response, which has refunded its own query, not those still in progress."""
        bucket = cost.bucket
        if bucket.is_sound:
            with self._lock:
                # Shopify may not have charged all queries in progress when it reports the bucket.
                others = sum(self._reserved) - self._costs.get(query, 0.0)
                self._bucket, self._available = bucket, min(bucket.available, bucket.maximum - others)
                self._restored_at = self._updated_at = self._monotonic()
                self._costs[query] = cost.requested

    def _reserve(self, query: str, deadline: Deadline, spared: float) -> float:
        while True:
            left = deadline.remaining()
            with self._lock:
                is_alone = not self._reserved
                # The first cost is unknown: alone the query is sent at once, beside others it may be the highest.
                cost = self._costs.get(query, 0.0 if is_alone else MAX_QUERY_COST)
                wait = self._wait(cost, spared)
                is_too_late = is_alone and wait + MIN_CALL_SECONDS > left
                is_outdated = self._monotonic() - self._updated_at >= _TRUSTED_SECONDS
                if not wait or (is_too_late and is_outdated and not spared):
                    self._available -= cost
                    self._reserved.append(cost)
                    return cost
            if not left or is_too_late:
                raise Throttled("Shopify's points are used up for now", retry_after=wait)
            self._sleep(max(wait, _MIN_WAIT) if is_alone else min(wait, _POLL_SECONDS))

    def _wait(self, cost: float, spared: float) -> float:
        """The seconds until so many points and the spared part are available, without refunds of queries in progress.

        A query that costs more than the rest of the bucket is sent while the bucket is full.
        """
        self._restore()
        if self._bucket is None:
            return 0.0
        maximum = self._bucket.maximum
        return max(0.0, min(cost + spared * maximum, maximum) - self._available) / self._bucket.restore_rate

    def _restore(self) -> None:
        now = self._monotonic()
        if self._bucket:
            restored = self._available + self._bucket.restore_rate * (now - self._restored_at)
            self._available, self._restored_at = min(self._bucket.maximum, restored), now
