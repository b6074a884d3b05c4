"""Parses which notices customers get: by name, or as changes to the default."""

import re
from collections.abc import Iterable

# The codes of the public settings, in the order of the documentation; what each is told of: tracking/notices/codes.py.
NOTICES = (
    "not_sent_yet",
    "you_can_help",
    "delayed",
    "new_date",
    "problem",
    "back_on_track",
    "return_news",
    "partly_sent",
    "sent",
    "out_for_delivery",
    "ready",
    "delivered",
    "cancelled",
    "how_was_it",
)

NONE = "none"
EARLIER_TOO = "+new_date"
"""``new_date`` is told by default where a day moved back; with this, also where it moved forward."""

_FORM = "must name notices separated by commas (delayed,new_date), or changes to the default (+sent,-back_on_track)"


def notice_choice(value: str) -> tuple[str, ...]:
    """The names, or the changes each with its sign, as they are written; ``none`` alone is no notice at all.

    A list of names may hold ``+new_date`` in place of ``new_date``. Raises ValueError with the correction.
    """
    parts = tuple(dict.fromkeys(re.sub(r"\s", "", part).lower() for part in value.split(",") if part.strip()))
    if parts == (NONE,):
        return parts
    names = [part.lstrip("+-") for part in parts]
    if not parts or set(names) - set(NOTICES) or any(part[:2].strip("+-") == "" for part in parts):
        raise ValueError(f"{_FORM}, of {', '.join(NOTICES)}, or be {NONE}")
    if len(set(names)) < len(names):
        raise ValueError("must name each notice once")
    if 0 < len(_changes(parts)) < len([part for part in parts if part != EARLIER_TOO]):
        raise ValueError(f"{_FORM}, and not both at once")
    return parts


def _changes(parts: Iterable[str]) -> list[str]:
    return [part for part in parts if part[0] in "+-" and part != EARLIER_TOO]
