"""Orders that come in by the hour, and what happens to them: all of it follows from the clock and a seed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from tracking.demo.changes import TOPICS, Change
from tracking.demo.order_index import LazyOrder
from tracking.demo.stories import LONGEST, Story, make_story, order_node

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""The first order was placed then."""

FIRST_NUMBER = 6_100_000_000_000
FIRST_NAME = 100_000
_MAX_CACHED = 512  # more than the orders of the window


class GrowingOrders:
    """Orders that were placed one after the other, as they are at any moment.

    Those of the last ``window`` are listed, within which each comes to its end; older ones are found by their id only.
    """

    def __init__(self, *, seed: int = 16, per_hour: float = 6, window: timedelta = LONGEST) -> None:
        self._seed = seed
        self._pause = timedelta(hours=1) / per_hour
        self._window = window
        self._story = lru_cache(maxsize=_MAX_CACHED)(self._made_story)
        self._node = lru_cache(maxsize=_MAX_CACHED)(self._made_node)

    def listed(self, now: datetime) -> list[LazyOrder]:
        """The orders of the last hours, oldest first. Each is built when it is read."""
        return [self._as_of(story, now) for story in self._stories(now - self._window, now)]

    def by_number(self, number: int, now: datetime) -> LazyOrder | None:
        """The order with this numeric id, if it has been placed."""
        index = number - FIRST_NUMBER
        if not 0 <= index <= self._last(now):
            return None
        story = self._story(index)
        return self._as_of(story, now) if story.placed_at <= now else None

    def changes(self, since: datetime, until: datetime) -> list[Change]:
        """The changes after ``since``, up to and with ``until``, in the order in which they happened."""
        found = [
            Change(
                at=story.at(nth),
                key=f"{story.number}/{nth}",
                order=self._node(story.number - FIRST_NUMBER, nth + 1),
                topics=TOPICS[step.event],
            )
            for story in self._stories(since - LONGEST, until)
            for nth, step in enumerate(story.steps)
            if since < story.at(nth) <= until
        ]
        return sorted(found, key=lambda change: (change.at, change.key))

    def _stories(self, since: datetime, until: datetime) -> Iterator[Story]:
        """The orders that were placed after ``since``, up to ``until``."""
        first = max(0, (since - EPOCH) // self._pause - 1)
        stories = (self._story(index) for index in range(first, self._last(until) + 1))
        return (story for story in stories if since < story.placed_at <= until)

    def _last(self, now: datetime) -> int:
        return (now - EPOCH) // self._pause

    def _as_of(self, story: Story, now: datetime) -> LazyOrder:
        return self._node(story.number - FIRST_NUMBER, story.passed(now - story.placed_at))

    def _made_story(self, index: int) -> Story:
        # An order does not come in by the clock: each has its place within its own pause.
        late = (index * 37 % 59 + 1) / 60
        placed_at = (EPOCH + (index + late) * self._pause).replace(microsecond=0)
        name = f"#{FIRST_NAME + index}"
        return make_story(seed=self._seed, index=index, number=FIRST_NUMBER + index, name=name, placed_at=placed_at)

    def _made_node(self, index: int, passed: int) -> LazyOrder:
        return order_node(self._story(index), passed)
