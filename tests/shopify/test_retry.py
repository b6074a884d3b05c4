import pytest

from tests.shopify.asking import FakeTime
from tracking.shopify.errors import Refused, ShopifyError, Throttled, Unavailable
from tracking.shopify.retry import ATTEMPTS, retrying


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
