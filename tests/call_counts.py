"""How often functions are called, by the interpreter's own account: nothing is put in their place."""

import gc
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def count_calls(*functions: Callable[..., object]) -> Iterator[Counter[str]]:
    """Calls in this thread and in those that start meanwhile, by the functions' names.

    https://docs.python.org/3/library/sys.html#sys.setprofile
    """
    names = {function.__code__: function.__name__ for function in functions}
    calls: Counter[str] = Counter()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in names:
            calls[names[frame.f_code]] += 1

    earlier, of_threads = sys.getprofile(), threading.getprofile()
    sys.setprofile(note)
    threading.setprofile(note)
    try:
        yield calls
    finally:
        sys.setprofile(earlier)
        threading.setprofile(of_threads)


def calls_in(function: Callable[[], object]) -> int:
    """How many functions it calls in this thread, C's among them: the same number on every machine.

    The first time it compiles templates and patterns, so the second time counts; garbage of others is not collected
    meanwhile, since that calls functions, too.
    """
    function()
    calls = 0

    def count(_: FrameType, event: str, __: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    earlier = sys.getprofile()
    with _no_garbage_collection():
        sys.setprofile(count)
        try:
            function()
        finally:
            sys.setprofile(earlier)
    return calls


def threads_in(function: Callable[..., object]) -> int:
    """The number of threads that are in a call of the function."""
    stacks = ([frame.f_code for frame, _ in traceback.walk_stack(frame)] for frame in _current_frames())
    return sum(function.__code__ in stack for stack in stacks)


def _current_frames() -> list[FrameType]:
    """A garbage collection meanwhile may wait for a thread that is ending, and that thread for us.

    https://github.com/python/cpython/issues/106883
    """
    with _no_garbage_collection():
        return list(sys._current_frames().values())  # noqa: SLF001 - documented, in spite of its name


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
