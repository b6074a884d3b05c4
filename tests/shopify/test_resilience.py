import threading
from collections.abc import Callable

import pytest

from tests.shopify.clients import FakeTime
from tracking.shopify.errors import AccessDenied, Refused, ShopifyError, Throttled, Unavailable
from tracking.shopify.resilience import ATTEMPTS, FAILURES, REST_SECONDS, CircuitBreaker, Deadline, retrying


def test_the_time_left_shrinks_with_every_wait(time: FakeTime) -> None:
    deadline = Deadline.after(4, time)
    time.sleep(1.5)

    assert deadline.left() == 2.5


def test_the_time_left_is_never_negative(time: FakeTime) -> None:
    deadline = Deadline.after(4, time)
    time.sleep(99)

    assert deadline.left() == 0


def test_a_part_of_it_may_be_given_away(time: FakeTime) -> None:
    deadline = Deadline.after(4, time)
    assert deadline.at_most(1).left() == 1
    assert deadline.at_most(5) == deadline


class Asked:
    """Fails with these errors one after the other, then answers."""

    def __init__(self, *errors: ShopifyError) -> None:
        self.errors = list(errors)

    def __call__(self) -> str:
        if self.errors:
            raise self.errors.pop(0)
        return "answer"


def test_what_is_unavailable_is_asked_again_with_growing_random_waits(time: FakeTime) -> None:
    asked = Asked(Unavailable("down"), Unavailable("down"), Unavailable("down"))

    assert retrying(time.deadline(), time.sleep)(asked) == "answer"
    assert len(time.slept) == 3
    assert all(0 <= wait <= 1 for wait in time.slept)


def test_a_pause_that_was_asked_for_is_kept(time: FakeTime) -> None:
    assert retrying(time.deadline(), time.sleep)(Asked(Throttled("slowly", retry_after=2.0))) == "answer"
    assert len(time.slept) == 1
    assert 2.0 <= time.slept[0] <= 2.1


def test_a_pause_longer_than_the_time_left_ends_at_once(time: FakeTime) -> None:
    with pytest.raises(Throttled) as raised:
        retrying(time.deadline(4), time.sleep)(Asked(Throttled("slowly", retry_after=5.0)))

    assert raised.value.retry_after == 5.0
    assert time.slept == []


def test_nobody_tries_for_ever(time: FakeTime) -> None:
    asked = Asked(*[Unavailable("down")] * 99)

    with pytest.raises(Unavailable):
        retrying(time.deadline(1000), time.sleep)(asked)

    assert len(asked.errors) == 99 - ATTEMPTS


def test_a_refusal_is_not_asked_again(time: FakeTime) -> None:
    asked = Asked(Refused("no"), Refused("no"))

    with pytest.raises(Refused):
        retrying(time.deadline(), time.sleep)(asked)

    assert len(asked.errors) == 1


def failing(error: ShopifyError) -> Callable[[], str]:
    def ask() -> str:
        raise error

    return ask


def fail(breaker: CircuitBreaker, times: int = FAILURES, error: ShopifyError | None = None) -> None:
    error = error or Unavailable("down")
    for _ in range(times):
        with pytest.raises(type(error), match=str(error)):
            breaker.call(failing(error))


def is_open(breaker: CircuitBreaker) -> bool:
    try:
        return breaker.call(lambda: "asked") != "asked"
    except Unavailable:
        return True


def test_five_failures_in_a_row_open_it(time: FakeTime) -> None:
    breaker = CircuitBreaker(time)
    fail(breaker)
    time.sleep(4)

    with pytest.raises(Unavailable, match="repeatedly") as raised:
        breaker.call(lambda: "asked")

    assert raised.value.retry_after == REST_SECONDS - 4


def test_it_fails_until_a_try_succeeds(time: FakeTime) -> None:
    breaker = CircuitBreaker(time)
    fail(breaker, FAILURES - 1)
    assert not breaker.is_failing
    fail(breaker, 1)
    assert breaker.is_failing
    time.sleep(REST_SECONDS)
    assert breaker.call(lambda: breaker.is_failing)
    assert not breaker.is_failing


def test_ten_seconds_after_shopifys_return_it_is_asked_again_though_the_last_try_hung(time: FakeTime) -> None:
    breaker = CircuitBreaker(time)
    fail(breaker)
    time.sleep(REST_SECONDS)

    def hang() -> str:  # Shopify is back an instant after the try began
        time.sleep(4)
        raise Unavailable("too slow")

    with pytest.raises(Unavailable, match="too slow"):
        breaker.call(hang)
    time.sleep(10 - 4)
    assert breaker.call(lambda: "asked") == "asked"


def test_a_success_in_between_counts_anew(time: FakeTime) -> None:
    breaker = CircuitBreaker(time)
    fail(breaker, FAILURES - 1)
    assert breaker.call(lambda: "asked") == "asked"
    fail(breaker, FAILURES - 1)

    assert not is_open(breaker)


def test_who_gave_shopify_no_time_does_not_open_it(time: FakeTime) -> None:
    breaker = CircuitBreaker(time)
    for _ in range(FAILURES * 2):
        with pytest.raises(Unavailable):
            breaker.call(failing(Unavailable("late")), counts_failure=False)
    assert not is_open(breaker)
    fail(breaker)
    time.sleep(REST_SECONDS)
    assert breaker.call(lambda: "asked", counts_failure=False) == "asked"
    assert not breaker.is_failing


def test_refusals_open_it_too_because_asking_on_makes_them_worse(time: FakeTime) -> None:
    breaker = CircuitBreaker(time)
    fail(breaker, error=Refused("locked"))

    assert is_open(breaker)


@pytest.mark.parametrize("error", [Throttled("slowly"), AccessDenied("no scope")])
def test_an_answer_that_says_no_does_not_open_it(time: FakeTime, error: ShopifyError) -> None:
    breaker = CircuitBreaker(time)
    fail(breaker, FAILURES * 2, error)

    assert not is_open(breaker)


def test_after_the_rest_one_caller_tries_while_the_others_wait(time: FakeTime) -> None:
    breaker = CircuitBreaker(time)
    fail(breaker)
    time.sleep(REST_SECONDS)

    assert breaker.call(lambda: is_open(breaker)) is True
    assert not is_open(breaker)


def test_a_failed_try_opens_it_for_another_rest(time: FakeTime) -> None:
    breaker = CircuitBreaker(time)
    fail(breaker)
    time.sleep(REST_SECONDS)
    fail(breaker, 1)

    assert is_open(breaker)
    time.sleep(REST_SECONDS)
    assert not is_open(breaker)


def test_callers_do_not_wait_for_each_other(time: FakeTime) -> None:
    breaker, both_inside = CircuitBreaker(time), threading.Barrier(2)
    threads = [threading.Thread(target=breaker.call, args=(lambda: both_inside.wait(5),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not both_inside.broken
