"""How BRAND_DIR is used: files that nothing uses, and templates that failed while a page was made."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import NamedTuple

log = logging.getLogger(__name__)

_MOST_PLACES = 100


class Failure(NamedTuple):
    """Where a template failed. ``kind`` is the exception's name alone: its message may hold a customer's words."""

    file: str
    line: int
    kind: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.kind}"


def _nothing() -> bool:
    return True


@dataclass(slots=True)
class Face:
    """``unused`` are sentences about files; ``rehearse`` makes every kind of page once, to see what fails.

    It says whether there was time for all of them.
    """

    folder: Path | None = None
    unused: tuple[str, ...] = ()
    rehearse: Callable[[], bool] = _nothing
    _times: dict[Failure, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def note(self, failure: Failure) -> None:
        """Remember a failure, and log the first, the tenth, the hundredth … at one place."""
        with self._lock:
            if failure not in self._times and len(self._times) >= _MOST_PLACES:
                return
            times = self._times[failure] = self._times.get(failure, 0) + 1
        if str(times).strip("0") == "1":
            log.error(
                "BRAND_DIR: %s; the page was shown with our own templates instead (times so far: %d)", failure, times
            )

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Each place once."""
        with self._lock:
            return tuple(self._times)
