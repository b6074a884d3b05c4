"""The rate limits of one process: what they hold, what they cost, and what a flood does to them."""

import tracemalloc
from collections.abc import Iterator
from itertools import count

import pytest
from limits import RateLimitItem, parse

from tests.fakes import Clock
from tracking.web.rate_limits import memory_windows
from tracking.web.rate_limits.memory_windows import MemoryWindows
from tracking.web.rate_limits.windows import LimitKey

HOURLY, MINUTELY = parse("3 per hour"), parse("2 per minute")
CAPACITY, SHARE = 100, 4
WEEK_HOURS = 168

_ids = count()


def visitor(name: str | None = None, *, network: str = "203.0", scope: str = "lookups") -> LimitKey:
    return LimitKey(scope=scope, id=name or f"visitor {next(_ids)}", group=network, share=SHARE)


def number(name: str) -> LimitKey:
    """Keys that are counted by themselves, in any number."""
    return LimitKey(scope="numbers", id=name, group=name)


@pytest.fixture
def windows(clock: Clock) -> MemoryWindows:
    return MemoryWindows(monotonic=clock.monotonic, capacity=CAPACITY)


def flood(windows: MemoryWindows, *, network: str, visitors: int, limit: RateLimitItem = HOURLY) -> list[bool]:
    """Whether each of so many newcomers from one network was let through."""
    return [windows.hit(visitor(network=network), limit) == 0 for _ in range(visitors)]


def networks() -> Iterator[str]:
    return (f"10.{number}" for number in count())


def test_hits_are_counted_up_to_the_limit_and_the_next_has_to_wait(windows: MemoryWindows, clock: Clock) -> None:
    key = visitor()
    for _ in range(3):
        assert windows.wait(key, HOURLY) == 0
        assert windows.hit(key, HOURLY) == 0
        clock.advance(minutes=10)
    assert windows.hit(key, HOURLY) == windows.wait(key, HOURLY) == 30 * 60
    assert windows.hit(visitor(), HOURLY) == 0


def test_rejected_hits_are_not_counted(windows: MemoryWindows, clock: Clock) -> None:
    key = visitor()
    for _ in range(10):
        windows.hit(key, HOURLY)
    clock.advance(hours=1)
    assert [windows.hit(key, HOURLY) == 0 for _ in range(4)] == [True] * 3 + [False]


def test_wait_counts_nothing(windows: MemoryWindows) -> None:
    key = visitor()
    assert [windows.wait(key, HOURLY) for _ in range(10)] == [0] * 10
    assert len(windows) == 0


def test_the_window_moves_with_each_hit(windows: MemoryWindows, clock: Clock) -> None:
    key = visitor()
    waits = []
    for _ in range(6):
        waits.append(windows.hit(key, MINUTELY))
        clock.advance(seconds=25)
    assert waits == [0, 0, 10, 0, 0, 10]


def test_scopes_and_windows_are_counted_separately(windows: MemoryWindows) -> None:
    for _ in range(2):
        windows.hit(visitor("one"), MINUTELY)
    assert windows.wait(visitor("one"), MINUTELY) == 60
    assert windows.wait(visitor("one"), HOURLY) == 0
    assert windows.wait(visitor("one", scope="links"), MINUTELY) == 0


def test_expired_keys_take_no_memory(windows: MemoryWindows, clock: Clock) -> None:
    flood(windows, network="203.0", visitors=3 * CAPACITY)
    assert len(windows) > CAPACITY
    clock.advance(hours=1)
    assert len(windows) == 0


def test_flood_stays_within_the_capacity(windows: MemoryWindows) -> None:
    for network in (f"10.{number}" for number in range(500)):
        flood(windows, network=network, visitors=20)
    assert len(windows) <= CAPACITY + 500


def test_a_flood_from_one_network_ends_at_its_share(windows: MemoryWindows) -> None:
    let_through = flood(windows, network="2001:0db8", visitors=10 * CAPACITY)
    assert let_through == [True] * (CAPACITY + 3 * SHARE) + [False] * (9 * CAPACITY - 3 * SHARE)


def test_evicted_key_is_counted_with_its_network(windows: MemoryWindows) -> None:
    key = visitor(network="2001:0db8")
    for _ in range(3):
        windows.hit(key, HOURLY)
    flood(windows, network="2001:0db8", visitors=10 * CAPACITY)
    assert windows.hit(key, HOURLY) == 3600


def test_flood_does_not_affect_other_networks(windows: MemoryWindows) -> None:
    flood(windows, network="2001:0db8", visitors=10 * CAPACITY)
    for network, _ in zip(networks(), range(CAPACITY), strict=False):
        customer = visitor(network=network)
        assert [windows.hit(customer, HOURLY) for _ in range(3)] == [0, 0, 0]
        assert windows.hit(customer, HOURLY) == 3600


def test_existing_keys_of_the_floods_network_stay(windows: MemoryWindows) -> None:
    customer = visitor(network="2001:0db8")
    for _ in range(2):
        flood(windows, network="2001:0db8", visitors=CAPACITY - 1)
        assert windows.hit(customer, HOURLY) == 0
    flood(windows, network="2001:0db8", visitors=10 * CAPACITY)
    assert windows.hit(customer, HOURLY) == 0
    assert windows.hit(customer, HOURLY) == 3600


def test_network_is_accepted_again_an_hour_after_its_flood(windows: MemoryWindows, clock: Clock) -> None:
    flood(windows, network="2001:0db8", visitors=10 * CAPACITY)
    clock.advance(minutes=59)
    assert windows.wait(visitor(network="2001:0db8"), HOURLY) == 60
    clock.advance(minutes=1)
    assert windows.wait(visitor(network="2001:0db8"), HOURLY) == 0


def test_flood_of_other_numbers_does_not_unlock_a_number(windows: MemoryWindows) -> None:
    victim = number("#1001")
    for _ in range(3):
        windows.hit(victim, HOURLY)
    for other in range(20 * CAPACITY):
        windows.hit(number(f"#{other + 2000}"), HOURLY)
    assert windows.hit(victim, HOURLY) == 3600
    assert windows.hit(number("#1002"), HOURLY) == 0


@pytest.mark.parametrize("tries", [1, 2, 3])
def test_a_number_that_gives_way_again_and_again_has_its_limit_and_no_more(
    windows: MemoryWindows, clock: Clock, tries: int
) -> None:
    victim, counted = number("#1001"), 0
    for turn in range(5):
        counted += sum(windows.hit(victim, HOURLY) == 0 for _ in range(tries if turn == 0 else 10))
        for other in range(2 * CAPACITY):
            windows.hit(number(f"#{turn}.{other}"), HOURLY)
        clock.advance(minutes=5)
    assert counted == 3
    clock.advance(hours=1)
    assert windows.hit(victim, HOURLY) == 0


def test_a_visitor_who_gives_way_has_what_the_network_has_left(windows: MemoryWindows, clock: Clock) -> None:
    visitors = [visitor(network="2001:0db8") for _ in range(SHARE)]
    for each in visitors:
        windows.hit(each, HOURLY)
        windows.hit(each, HOURLY)
    for network, _ in zip(networks(), range(CAPACITY), strict=False):
        flood(windows, network=network, visitors=1)
    counted = [windows.hit(each, HOURLY) == 0 for each in visitors for _ in range(5)]
    assert 0 < sum(counted) <= SHARE * 3
    clock.advance(hours=1)
    assert windows.hit(visitors[0], HOURLY) == 0


def test_hits_of_a_network_that_have_expired_leave_a_newcomer_the_whole_limit(
    windows: MemoryWindows, clock: Clock
) -> None:
    flood(windows, network="2001:0db8", visitors=10 * CAPACITY)
    clock.advance(minutes=59)
    for network, _ in zip(networks(), range(CAPACITY), strict=False):
        flood(windows, network=network, visitors=1)
    clock.advance(minutes=1)
    newcomer = visitor(network="2001:0db8")
    assert [windows.hit(newcomer, HOURLY) == 0 for _ in range(4)] == [True, True, True, False]


def test_a_visitor_who_stays_for_days_takes_no_more_memory(windows: MemoryWindows, clock: Clock) -> None:
    def look(times: int) -> int:
        for _ in range(times):
            assert windows.hit(visitor("one"), MINUTELY) == 0
            clock.advance(seconds=30)
        taken = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, memory_windows.__file__)])  # noqa: FBT003 - inclusive
        return sum(statistic.size for statistic in taken.statistics("filename"))

    tracemalloc.start()
    before = look(100)
    grown = look(5000) - before
    tracemalloc.stop()
    assert grown < 5000  # bytes


@pytest.mark.parametrize("visitors", [10_000, pytest.param(100_000, marks=pytest.mark.audit)])
def test_keys_of_a_week_take_no_more_memory_than_those_of_an_hour(clock: Clock, visitors: int) -> None:
    windows, most = MemoryWindows(monotonic=clock.monotonic), 0
    for _ in range(visitors):
        windows.hit(visitor(), HOURLY)
        windows.hit(visitor(scope="links"), MINUTELY)
        clock.advance(hours=WEEK_HOURS / visitors)
        most = max(most, len(windows))
    an_hour, a_minute = visitors / WEEK_HOURS, visitors / WEEK_HOURS / 60
    assert an_hour - 1 < most < an_hour + a_minute + 5
