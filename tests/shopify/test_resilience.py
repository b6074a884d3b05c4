import threading
from collections.abc import Callable

import pytest

from tests.shopify.clients import FakeTime
from tracking.shopify.errors import AccessDenied, Refused, ShopifyError, Throttled, Unavailable
from tracking.shopify.resilience import ATTEMPTS, FAILURES, REST_SECONDS, CircuitBreaker, Deadline, retrying


def test_left_shrinks_with_time(time: FakeTime) -> None:
    deadline = Deadline.after(4, time)
    time.sleep(1.5)

    assert deadline.remaining() == 2.5


def test_left_is_never_negative(time: FakeTime) -> None:
    deadline = Deadline.after(4, time)
    time.sleep(99)

    assert deadline.remaining() == 0


def test_at_most_gives_a_part_of_the_deadline(time: FakeTime) -> None:
    deadline = Deadline.after(4, time)
    assert deadline.capped(1).remaining() == 1
    assert deadline.capped(5) == deadline


class FailingCall:
    """Raises these errors one after the other, then returns."""

    def __init__(self, *errors: ShopifyError) -> None:
        self.errors = list(errors)

    def __call__(self) -> str:
        if self.errors:
            raise self.errors.pop(0)
        return "answer"


def test_unavailable_is_retried_with_exponential_random_waits(time: FakeTime) -> None:
    call = FailingCall(Unavailable("down"), Unavailable("down"), Unavailable("down"))

    assert retrying(time.deadline(), time.sleep)(call) == "answer"
    assert len(time.slept) == 3
    assert all(0 <= wait <= 1 for wait in time.slept)


def test_retry_waits_for_retry_after(time: FakeTime) -> None:
    assert retrying(time.deadline(), time.sleep)(FailingCall(Throttled("slowly", retry_after=2.0))) == "answer"
    assert len(time.slept) == 1
    assert 2.0 <= time.slept[0] <= 2.1


def test_retry_after_beyond_the_deadline_is_not_waited_for(time: FakeTime) -> None:
    with pytest.raises(Throttled) as raised:
        retrying(time.deadline(4), time.sleep)(FailingCall(Throttled("slowly", retry_after=5.0)))

    assert raised.value.retry_after == 5.0
    assert time.slept == []


def test_number_of_attempts_is_limited(time: FakeTime) -> None:
    call = FailingCall(*[Unavailable("down")] * 99)

    with pytest.raises(Unavailable):
        retrying(time.deadline(1000), time.sleep)(call)

    assert len(call.errors) == 99 - ATTEMPTS


def test_refused_is_not_retried(time: FakeTime) -> None:
    call = FailingCall(Refused("no"), Refused("no"))

    with pytest.raises(Refused):
        retrying(time.deadline(), time.sleep)(call)

    assert len(call.errors) == 1


def failing(error: ShopifyError) -> Callable[[], str]:
    def call() -> str:
        raise error

    return call


def fail(breaker: CircuitBreaker, times: int = FAILURES, error: ShopifyError | None = None) -> None:
    error = error or Unavailable("down")
    for _ in range(times):
        with pytest.raises(type(error), match=str(error)):
            breaker.call(failing(error))


def is_open(breaker: CircuitBreaker) -> bool:
    try:
        return breaker.call(lambda: "call") != "call"
    except Unavailable:
        return True


def test_five_failures_in_a_row_open_the_breaker(time: FakeTime) -> None:
    breaker = CircuitBreaker(time)
    fail(breaker)
    time.sleep(4)

    with pytest.raises(Unavailable, match="repeatedly") as raised:
        breaker.call(lambda: "call")

    assert raised.value.retry_after == REST_SECONDS - 4


def test_breaker_is_failing_until_a_trial_succeeds(time: FakeTime) -> None:
    breaker = CircuitBreaker(time)
    fail(breaker, FAILURES - 1)
    assert not breaker.is_failing
    fail(breaker, 1)
    assert breaker.is_failing
    time.sleep(REST_SECONDS)
    assert breaker.call(lambda: breaker.is_failing)
    assert not breaker.is_failing


def test_breaker_closes_within_ten_seconds_after_a_trial_that_hung(time: FakeTime) -> None:
    breaker = CircuitBreaker(time)
    fail(breaker)
    time.sleep(REST_SECONDS)

    def hang() -> str:  # Shopify recovers an instant after the trial began
        time.sleep(4)
        raise Unavailable("too slow")

    with pytest.raises(Unavailable, match="too slow"):
        breaker.call(hang)
    time.sleep(10 - 4)
    assert breaker.call(lambda: "call") == "call"


def test_success_resets_the_count_of_failures(time: FakeTime) -> None:
    breaker = CircuitBreaker(time)
    fail(breaker, FAILURES - 1)
    assert breaker.call(lambda: "call") == "call"
    fail(breaker, FAILURES - 1)

    assert not is_open(breaker)


def test_call_without_counts_failure_does_not_open_the_breaker(time: FakeTime) -> None:
    breaker = CircuitBreaker(time)
    for _ in range(FAILURES * 2):
        with pytest.raises(Unavailable):
            breaker.call(failing(Unavailable("late")), counts_failure=False)
    assert not is_open(breaker)
    fail(breaker)
    time.sleep(REST_SECONDS)
    assert breaker.call(lambda: "call", counts_failure=False) == "call"
    assert not breaker.is_failing


def test_refusals_open_the_breaker(time: FakeTime) -> None:
    breaker = CircuitBreaker(time)
    fail(breaker, error=Refused("locked"))

    assert is_open(breaker)


@pytest.mark.parametrize("error", [Throttled("slowly"), AccessDenied("no scope")])
def test_denied_or_throttled_call_does_not_open_the_breaker(time: FakeTime, error: ShopifyError) -> None:
    breaker = CircuitBreaker(time)
    fail(breaker, FAILURES * 2, error)

    assert not is_open(breaker)


def test_after_the_rest_one_trial_call_passes(time: FakeTime) -> None:
    breaker = CircuitBreaker(time)
    fail(breaker)
    time.sleep(REST_SECONDS)

    assert breaker.call(lambda: is_open(breaker)) is True
    assert not is_open(breaker)


def test_failed_trial_opens_the_breaker_again(time: FakeTime) -> None:
    breaker = CircuitBreaker(time)
    fail(breaker)
    time.sleep(REST_SECONDS)
    fail(breaker, 1)

    assert is_open(breaker)
    time.sleep(REST_SECONDS)
    assert not is_open(breaker)


def test_calls_run_concurrently(time: FakeTime) -> None:
    breaker, both_inside = CircuitBreaker(time), threading.Barrier(2)
    threads = [threading.Thread(target=breaker.call, args=(lambda: both_inside.wait(60),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not both_inside.broken
