"""Runs calls to Shopify, and tasks in the background, in limited numbers of threads.

The threads start with the first calls: by then a server has forked.
"""

import logging
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from tracking.orders.errors import Busy
from tracking.running.limits import MAX_CALLS, MAX_WAITING
from tracking.shopify.resilience import MIN_CALL_SECONDS, Deadline

log = logging.getLogger(__name__)

_QUEUE_TIMEOUT = 2.0  # seconds of a visitor's four, so that there is time left for the call
_MAX_TASKS = 1000

T = TypeVar("T")
Task: TypeAlias = Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Call(Generic[T]):
    """A call that waits or runs, and the deadline of the caller that began it."""

    future: Future[T]
    deadline: Deadline


class CallExecutor:
    """``threads`` calls run at once, ``max_waiting`` more may wait. Callers with one key share a call until it ends."""

    def __init__(self, threads: int = MAX_CALLS, max_waiting: int = MAX_WAITING) -> None:
        self._pool = ThreadPoolExecutor(threads, "calls")
        self._max_calls = threads + max_waiting
        self._lock = Lock()
        self._calls: dict[Hashable, _Call[Any]] = {}

    @property
    def is_full(self) -> bool:
        """Whether no other call may wait."""
        return len(self._calls) >= self._max_calls

    def has(self, key: Hashable) -> bool:
        """Whether the call waits or runs."""
        with self._lock:  # a call may run before it is registered
            return key in self._calls

    def run(self, key: Hashable, call: Callable[[Deadline], T], deadline: Deadline) -> T:
        """The result of ``call``, or of one with this key that waits or runs already.

        A call has the deadline of the caller that began it; where it fails, a caller that has more time repeats it.
        Raises Busy, TimeoutError at the deadline, and the errors of the call.
        """
        return self.start(key, call, deadline)(deadline)

    def start(self, key: Hashable, call: Callable[[Deadline], T], deadline: Deadline) -> Callable[[Deadline], T]:
        """Begins a call, and returns the function that waits for its result as ``run`` does. Raises Busy.

        The caller need not call that function, which takes a deadline of its own: a call that no thread was free for
        until its deadline is left out.
        """
        return partial(self._finish, key, call, self._join(key, call, deadline))

    def _finish(self, key: Hashable, call: Callable[[Deadline], T], shared: _Call[T], deadline: Deadline) -> T:
        while True:
            try:
                return self._result(key, shared, deadline)
            except Exception:
                if not _has_more_time(deadline, shared.deadline):
                    raise
            shared = self._join(key, call, deadline)

    def _join(self, key: Hashable, call: Callable[[Deadline], T], deadline: Deadline) -> _Call[T]:
        with self._lock:
            if shared := self._calls.get(key):
                return shared
            if self.is_full:
                raise Busy
            try:
                future = self._pool.submit(copy_context().run, self._call, key, call, deadline)
            except RuntimeError as error:  # the process ends: what waits in the background ends without calls
                raise Busy from error
            shared = self._calls[key] = _Call(future, deadline)
            return shared

    def _call(self, key: Hashable, call: Callable[[Deadline], T], deadline: Deadline) -> T:
        try:
            if not deadline.remaining():
                raise Busy
            return call(deadline)
        finally:  # not in a callback of the future, which runs after its callers have gone on
            with self._lock:
                del self._calls[key]

    def _result(self, key: Hashable, shared: _Call[T], deadline: Deadline) -> T:
        _wait(shared.future, deadline.capped(_QUEUE_TIMEOUT))
        if shared.future.cancel():  # no thread was free
            with self._lock:
                if self._calls.get(key) is shared:  # otherwise another caller has cancelled it before
                    del self._calls[key]
            raise Busy
        _wait(shared.future, deadline)
        return shared.future.result(timeout=0)


def _wait(future: Future[T], deadline: Deadline) -> None:
    """Waits by the clock of the deadline, which may stand still."""
    while not future.done() and (remaining := deadline.remaining()):
        with suppress(TimeoutError, CancelledError):
            future.exception(timeout=remaining)


def _has_more_time(own: Deadline, failed: Deadline) -> bool:
    """Whether to repeat what failed within another caller's deadline."""
    return own.ends_at > failed.ends_at + MIN_CALL_SECONDS and own.remaining() >= MIN_CALL_SECONDS


class Executor(Protocol):
    """Runs tasks whose results no request waits for."""

    def submit(self, key: Hashable, task: Task) -> bool:
        """Runs the task soon; once if a task with this key waits already. False: too many tasks wait."""


class BackgroundExecutor:
    """Runs tasks in ``threads`` threads."""

    def __init__(self, threads: int, *, max_waiting: int = _MAX_TASKS) -> None:
        self._pool = ThreadPoolExecutor(threads, "background")
        self._max_waiting = max_waiting
        self._lock = Lock()
        self._waiting: set[Hashable] = set()

    def submit(self, key: Hashable, task: Task) -> bool:
        """As Executor. The task runs in the context of the caller: the log needs the id of the request."""
        with self._lock:
            if key in self._waiting:
                return True
            if len(self._waiting) >= self._max_waiting:
                return False
            try:
                self._pool.submit(copy_context().run, self._run, key, task)
            except RuntimeError:  # the process ends
                return False
            self._waiting.add(key)
        return True

    def _run(self, key: Hashable, task: Task) -> None:
        with self._lock:  # before it runs: what changes from now on needs another run
            self._waiting.discard(key)
        try:
            task()
        except Exception:
            log.exception("a task in the background failed")
