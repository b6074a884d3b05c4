from contextvars import ContextVar
from queue import SimpleQueue
from threading import Event

import pytest

from tracking.orders import ThreadExecutor

TIMEOUT = 60.0


def test_task_runs_in_the_context_of_the_caller() -> None:
    request_id: ContextVar[str] = ContextVar("request_id")
    request_id.set("mine")
    done: SimpleQueue[str] = SimpleQueue()
    assert ThreadExecutor(1).submit("key", lambda: done.put(request_id.get()))
    assert done.get(timeout=TIMEOUT) == "mine"


def test_waiting_task_runs_once_and_running_task_runs_again() -> None:
    threads, runs, resume = ThreadExecutor(1), SimpleQueue[str](), Event()

    def first() -> None:
        runs.put("first")
        resume.wait(TIMEOUT)

    threads.submit("key", first)
    assert runs.get(timeout=TIMEOUT) == "first"
    for _ in range(3):
        assert threads.submit("key", lambda: runs.put("again"))
    assert threads.submit("end", lambda: runs.put("end"))
    resume.set()
    assert [runs.get(timeout=TIMEOUT) for _ in range(2)] == ["again", "end"]


def test_submit_fails_beyond_max_waiting() -> None:
    threads, started, resume = ThreadExecutor(1, max_waiting=1), Event(), Event()

    def hold() -> None:
        started.set()
        resume.wait(TIMEOUT)

    assert threads.submit("running", hold)
    assert started.wait(TIMEOUT)
    assert threads.submit("waiting", lambda: None)
    assert not threads.submit("too many", lambda: None)
    resume.set()


def test_failed_task_is_logged_and_the_next_one_runs(caplog: pytest.LogCaptureFixture) -> None:
    threads, done = ThreadExecutor(1), Event()

    def fail() -> None:
        raise ZeroDivisionError

    threads.submit("bad", fail)
    threads.submit("good", done.set)
    assert done.wait(TIMEOUT)
    assert caplog.messages == ["a task in the background failed"]
