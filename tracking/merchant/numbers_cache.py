"""Caches the numbers of a large shop for an hour, so that no page waits until they are counted."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from tracking.database import Database, DatabaseUnavailable, Transaction, number_counts, progress, view_counts
from tracking.directory.views import OrderView
from tracking.merchant.numbers import (
    AnswerFigure,
    LateFigure,
    NewsFigure,
    OpeningFigure,
    ShopNumbers,
    StepChange,
    StepFigure,
    count_numbers,
)
from tracking.merchant.promise_figures import PromiseFigure

OLD_AFTER = timedelta(hours=1)
COUNTED_AT_ONCE = 10_000
"""So many orders, and steps of them, are counted in a few hundredths of a second."""

_NAME = "numbers"
_ROWS: dict[str, type[Any]] = {
    "steps": StepFigure,
    "late": LateFigure,
    "news": NewsFigure,
    "own_letters": NewsFigure,
    "openings": OpeningFigure,
    "answers": AnswerFigure,
    "promises": PromiseFigure,
    "changes": StepChange,
}


class NumbersCache:
    """``submit`` runs a task in the background, once under its key; ``zone`` returns the shop's."""

    def __init__(
        self,
        database: Database,
        submit: Callable[[str, Callable[[], None]], object],
        *,
        clock: Callable[[], datetime],
        zone: Callable[[], tzinfo],
        at_once: int = COUNTED_AT_ONCE,
    ) -> None:
        self._database = database
        self._submit = submit
        self._clock = clock
        self._zone = zone
        self._at_once = at_once

    def current(self) -> ShopNumbers | None:
        """Counted now where they are few, else the last ones, which are counted again when they are old.

        None before the first ones are counted. Raises DatabaseUnavailable.
        """
        now = self._clock()
        with self._database.read() as transaction:
            if not self._are_many(transaction):
                return count_numbers(transaction, now, self._zone())
            stored = _read(progress.get(transaction, _NAME))
        if stored is None or not stored.at <= now < stored.at + OLD_AFTER:
            self._submit(_NAME, self.count_and_store)
        return stored

    def _are_many(self, transaction: Transaction) -> bool:
        known = view_counts.of_view(transaction, OrderView.ALL)
        return known > self._at_once or number_counts.has_steps_above(transaction, self._at_once)

    def count_and_store(self) -> None:
        """Count them, however long that takes."""
        try:
            with self._database.read() as transaction:
                numbers = count_numbers(transaction, self._clock(), self._zone())
            with self._database.write() as transaction:
                _store(transaction, numbers)
        except DatabaseUnavailable:
            return  # the page itself says so


def _store(transaction: Transaction, numbers: ShopNumbers) -> None:
    progress.put(transaction, _NAME, {**asdict(numbers), "at": numbers.at.isoformat()})


def _read(value: object) -> ShopNumbers | None:
    """None where there are none, and where another release has written them in another form."""
    if not isinstance(value, dict):
        return None
    try:
        rows = {name: tuple(kind(**row) for row in value[name]) for name, kind in _ROWS.items()}
        return ShopNumbers(at=datetime.fromisoformat(value["at"]).astimezone(UTC), **rows)
    except (KeyError, TypeError, ValueError):
        return None
