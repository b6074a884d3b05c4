"""Collects the problems of BRAND_DIR: unused files, and templates that failed during rendering."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import NamedTuple

log = logging.getLogger(__name__)

_MAX_FAILURES = 100


class TemplateFailure(NamedTuple):
    """Where a template failed; ``exception_name`` only, because the message may hold a customer's data."""

    file: str
    line: int
    exception_name: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.exception_name}"


def _no_pages() -> bool:
    return True


@dataclass(slots=True)
class BrandStatus:
    """``unused_files`` are sentences; ``render_all_pages`` renders every kind of page to find failures.

    It returns whether there was time for all of them.
    """

    folder: Path | None = None
    unused_files: tuple[str, ...] = ()
    render_all_pages: Callable[[], bool] = _no_pages
    _counts: dict[TemplateFailure, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def record_failure(self, failure: TemplateFailure) -> None:
        """Record a failure, and log the first, the tenth, the hundredth … of each place."""
        with self._lock:
            if failure not in self._counts and len(self._counts) >= _MAX_FAILURES:
                return
            count = self._counts[failure] = self._counts.get(failure, 0) + 1
        if str(count).strip("0") == "1":
            log.error(
                "BRAND_DIR: %s; the page was shown with our own templates instead (times so far: %d)", failure, count
            )

    @property
    def failures(self) -> tuple[TemplateFailure, ...]:
        """Each place once."""
        with self._lock:
            return tuple(self._counts)
