"""An executor without threads, or one that waits until the test says so."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class CallingExecutor(Executor):
    """Calls what is submitted at once; while it ``holds``, when it is told to ``go_on``."""

    def __init__(self, *, holds: bool = False) -> None:
        self.holds = holds
        self._waiting: list[Callable[[], object]] = []

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()

        def call() -> None:
            try:
                future.set_result(fn(*args, **kwargs))
            except Exception as error:  # noqa: BLE001 - as the executors of the standard library
                future.set_exception(error)

        self._waiting.append(call)
        if not self.holds:
            self.go_on()
        return future

    def go_on(self) -> None:
        while self._waiting:
            self._waiting.pop(0)()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - the standard library's
        self._waiting.clear()
