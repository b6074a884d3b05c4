"""Trying again: with jitter, as long as Shopify asks for, and only while the visitor's time allows."""

from collections.abc import Callable

from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_random, wait_random_exponential
from tenacity.stop import stop_base

from tracking.shopify.deadline import Deadline
from tracking.shopify.errors import ShopifyError, Unavailable

ATTEMPTS = 4
_backoff = wait_random_exponential(multiplier=0.2, max=1)
_spread = wait_random(0, 0.1)  # those who were told the same time do not all come back in the same instant


def retrying(deadline: Deadline, sleep: Callable[[float], None]) -> Retrying:
    """A caller that repeats what is Unavailable, and gives up at once when the wait would not fit."""
    return Retrying(
        retry=retry_if_exception_type(Unavailable),
        wait=_wait,
        stop=_GiveUp(deadline),
        sleep=sleep,
        reraise=True,
    )


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, ShopifyError) and error.retry_after is not None:
        return error.retry_after + _spread(state)
    return _backoff(state)


class _GiveUp(stop_base):
    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline

    def __call__(self, retry_state: RetryCallState) -> bool:
        return retry_state.attempt_number >= ATTEMPTS or retry_state.upcoming_sleep >= self._deadline.left()
