"""Takes in all that Shopify has, and ends: the worker's own steps, without its lease."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from tracking.database import Database, tasks
from tracking.worker.order_tasks import FETCHES, FILL_ORDER, RESOLVE_PART
from tracking.worker.task_runner import ShopifyPaused
from tracking.worker.worker import Worker

_KINDS = (RESOLVE_PART, *FETCHES)
PATIENCE = 120.0  # seconds of pauses in a row until Shopify counts as unavailable; longer than a claim
_PAUSE = 0.5  # seconds, while another process works on the last tasks
_LONGEST_PAUSE = 5.0
_JUDGE_BATCH = 50


@dataclass(frozen=True, slots=True)
class SyncStep:
    """How many orders were fetched so far, and how many wait."""

    fetched: int
    waiting: int


@dataclass(frozen=True, slots=True)
class SyncResult:
    """``problem`` is a sentence where something is missing."""

    fetched: int
    problem: str | None


class Synchronization:
    """``begin``, then exhaust ``steps``; then ``result`` says how it ended."""

    def __init__(
        self,
        database: Database,
        worker: Worker,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], object],
        patience: float = PATIENCE,
    ) -> None:
        self._database = database
        self._worker = worker
        self._clock = clock
        self._sleep = sleep
        self._fetched = 0
        self._problem: str | None = None
        self._whole_patience = self._patience = patience
        self._has_caught_up = False
        self._only_since = False

    @property
    def result(self) -> SyncResult:
        """How it ended."""
        return SyncResult(self._fetched, self._problem or self._failures())

    def begin(self, *, again: bool, since: datetime | None) -> None:
        """Begin the first fill, or what changed ``since``, anew if asked for; what failed before is tried at once.

        With ``again``, a worker reads the history anew, too.
        """
        self._worker.parts.usual.read_if_due()
        fill = self._worker.parts.fill
        self._only_since = since is not None
        if since:
            fill.begin_since(since, again=again)
        elif again or fill.state() is None:
            fill.begin(again=again)
        if again:
            self._worker.parts.history.begin()
        with self._database.write() as transaction:
            tasks.make_due(transaction, _KINDS, now=self._clock())

    @property
    def has_older(self) -> bool:
        """Whether the first fill, which reads what has not changed since, has not ended."""
        state = self._worker.parts.fill.state()
        return state is None or not state.is_listed

    def steps(self) -> Iterator[SyncStep]:
        """Work until nothing is due, or Shopify stays silent."""
        while True:
            try:
                is_over = self._step()
            except ShopifyPaused as pause:
                if not self._waits(pause.seconds):
                    self._problem = f"Not everything is in: {pause}. Run this again; it goes on where it was."
                    return
                continue
            yield SyncStep(self._fetched, self._due())
            if is_over:
                return

    def _step(self) -> bool:
        """Do one piece of work; returns whether nothing is left."""
        parts = self._worker.parts
        if done := parts.tasks.run_due(_KINDS):
            self._fetched += done
            self._patience = self._whole_patience
            return False
        parts.tasks.check_shopify()
        if parts.fill.list_page_since() if self._only_since else parts.fill.list_page():
            return False
        if not self._has_caught_up:
            self._has_caught_up = not parts.catching_up.list_page(at_once=True)
            return False
        if self._worker.add_due_refetches() or parts.rejudge.run_batch(_JUDGE_BATCH):
            return False
        if not self._due():
            return True
        return not self._waits(_PAUSE)  # another process has claimed the last ones

    def _waits(self, seconds: float) -> bool:
        """Sleep, unless the patience is at an end."""
        pause = min(seconds, _LONGEST_PAUSE)
        self._patience -= pause
        if self._patience <= 0:
            return False
        self._sleep(pause)
        return True

    def _due(self) -> int:
        with self._database.read() as transaction:
            counts = tasks.counts(transaction, now=self._clock())
        return sum(counts[kind].due for kind in _KINDS if kind in counts)

    def _failures(self) -> str | None:
        failures = self._worker.parts.tasks.failures
        if failures:
            reason = next(iter(failures.values()))
            return f"Orders that could not be fetched: {len(failures)} ({reason}). Run this again later."
        if left := self._left():
            return f"Orders that another process has begun and not finished: {left}. Run this again."
        fill = self._worker.parts.fill
        state = fill.state_since() if self._only_since else fill.state()
        if state is None or not state.is_listed:
            return "Not every order is listed yet. Run this again; it goes on where it was."
        return None

    def _left(self) -> int:
        """Orders that are due, or that another process could not fetch; not those that have changed just now."""
        with self._database.read() as transaction:
            counts = tasks.counts(transaction, now=self._clock())
        left = {kind: counts[kind] for kind in _KINDS if kind in counts}
        filling = left[FILL_ORDER].waiting if FILL_ORDER in left else 0
        return sum(count.due + count.given_up for count in left.values()) + filling
