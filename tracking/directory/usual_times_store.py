"""Stores the usual times: the worker computes them once a day, and each process reads them every few minutes.

No page waits for them: it uses those that its process read last, and has them read again in the background.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from tracking.database import Database, DatabaseUnavailable, orders, progress, step_durations
from tracking.directory.ended_steps import HISTORY
from tracking.directory.shop_zone import shop_region, shop_zone
from tracking.directory.step_rows import MIN_ROWS, STEP_RETENTION
from tracking.durations.usual_times import DAYS, NAMES, UsualTimes, usual_times
from tracking.order.model import Order
from tracking.order.policy import Policy
from tracking.order.scans import scan_hours
from tracking.shopify.errors import ShopifyError
from tracking.shopify.orders import Document
from tracking.shopify.parsing.order import read_order

READ_EVERY = 300.0
"""Seconds for which a process takes what it has read."""

_LOOK_EVERY = 60.0  # seconds: whether it is another day
_MOST_STEPS = 100_000  # more would say no more of what is usual
_MOST_ORDERS = 500  # whose scans are counted: they take a second, once a day
_NAME = "usual_times"
_READING, _ENDED = "reading", frozenset({"done", "given_up"})  # the phases of the import


class UsualTimesStore:
    """``policy.usual`` is what this process has read; ``submit`` runs a task in the background, once under its key.

    The figures are computed once a day. A step keeps those of the day on which it began, so that the day that a page
    names does not move. A name that few steps have may be a customer's: it is dropped after ``retention``, the time for
    which a finished order is kept. The first figures of a shop have every open order judged again.
    """

    def __init__(
        self,
        database: Database,
        policy: Policy,
        submit: Callable[[str, Callable[[], None]], object],
        *,
        retention: timedelta,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._database = database
        self._policy = policy
        self._typed_for = min(STEP_RETENTION, retention)
        self._known = policy.usual
        self._submit = submit
        self._clock = clock
        self._monotonic = monotonic
        self._read_at: float | None = None
        self._looked_at: float | None = None

    def read_soon(self) -> None:
        """Read them in the background, if that is due: for pages."""
        if self._is_due(self._read_at, READ_EVERY):
            self._read_at = self._monotonic()
            self._submit(_NAME, self._read)

    def read_if_due(self) -> None:
        """Read them, if that is due: for the worker and commands. Raises DatabaseUnavailable."""
        if self._is_due(self._read_at, READ_EVERY):
            self._read_now()

    def recompute_if_due(self) -> bool:
        """Compute them, once a day of the shop and after each import of its history; returns whether they have changed.

        While a history is read, the last ones stay: half of it is not what is usual.
        Raises DatabaseUnavailable.
        """
        if not self._is_due(self._looked_at, _LOOK_EVERY):
            return False
        self._looked_at = self._monotonic()
        with self._database.read() as transaction:
            history, stored = progress.get(transaction, HISTORY), progress.get(transaction, _NAME)
            if _is_half_read(history):
                return False
            today = self._clock().astimezone(shop_zone(transaction, None)).date()
            region = shop_region(transaction)
            # Another value means that they must be computed again.
            made_of = [today.isoformat(), _value(history, "phase"), _value(history, "until"), region, *NAMES]
            if _value(stored, "made_of") == made_of:
                return False
            before = UsualTimes.from_json(_value(stored, "figures"))
            steps = step_durations.some_since(transaction, today - timedelta(days=DAYS), most=_MOST_STEPS)
            times = usual_times(steps, today, region).after(before, today)
            answers = orders.newest_answers(transaction, limit=_MOST_ORDERS)
        times = replace(times, done_by=self._done_by(answers))
        now, has_changed = self._clock(), times != before
        with self._database.write() as transaction:
            progress.put(transaction, _NAME, {"made_of": made_of, "figures": times.to_json()})
            step_durations.forget_rare_names(transaction, least=MIN_ROWS, before=(now - self._typed_for).date())
            if times.figures and not before.figures:
                orders.judge_open(transaction, now)
        self._known.current = times
        return has_changed

    def _done_by(self, answers: Iterable[Document]) -> dict[str, int]:
        hours = scan_hours(_readable(answers), self._policy)
        return {carrier: done_by for carrier, its in hours.items() if (done_by := its.done_by) is not None}

    def _read(self) -> None:
        try:
            self._read_now()
        except DatabaseUnavailable:
            return  # what was read before holds

    def _read_now(self) -> None:
        with self._database.read() as transaction:
            stored = progress.get(transaction, _NAME)
        self._known.current = UsualTimes.from_json(_value(stored, "figures"))
        self._read_at = self._monotonic()

    def _is_due(self, last: float | None, every: float) -> bool:
        return last is None or self._monotonic() - last >= every


def _readable(answers: Iterable[Document]) -> Iterator[Order]:
    for answer in answers:
        with suppress(ShopifyError):  # stored by another release
            yield read_order(answer)


def _is_half_read(history: object) -> bool:
    """Whether some of it was read, or is, and the rest is still to come."""
    phase = _value(history, "phase")
    return phase == _READING or (phase not in _ENDED and bool(_value(history, "position")))


def _value(stored: object, name: str) -> object:
    return stored.get(name) if isinstance(stored, dict) else None
