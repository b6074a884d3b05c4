"""The body of a response that is sent while it is made: what was held for it is given back at its end."""

from collections.abc import Callable, Iterable, Iterator
from weakref import finalize


class StreamedBody:
    """Calls ``release`` once: after the last piece, when the server closes it early, or when it is lost."""

    def __init__(self, pieces: Iterable[bytes], release: Callable[[], object]) -> None:
        self._pieces = pieces
        self._release = finalize(self, release)
        self._at_end: list[Callable[[], object]] = []

    def call_at_end(self, callback: Callable[[], object]) -> None:
        """Call this one, too, after the last piece or when it is closed."""
        self._at_end.append(callback)

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._pieces
        finally:
            self.close()

    def close(self) -> None:
        """As every WSGI server does, also where its client has gone: https://peps.python.org/pep-3333."""
        callbacks, self._at_end = self._at_end, []
        try:
            if close := getattr(self._pieces, "close", None):
                close()
        finally:
            self._release()
            for callback in callbacks:
                callback()
