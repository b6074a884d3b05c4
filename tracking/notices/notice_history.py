"""The notice history of an order: its last situation, and the news that its letters told."""

from dataclasses import dataclass
from datetime import timedelta

from tracking.notices.news import News
from tracking.notices.situation import Situation

CLOCK_STEP = timedelta(hours=36)
"""A clock that is set back by no more is behind for a while; by more, it was wrong before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeHistory:
    """The news of an order so far, and its last situation.

    ``before`` is the situation to compare with (None: the order was not known), which that of ``next_before`` replaces.
    ``left`` is the news of the letters that were sent or are being sent, in the order in which they were; ``waiting``
    that of the letters that wait to be sent; ``withheld`` that which was over when its letter was to leave, and may
    come again.
    """

    before: Situation | None = None
    left: tuple[News, ...] = ()
    waiting: tuple[News, ...] = ()
    withheld: tuple[News, ...] = ()

    @property
    def all(self) -> tuple[News, ...]:
        """All that was or is to be told, oldest first."""
        return (*self.left, *self.waiting)


def next_before(before: Situation | None, true: Situation) -> Situation | None:
    """The situation to keep for the next comparison: not a partial one, and not one of a clock that is behind."""
    if true.is_partial or (before and is_clock_behind(before, true)):
        return before
    return true


def is_clock_behind(before: Situation, true: Situation) -> bool:
    """Whether the clock was set back a little, so that what is true now was so before what is known."""
    return timedelta() < before.at - true.at <= CLOCK_STEP
