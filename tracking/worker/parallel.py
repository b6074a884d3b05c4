"""Makes calls that wait for others, such as Shopify, all at once, each in a thread of its own."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def as_answered(call: Callable[[T], R], arguments: Sequence[T]) -> Iterator[tuple[T, Future[R]]]:
    """Yields each argument with the future of its call as soon as that is done.

    No executor: the end of the process would wait for its threads, and these are cut off.
    """
    answered: SimpleQueue[tuple[T, Future[R]]] = SimpleQueue()
    for argument in arguments:
        Thread(target=_answer, args=(call, argument, answered), name="worker call", daemon=True).start()
    for _ in arguments:
        yield answered.get()


def _answer(call: Callable[[T], R], argument: T, answered: "SimpleQueue[tuple[T, Future[R]]]") -> None:
    future = Future[R]()
    try:
        future.set_result(call(argument))
    except BaseException as error:  # noqa: BLE001 - the caller that asks for the result gets it, whatever it is
        future.set_exception(error)
    answered.put((argument, future))
