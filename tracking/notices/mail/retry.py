"""Decides when a letter that was refused for now is tried again."""

from datetime import timedelta

DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)


def retry_delay(refusals: int) -> timedelta | None:
    """How long to wait after the letter was refused for now so many times, 1 or more; None: it is given up."""
    if refusals < 1:
        raise ValueError("a letter that was not refused is not tried again")
    return DELAYS[refusals - 1] if refusals <= len(DELAYS) else None
