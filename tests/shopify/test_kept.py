import pytest

from tests.shopify.asking import FakeTime
from tracking.shopify.kept import Kept


@pytest.fixture
def kept(time: FakeTime) -> Kept[str]:
    return Kept(time)


def test_nothing_is_fresh_before_something_is_kept(kept: Kept[str]) -> None:
    assert (kept.fresh, kept.last) == (None, None)


def test_a_value_is_fresh_for_its_time_and_known_afterwards(kept: Kept[str], time: FakeTime) -> None:
    assert kept.keep("value", 10) == "value"
    time.sleep(9.9)
    assert kept.fresh == "value"

    time.sleep(0.1)
    assert kept.fresh is None
    assert kept.last == "value"


def test_its_time_can_be_ended(kept: Kept[str]) -> None:
    kept.keep("value", 10)
    kept.expire()

    assert kept.fresh is None
    assert kept.last == "value"
