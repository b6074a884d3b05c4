"""Bounds the worker's share of the processor beside the site: the more a piece of work took, the longer its pause.

In Python one thread of a process runs at a time: while the worker parses and judges, a page waits for its turn.
"""

CHANGES = 0.6
"""Of one core, at most: for what has just changed, which a customer may look for, and for letters that are due."""

THE_REST = 0.1
"""Of one core, at most: for the first fill and whatever else can wait."""

_LONGEST_PAUSE = 5.0  # seconds: the worker's lease must be renewed


def pause_after(used: float, share: float) -> float:
    """The seconds to pause after work in which the process used so many seconds of processor time; waiting takes none.

    The time that visitors used meanwhile counts, too: the more of them come, the longer the worker stays away.
    """
    return min(used * (1 / share - 1), _LONGEST_PAUSE)
