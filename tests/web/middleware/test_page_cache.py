"""What is kept of pages, for how long, and what is not kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from werkzeug.test import create_environ

from tracking.web.middleware.cache_policy import CachePolicy
from tracking.web.middleware.cached_body import CachedBody
from tracking.web.middleware.page_cache import CachedPage, Floors, Key, PageCache, key_of

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
FINISHED = CachedBody([], b"hello")


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


LATE = after(1000)


def page(order: str = "anna", *, state: float = 0, read: float = 0, good: float = 50) -> CachedPage:
    keep = CachePolicy(
        endpoint="page.order",
        order_id="1",
        key=order,
        state_at=after(state),
        read_at=after(read),
        fresh_until=NOW,
        good_until=after(good),
    )
    return CachedPage(keep, FINISHED, ends_at=good)


class Timed:
    """Pages whose two clocks agree, and show a late hour where a test does not say which."""

    def __init__(self, **bounds: int) -> None:
        self.pages = PageCache(**bounds)

    def find(self, key: Key, now: datetime) -> CachedPage | None:
        return self.pages.find(key, now, (now - NOW).total_seconds())

    def add(self, key: Key, page: CachedPage, now: datetime = LATE) -> bool:
        return self.pages.add(key, page, now)

    def drop(self, key: str | None, since: datetime) -> None:
        self.pages.drop(key, since, LATE)

    @property
    def size(self) -> int:
        return self.pages.size


def test_what_a_page_depends_on_is_its_key() -> None:
    asked = {"path": "/order/x", "query_string": "lang=sv", "headers": {"Accept": "a", "Accept-Language": "sv"}}
    one = key_of(create_environ(**asked))
    assert one == key_of(create_environ(**asked, method="HEAD"))
    for change in (
        {"path": "/order/y"},
        {"path": "/order//x"},
        {"query_string": "lang=de"},
        {"headers": {"Accept": "b", "Accept-Language": "sv"}},
        {"headers": {"Accept": "a", "Accept-Language": "de"}},
        {"base_url": "https://localhost/"},
        {"base_url": "http://localhost/shop/"},
    ):
        assert key_of(create_environ(**{**asked, **change})) != one


def test_a_page_is_found_until_it_is_good_no_more() -> None:
    pages = Timed()
    kept = page()
    assert pages.add(("a",), kept)
    assert pages.find(("a",), after(49.9)) is kept
    assert pages.find(("b",), NOW) is None
    assert pages.find(("a",), after(50)) is None
    assert pages.size == 0


def test_a_newer_page_takes_the_place_of_an_older_one() -> None:
    pages = Timed()
    pages.add(("a",), page())
    size, newer = pages.size, page(state=1)
    pages.add(("a",), newer)
    assert pages.find(("a",), NOW) is newer
    assert pages.size == size > len(FINISHED.body)


def test_a_change_drops_every_page_of_its_order_and_no_other() -> None:
    pages = Timed()
    for key, name in (("a", "anna"), ("b", "anna"), ("c", "bo")):
        pages.add((key,), page(name))
    pages.drop("anna", NOW)
    pages.drop("nobody", NOW)
    assert [pages.find((key,), NOW) is not None for key in "abc"] == [False, False, True]
    pages.drop(None, NOW)
    assert pages.find(("c",), NOW) is None
    assert pages.size == 0


def test_a_page_that_was_being_made_while_its_order_changed_is_refused() -> None:
    pages = Timed()
    pages.drop("anna", after(5))
    pages.drop("anna", after(3))  # an older word, later
    assert not pages.add(("a",), page(state=4.9, read=9))
    assert pages.find(("a",), NOW) is None
    assert pages.add(("b",), page("bo", state=4.9))
    assert pages.add(("a",), page(state=5))


def test_a_page_that_was_being_made_while_everything_was_forgotten_is_refused() -> None:
    pages = Timed()
    pages.drop(None, after(5))
    assert not pages.add(("a",), page(state=9, read=4.9))
    assert pages.add(("b",), page("bo", state=-60, read=5)), "an older state is good, if it was looked up since"


def test_changes_that_are_too_many_to_remember_ask_more_of_all_orders() -> None:
    floors = Floors(most=2)
    for seconds, name in ((1, "anna"), (2, "bo"), (3, "cy"), (1.5, "bo")):
        floors.rise(name, after(seconds), LATE)
    assert not floors.allow(page("anna", state=0.9).keep, LATE)
    assert not floors.allow(page("dora", state=0.9).keep, LATE)
    assert floors.allow(page("dora", state=1).keep, LATE)
    assert not floors.allow(page("bo", state=1.9).keep, LATE)
    floors.rise("anna", after(0.5), LATE)
    assert not floors.allow(page("anna", state=0.9).keep, LATE), "what was forgotten of it counts"
    assert not floors.allow(page("dora", state=2.9).keep, LATE)


def test_what_was_asked_for_longest_ago_makes_room() -> None:
    pages = Timed(most_bytes=3 * 4000)
    for name in "abc":
        pages.add((name,), page(name))
    pages.find(("a",), NOW)
    pages.add(("d",), page("d"))
    assert [pages.find((name,), NOW) is not None for name in "abcd"] == [True, False, True, True]
    assert pages.size <= 3 * 4000


def test_one_order_has_only_so_many_pages() -> None:
    pages = Timed(most_of_order=3)
    pages.add(("other",), page("bo"))
    for number in range(50):
        pages.add(("a", f"x={number}"), page())
    found = [number for number in range(50) if pages.find(("a", f"x={number}"), NOW)]
    assert found == [47, 48, 49]
    assert pages.find(("other",), NOW)


def test_a_page_that_is_larger_than_all_room_is_not_kept() -> None:
    pages = Timed(most_bytes=100)
    pages.add(("a",), page())
    assert pages.find(("a",), NOW) is None
    assert pages.size == 0


def test_the_keys_that_somebody_makes_up_count_too() -> None:
    pages = Timed()
    pages.add(("a",), page())
    small = pages.size
    pages.add(("a" * 5000,), page("bo"))
    assert pages.size - small >= 5000


def test_many_threads_at_once_leave_the_books_in_order() -> None:
    pages = Timed(most_bytes=20 * 4000, most_of_order=4)

    def work(seed: int) -> None:
        for number in range(300):
            name = f"order {(seed * 7 + number) % 9}"
            pages.add((name, str(number % 6)), page(name, state=number, good=100))
            pages.find((name, str(number % 5)), after(number % 120))
            if number % 10 == seed:
                pages.drop(None if number % 20 else name, NOW)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(8)))
    pages.drop(None, after(400))
    assert pages.size == 0
    assert pages.add(("a",), page(state=400, read=400, good=500))
    assert pages.find(("a",), after(400))


def test_a_page_that_was_made_in_the_future_of_the_clock_is_not_given() -> None:
    pages = Timed()
    pages.add(("a",), page(state=1, read=1))
    assert pages.find(("a",), after(0)) is None
    assert pages.size == 0


def test_a_page_ends_by_the_monotonic_clock_though_the_time_of_day_was_set_back() -> None:
    pages = Timed()
    kept = page(good=50)
    pages.add(("a",), kept)
    assert pages.pages.find(("a",), after(10), 49.9) is kept
    assert pages.pages.find(("a",), after(10), 50) is None


def test_a_state_in_the_future_is_not_kept() -> None:
    pages = Timed()
    assert not pages.add(("a",), page(state=2), now=after(1))
    assert not pages.add(("a",), page(read=2), now=after(1))
    assert pages.add(("a",), page(state=1, read=1), now=after(1))


def test_a_floor_in_the_future_asks_nothing_and_the_next_change_takes_its_place() -> None:
    floors, day = Floors(most=9), after(86_400)
    for key in ("anna", None):
        floors.rise(key, day, day)
    assert floors.allow(page(state=5, read=5).keep, after(5))
    for key in ("anna", None):
        floors.rise(key, after(7), after(7))
    assert not floors.allow(page(state=6, read=9).keep, after(9))
    assert not floors.allow(page("bo", state=6, read=6).keep, after(9))
    assert floors.allow(page(state=7, read=7).keep, after(9))
