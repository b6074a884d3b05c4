"""Limits the time that a slow or failing Shopify costs: the deadline, retries, the circuit breaker."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self, TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_random, wait_random_exponential

from tracking.shopify.errors import AccessDenied, BreakerOpen, ShopifyError, Throttled, Unavailable

MIN_CALL_SECONDS = 0.3  # seconds that must be left for a call: Shopify usually takes half of that
ATTEMPTS = 4
FAILURES = 5
REST_SECONDS = 5.0  # a trial call may hang for four seconds more, and Shopify's return is noticed within ten

_backoff = wait_random_exponential(multiplier=0.2, max=1)
_jitter = wait_random(0, 0.1)  # spreads the callers that got the same Retry-After

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end of the time that one visitor's request may take, shared by all its calls and waits."""

    ends_at: float
    monotonic: Callable[[], float]

    @classmethod
    def after(cls, seconds: float, monotonic: Callable[[], float] = time.monotonic) -> Self:
        """The deadline so many seconds from now."""
        return cls(monotonic() + seconds, monotonic)

    def capped(self, seconds: float) -> Self:
        """This deadline, or the one so many seconds from now if that is earlier."""
        return replace(self, ends_at=min(self.ends_at, self.monotonic() + seconds))

    def remaining(self) -> float:
        """The remaining seconds, never negative."""
        return max(0.0, self.ends_at - self.monotonic())


def retrying(deadline: Deadline, sleep: Callable[[float], None]) -> Retrying:
    """Returns a caller that retries on Unavailable, and gives up at once when the wait would pass the deadline."""

    def stop(state: RetryCallState) -> bool:
        return state.attempt_number >= ATTEMPTS or state.upcoming_sleep >= deadline.remaining()

    return Retrying(retry=retry_if_exception_type(Unavailable), wait=_retry_wait, stop=stop, sleep=sleep, reraise=True)


def _retry_wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, ShopifyError) and error.retry_after is not None:
        return error.retry_after + _jitter(state)
    return _backoff(state)


class CircuitBreaker:
    """Opens after five failures in a row. Every five seconds it lets one trial call through; its success closes it.

    A failure is a query that stayed unanswered after all its retries: an error that a retry ends does not count. A
    refusal counts: a locked or suspicious client that goes on sending makes things worse. Throttling or a missing
    scope does not: Shopify has answered.

    Not pybreaker: it holds a lock during the call (1.4.1: five calls of 0.2 s in five threads take one second, so
    customers would queue past their deadlines) and cannot be handed a clock.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._failures = 0
        self._next_trial_at = 0.0

    @property
    def is_failing(self) -> bool:
        """Whether it has opened and no call has succeeded since."""
        return self._failures >= FAILURES

    def call(self, function: Callable[[], T], *, counts_failure: bool = True) -> T:
        """Calls the function unless the breaker is open; then raises BreakerOpen with the seconds until the next trial.

        Without ``counts_failure`` a success counts, and a failure does not.
        """
        self._check_open()
        try:
            result = function()
        except (AccessDenied, Throttled):
            self._close()
            raise
        except ShopifyError:
            if counts_failure:
                self._count_failure()
            raise
        self._close()
        return result

    def _check_open(self) -> None:
        with self._lock:
            if self._failures < FAILURES:
                return
            now = self._monotonic()
            if now < self._next_trial_at:
                raise BreakerOpen("Shopify failed repeatedly", retry_after=self._next_trial_at - now)
            self._next_trial_at = now + REST_SECONDS  # this call is the trial; the others wait for its result

    def _close(self) -> None:
        with self._lock:
            self._failures = 0

    def _count_failure(self) -> None:
        with self._lock:
            self._failures += 1
            self._next_trial_at = self._monotonic() + REST_SECONDS
