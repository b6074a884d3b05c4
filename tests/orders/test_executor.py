import sys
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar
from queue import SimpleQueue
from threading import Event

import pytest

from tests.call_counts import threads_in
from tests.commands import run
from tests.fakes import Clock
from tracking.orders import BackgroundExecutor, Busy, CallExecutor
from tracking.shopify.resilience import Deadline

TIMEOUT = 60.0


class Held:
    """A call that returns, or raises, its result once ``resume`` is set."""

    def __init__(self, result: int | Exception = 7) -> None:
        self.result = result
        self.count = 0
        self.started, self.resume = Event(), Event()

    def __call__(self, _: Deadline) -> int:
        self.count += 1
        self.started.set()
        self.resume.wait(TIMEOUT)
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


def within(clock: Clock, seconds: float = TIMEOUT) -> Deadline:
    return Deadline.after(seconds, clock.monotonic)


def wait_for_callers(count: int) -> None:
    """Until so many threads have joined a call, and wait for it."""
    while threads_in(Future.exception) < count:
        pass


def test_callers_share_a_call_that_runs_or_waits(clock: Clock) -> None:
    calls, running, waiting = CallExecutor(1, 1), Held(7), Held(8)
    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(calls.run, "running", running, within(clock))
        assert running.started.wait(TIMEOUT)
        others = [pool.submit(calls.run, key, waiting, within(clock)) for key in ("running", "waiting") * 4]
        wait_for_callers(9)
        assert calls.has("running")
        assert calls.has("waiting")
        running.resume.set()
        waiting.resume.set()
        assert [first.result(), *(each.result() for each in others)] == [7, *[7, 8] * 4]
    assert (running.count, waiting.count) == (1, 1)
    assert not calls.has("running")


def test_started_call_runs_before_its_result_is_asked_for(clock: Clock) -> None:
    calls, running = CallExecutor(1, 1), Held(7)
    result = calls.start("key", running, within(clock))
    assert running.started.wait(TIMEOUT)
    running.resume.set()
    assert result(within(clock)) == 7
    assert running.count == 1


def test_started_call_that_nobody_waits_for_is_left_out_after_its_deadline(clock: Clock) -> None:
    calls, running, late = CallExecutor(1, 1), Held(7), Held(8)
    first = calls.start("running", running, within(clock))
    assert running.started.wait(TIMEOUT)
    calls.start("late", late, within(clock, 0.3))
    assert calls.is_full
    clock.advance(seconds=0.3)
    running.resume.set()
    assert first(within(clock)) == 7
    assert calls.run("next", lambda _: 9, within(clock)) == 9
    assert late.count == 0


def test_neither_result_nor_error_is_kept(clock: Clock) -> None:
    calls, results = CallExecutor(), iter([1, 2])

    def fail(_: Deadline) -> int:
        raise LookupError

    assert calls.run("key", lambda _: next(results), within(clock)) == 1
    with pytest.raises(LookupError):
        calls.run("key", fail, within(clock))
    assert calls.run("key", lambda _: next(results), within(clock)) == 2


def test_thread_is_free_the_moment_a_call_ends(clock: Clock) -> None:
    calls = CallExecutor(1, 0)
    for number in range(200):
        assert calls.run(number, lambda deadline: deadline.ends_at, within(clock)) == TIMEOUT
        assert not calls.is_full


def test_call_is_registered_from_its_first_moment(clock: Clock) -> None:
    calls = CallExecutor(1, 0)
    for _ in range(200):
        assert calls.run("key", lambda _: calls.has("key"), within(clock))


def test_calls_beyond_those_that_may_wait_are_busy_at_once(clock: Clock) -> None:
    calls, held = CallExecutor(2, 1), Held()
    with ThreadPoolExecutor(3) as pool:
        accepted = []
        for number in range(3):
            assert not calls.is_full
            accepted.append(pool.submit(calls.run, number, held, within(clock)))
            wait_for_callers(number + 1)
        assert calls.is_full
        with pytest.raises(Busy):
            calls.run("one more", held, within(clock))
        held.resume.set()
        assert [each.result() for each in accepted] == [7] * 3
    assert held.count == 3


def test_caller_times_out_at_its_own_deadline_and_the_call_goes_on(clock: Clock) -> None:
    calls, held = CallExecutor(), Held()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(calls.run, "key", held, within(clock))
        assert held.started.wait(TIMEOUT)
        with pytest.raises(TimeoutError):
            calls.run("key", held, Deadline.after(0.01))
        held.resume.set()
        assert first.result() == 7


def test_caller_waits_by_the_clock_of_its_deadline(clock: Clock) -> None:
    calls, held = CallExecutor(), Held()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(calls.run, "key", held, within(clock, 0.001))
        assert held.started.wait(TIMEOUT)
        assert not held.resume.wait(0.01)
        held.resume.set()
        assert waiting.result() == 7


def test_call_that_waits_too_long_is_busy_and_never_runs(clock: Clock) -> None:
    calls, running, late, lasting = CallExecutor(1, 1), Held(7), Held(8), Held(9)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(calls.run, "running", running, within(clock))
        assert running.started.wait(TIMEOUT)
        with pytest.raises(Busy):
            calls.run("late", late, Deadline.after(0.01))
        assert not calls.is_full
        second = pool.submit(calls.run, "lasting", lasting, within(clock))
        for each in (running, late, lasting):
            each.resume.set()
        assert [first.result(), second.result()] == [7, 9]
    assert late.count == 0


@pytest.mark.parametrize(("left", "is_repeated"), [(4.0, True), (1.2, False)])
def test_call_that_failed_within_an_earlier_deadline_is_repeated(
    clock: Clock, left: float, *, is_repeated: bool
) -> None:
    calls, failing = CallExecutor(), Held(LookupError())
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(calls.run, "key", failing, within(clock, 1))
        assert failing.started.wait(TIMEOUT)
        second = pool.submit(calls.run, "key", lambda deadline: deadline.ends_at, within(clock, left))
        wait_for_callers(2)
        failing.resume.set()
        assert isinstance(first.exception(), LookupError)
        assert second.exception() is None if is_repeated else isinstance(second.exception(), LookupError)
        if is_repeated:
            assert second.result() == left, "it has a deadline of its own"


def test_call_that_its_first_caller_gave_up_is_made_for_another_with_more_time(clock: Clock) -> None:
    calls, running, shared = CallExecutor(1, 1), Held(7), Held(8)
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(calls.run, "running", running, within(clock))
        assert running.started.wait(TIMEOUT)
        second = pool.submit(calls.run, "shared", shared, within(clock, 1))
        wait_for_callers(2)
        third = pool.submit(calls.run, "shared", shared, within(clock, 4))
        wait_for_callers(3)
        clock.advance(seconds=1)
        assert isinstance(second.exception(), Busy)
        running.resume.set()
        shared.resume.set()
        assert [first.result(), third.result()] == [7, 8]
    assert shared.count == 1


def test_call_runs_in_the_context_of_its_first_caller(clock: Clock) -> None:
    request_id: ContextVar[str] = ContextVar("request_id")
    request_id.set("mine")
    assert CallExecutor().run("key", lambda _: request_id.get(), within(clock)) == "mine"


ENDING = """
from itertools import repeat
from tracking.orders import BackgroundExecutor, Busy, CallExecutor
from tracking.shopify.resilience import Deadline

calls, background = CallExecutor(1, 1), BackgroundExecutor(1)

def call_until_busy():
    try:
        for number in repeat(0):
            calls.run("key", lambda _: None, Deadline.after(60))
    except Busy:
        print("busy", background.submit("one more", print), flush=True)

for number in range(50):
    assert background.submit(number, call_until_busy)
"""


def test_at_the_end_of_the_process_waiting_tasks_make_no_calls_and_others_are_refused() -> None:
    assert run(sys.executable, "-c", ENDING) == (0, "busy False\n" * 50, "")


def test_task_runs_in_the_context_of_the_caller() -> None:
    request_id: ContextVar[str] = ContextVar("request_id")
    request_id.set("mine")
    done: SimpleQueue[str] = SimpleQueue()
    assert BackgroundExecutor(1).submit("key", lambda: done.put(request_id.get()))
    assert done.get(timeout=TIMEOUT) == "mine"


def test_waiting_task_runs_once_and_running_task_runs_again() -> None:
    background, runs, resume = BackgroundExecutor(1), SimpleQueue[str](), Event()

    def first() -> None:
        runs.put("first")
        resume.wait(TIMEOUT)

    background.submit("key", first)
    assert runs.get(timeout=TIMEOUT) == "first"
    for _ in range(3):
        assert background.submit("key", lambda: runs.put("again"))
    assert background.submit("end", lambda: runs.put("end"))
    resume.set()
    assert [runs.get(timeout=TIMEOUT) for _ in range(2)] == ["again", "end"]


def test_submit_fails_beyond_max_waiting() -> None:
    background, started, resume = BackgroundExecutor(1, max_waiting=1), Event(), Event()

    def hold() -> None:
        started.set()
        resume.wait(TIMEOUT)

    assert background.submit("running", hold)
    assert started.wait(TIMEOUT)
    assert background.submit("waiting", lambda: None)
    assert not background.submit("too many", lambda: None)
    resume.set()


def test_failed_task_is_logged_and_the_next_one_runs(caplog: pytest.LogCaptureFixture) -> None:
    background, done = BackgroundExecutor(1), Event()

    def fail() -> None:
        raise ZeroDivisionError

    background.submit("bad", fail)
    background.submit("good", done.set)
    assert done.wait(TIMEOUT)
    assert caplog.messages == ["a task in the background failed"]
