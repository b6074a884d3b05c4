"""What is done after the visitor, or Shopify, has been answered."""

import logging
from collections.abc import Callable, Hashable
from contextvars import copy_context
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Protocol, TypeAlias

log = logging.getLogger(__name__)

_MOST = 1000

Task: TypeAlias = Callable[[], None]


class Executor(Protocol):
    """Where tasks are put that nobody waits for."""

    def submit(self, key: Hashable, task: Task) -> bool:
        """Have it done soon, once if the same key waits already. False: there is too much to do, it will not be."""


class ThreadExecutor:
    """So many threads, begun with the first task: by then a server has forked."""

    def __init__(self, count: int, *, most: int = _MOST) -> None:
        self._count = count
        self._most = most
        self._lock = Lock()
        self._waiting: set[Hashable] = set()
        self._tasks: SimpleQueue[Task] = SimpleQueue()
        self._threads: list[Thread] = []

    def submit(self, key: Hashable, task: Task) -> bool:
        """As in Background. The task keeps the context of whoever asks: the id of the request, for the log."""
        with self._lock:
            if key in self._waiting:
                return True
            if len(self._waiting) >= self._most:
                return False
            self._waiting.add(key)
            self._begin()
        context = copy_context()
        self._tasks.put(lambda: context.run(self._do, key, task))
        return True

    def _begin(self) -> None:
        if len(self._threads) < self._count:
            # Daemons: what is not done by the end of the process is done by whoever opens the order next.
            self._threads.append(Thread(target=self._work, name="background", daemon=True))
            self._threads[-1].start()

    def _work(self) -> None:
        while True:
            self._tasks.get()()

    def _do(self, key: Hashable, task: Task) -> None:
        with self._lock:  # before it begins: what changes from now on needs another round
            self._waiting.discard(key)
        try:
            task()
        except Exception:
            log.exception("a task in the background failed")
