"""Runs tasks in the background, after the request was answered."""

import logging
from collections.abc import Callable, Hashable
from contextvars import copy_context
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Protocol, TypeAlias

log = logging.getLogger(__name__)

_MAX_WAITING = 1000

Task: TypeAlias = Callable[[], None]


class Executor(Protocol):
    """Runs tasks whose results no request waits for."""

    def submit(self, key: Hashable, task: Task) -> bool:
        """Runs the task soon; once if a task with this key waits already. False: too many tasks wait."""


class ThreadExecutor:
    """Runs tasks in ``count`` threads, started with the first tasks: by then a server has forked."""

    def __init__(self, count: int, *, max_waiting: int = _MAX_WAITING) -> None:
        self._count = count
        self._max_waiting = max_waiting
        self._lock = Lock()
        self._waiting: set[Hashable] = set()
        self._tasks: SimpleQueue[Task] = SimpleQueue()
        self._threads: list[Thread] = []

    def submit(self, key: Hashable, task: Task) -> bool:
        """As Executor. The task runs in the context of the caller: the log needs the id of the request."""
        with self._lock:
            if key in self._waiting:
                return True
            if len(self._waiting) >= self._max_waiting:
                return False
            self._waiting.add(key)
            self._start_thread()
        context = copy_context()
        self._tasks.put(lambda: context.run(self._run_task, key, task))
        return True

    def _start_thread(self) -> None:
        if len(self._threads) < self._count:
            # Daemons: a refresh that the end of the process prevents is made up for by the next request.
            self._threads.append(Thread(target=self._run, name="background", daemon=True))
            self._threads[-1].start()

    def _run(self) -> None:
        while True:
            self._tasks.get()()

    def _run_task(self, key: Hashable, task: Task) -> None:
        with self._lock:  # before it runs: what changes from now on needs another run
            self._waiting.discard(key)
        try:
            task()
        except Exception:
            log.exception("a task in the background failed")
