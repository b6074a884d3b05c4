import pytest

from tests.fakes import Clock
from tracking.orders.clock_watch import ClockWatch


@pytest.fixture
def watch(clock: Clock) -> ClockWatch:
    return ClockWatch(clock, clock.monotonic)


def test_time_that_passes_sets_no_clock_back(watch: ClockWatch, clock: Clock) -> None:
    for _ in range(3):
        clock.advance(hours=1)
        assert not watch.is_set_back()


@pytest.mark.parametrize("seconds", [-3, -40, -86_400])
def test_a_clock_that_is_set_back_counts_as_such_until_that_is_accepted(
    watch: ClockWatch, clock: Clock, seconds: float
) -> None:
    clock.set(seconds=seconds)
    assert watch.is_set_back()
    clock.advance(hours=1)
    assert watch.is_set_back()
    watch.accept()
    assert not watch.is_set_back()


def test_a_clock_that_ran_ahead_is_set_back_when_it_is_set_right(watch: ClockWatch, clock: Clock) -> None:
    clock.set(hours=1)
    assert not watch.is_set_back()
    clock.set()
    assert watch.is_set_back()


def test_many_small_steps_back_count_together(watch: ClockWatch, clock: Clock) -> None:
    seen = []
    for step in range(1, 6):
        clock.set(seconds=-0.5 * step)
        seen.append(watch.is_set_back())
    assert seen == [False] * 4 + [True]
