"""A letter on its way to the mail server, in a thread that the end of the process does not wait for."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from threading import Thread
from typing import ParamSpec, TypeVar

from tracking.database.letter_texts import LetterText
from tracking.database.notices import NoticeRow
from tracking.notices.mail.result import SendResult

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sending:
    """A letter on its way: its rows, claimed under the token, the hash of its address, and what is kept of it."""

    token: str
    rows: tuple[NoticeRow, ...]
    address_hash: str | None
    words: LetterText
    future: Future[SendResult]


class DaemonExecutor(Executor):
    """Runs each call in a daemon thread of its own.

    The threads of ThreadPoolExecutor are waited for when the interpreter ends: a mail server that hangs would keep the
    process for as long as it may take.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """As Executor."""
        future: Future[T] = Future()

        def call() -> None:
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:  # noqa: BLE001 - as the executors of the standard library
                future.set_exception(error)

        Thread(target=call, name=self._name, daemon=True).start()
        return future
