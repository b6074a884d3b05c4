"""Shares a call between simultaneous callers; nothing is kept afterwards."""

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class SingleFlight(Generic[T]):
    """The first caller runs the call; callers that arrive while it runs share its result, or its error."""

    def __init__(self) -> None:
        self._running: dict[Hashable, Future[T]] = {}

    def share(self, key: Hashable, call: Callable[[], T], timeout: float) -> T:
        """The result of ``call``, or of one that runs already. Raises TimeoutError after ``timeout`` seconds."""
        own: Future[T] = Future()
        if (running := self._running.setdefault(key, own)) is own:
            self._run(key, call, own)
        return running.result(timeout=timeout)

    def _run(self, key: Hashable, call: Callable[[], T], future: Future[T]) -> None:
        try:
            result = call()
        except BaseException as error:  # noqa: BLE001 - the waiting callers share any error
            del self._running[key]
            future.set_exception(error)
        else:
            del self._running[key]
            future.set_result(result)
