"""How much may be asked of Shopify now: points are set aside before they are spent, so that little is throttled.

Shopify charges the highest price that a question can have, and gives back most of it with the answer: a small
shop's bucket holds two of our largest questions at once, and dozens in a row.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from tracking.shopify.cost import Cost
from tracking.shopify.deadline import ENOUGH, Deadline
from tracking.shopify.errors import ShopifyError, Throttled
from tracking.shopify.sizes import LARGEST_QUERY

_LOOK_AGAIN = 0.02  # seconds, while questions of ours are out whose answers will give points back
_BELIEVED = 0.5  # seconds; what an empty bucket then held may have come back with the answers of another process


class CostBudget:
    """The bucket as far as this process can tell: others spend from it too, so every figure is an estimate."""

    def __init__(self, monotonic: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        self._lock = Lock()
        self._bucket: Cost | None = None
        self._free = self._counted_at = self._told_at = 0.0
        self._prices: dict[str, float] = {}
        self._out: list[float] = []

    @property
    def has_room(self) -> bool:
        """Whether half of the bucket is there, so that what nobody waits for may be asked. True while unknown."""
        with self._lock:
            self._restore()
            return self._bucket is None or self._free >= self._bucket.maximum / 2

    @property
    def bucket(self) -> Cost | None:
        """What Shopify last told of it; None before."""
        return self._bucket

    @contextmanager
    def reserve(self, query: str, deadline: Deadline) -> Iterator[None]:
        """Set the question's price aside while it is out, after a wait if there must be one.

        Raises Throttled where the wait would not fit: asking would only tell the same.
        """
        price = self._set_aside(query, deadline)
        try:
            yield
        except Throttled:  # which told what is left
            raise
        except ShopifyError:
            self._give_back(price)
            raise
        finally:
            with self._lock:
                self._out.remove(price)

    def update(self, query: str, cost: Cost) -> None:
        """What an answer says of the bucket. It has given back its own price, not yet those of questions still out."""
        if cost.names_bucket:
            with self._lock:
                # Not all that are out have reached Shopify, and been charged, when it says what is there.
                others = sum(self._out) - self._prices.get(query, 0.0)
                self._bucket, self._free = cost, min(cost.available, cost.maximum - others)
                self._counted_at = self._told_at = self._monotonic()
                self._prices[query] = cost.requested

    def _set_aside(self, query: str, deadline: Deadline) -> float:
        while True:
            left = deadline.left()
            with self._lock:
                price = self._price(query)
                wait, is_alone = self._wait(price), not self._out
                fits = wait + ENOUGH <= left
                if not wait or (is_alone and not fits and self._is_doubtful()):
                    self._free -= price
                    self._out.append(price)
                    return price
            if not left or (is_alone and not fits):
                raise Throttled("Shopify's points are used up for now", retry_after=wait)
            self._sleep(wait if is_alone else min(wait, _LOOK_AGAIN))

    def _price(self, query: str) -> float:
        # The first time nobody knows it: alone it just goes, beside others it may be the dearest there is.
        return self._prices.get(query, LARGEST_QUERY if self._out else 0.0)

    def _wait(self, price: float) -> float:
        """Seconds until so much is there, if nothing comes back but what Shopify restores."""
        self._restore()
        if self._bucket is None:
            return 0.0
        return max(0.0, min(price, self._bucket.maximum) - self._free) / self._bucket.restore_rate

    def _is_doubtful(self) -> bool:
        return self._monotonic() - self._told_at >= _BELIEVED

    def _give_back(self, price: float) -> None:
        with self._lock:
            self._free += price

    def _restore(self) -> None:
        now = self._monotonic()
        if self._bucket:
            restored = self._free + self._bucket.restore_rate * (now - self._counted_at)
            self._free, self._counted_at = min(self._bucket.maximum, restored), now
