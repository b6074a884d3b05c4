from contextvars import ContextVar
from queue import SimpleQueue
from threading import Event

import pytest

from tracking.orders import ThreadExecutor

PATIENCE = 5.0


def test_a_task_is_done_and_keeps_the_context_of_whoever_asked() -> None:
    word: ContextVar[str] = ContextVar("word")
    word.set("mine")
    done: SimpleQueue[str] = SimpleQueue()
    assert ThreadExecutor(1).submit("key", lambda: done.put(word.get()))
    assert done.get(timeout=PATIENCE) == "mine"


def test_what_waits_already_is_done_once_and_what_runs_is_done_again() -> None:
    threads, runs, go = ThreadExecutor(1), SimpleQueue[str](), Event()

    def first() -> None:
        runs.put("first")
        go.wait(PATIENCE)

    threads.submit("key", first)
    assert runs.get(timeout=PATIENCE) == "first"
    for _ in range(3):
        assert threads.submit("key", lambda: runs.put("again"))
    assert threads.submit("end", lambda: runs.put("end"))
    go.set()
    assert [runs.get(timeout=PATIENCE) for _ in range(2)] == ["again", "end"]


def test_there_is_an_end_to_what_may_wait() -> None:
    threads, begun, go = ThreadExecutor(1, most=1), Event(), Event()

    def hold() -> None:
        begun.set()
        go.wait(PATIENCE)

    assert threads.submit("running", hold)
    assert begun.wait(PATIENCE)
    assert threads.submit("waiting", lambda: None)
    assert not threads.submit("too many", lambda: None)
    go.set()


def test_a_task_that_fails_is_noted_and_the_next_one_is_done(caplog: pytest.LogCaptureFixture) -> None:
    threads, done = ThreadExecutor(1), Event()

    def fail() -> None:
        raise ZeroDivisionError

    threads.submit("bad", fail)
    threads.submit("good", done.set)
    assert done.wait(PATIENCE)
    assert caplog.messages == ["a task in the background failed"]
