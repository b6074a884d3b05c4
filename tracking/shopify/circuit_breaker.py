"""A breaker: when Shopify fails again and again, nobody waits for it for a while.

Not pybreaker: it holds a lock during the call (1.4.1: five calls of 0.2 s in five threads take one second, so
customers would queue past their deadlines) and cannot be handed a clock.
"""

import threading
from collections.abc import Callable
from typing import TypeVar

from tracking.shopify.errors import AccessDenied, BreakerOpen, ShopifyError, Throttled

FAILURES = 5
REST_SECONDS = 5.0  # a try may hang for four seconds more, and Shopify's return is noticed within ten

T = TypeVar("T")


class CircuitBreaker:
    """Opens after five failures in a row. Every five seconds one caller may try; its success closes it.

    A failure is a question that stayed unanswered after all its tries: a hiccup that a second try mends closes
    nothing. A refusal counts: a locked or suspicious client that goes on asking makes things worse. A call for a
    pause or a missing scope does not: there Shopify is well, and has answered.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._failures = 0
        self._rests_until = 0.0

    @property
    def is_failing(self) -> bool:
        """Whether it opened and no try has succeeded since: who can do without an answer need not wait for one."""
        return self._failures >= FAILURES

    def call(self, ask: Callable[[], T], *, is_fair: bool = True) -> T:
        """Ask, unless the breaker is open: then BreakerOpen at once, with the seconds until the next try.

        A question that is not ``is_fair`` to Shopify counts if it is answered, and not if it is not.
        """
        self._admit()
        try:
            answer = ask()
        except (AccessDenied, Throttled):
            self._succeeded()
            raise
        except ShopifyError:
            if is_fair:
                self._failed()
            raise
        self._succeeded()
        return answer

    def _admit(self) -> None:
        with self._lock:
            if self._failures < FAILURES:
                return
            now = self._monotonic()
            if now < self._rests_until:
                raise BreakerOpen("Shopify failed repeatedly", retry_after=self._rests_until - now)
            self._rests_until = now + REST_SECONDS  # this caller tries; the others wait for what it finds

    def _succeeded(self) -> None:
        with self._lock:
            self._failures = 0

    def _failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._rests_until = self._monotonic() + REST_SECONDS
