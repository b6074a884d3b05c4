"""Brings words of an order onto one line: none of them can begin a line, or turn the direction of those around it."""

import re

# Control characters, ends of lines, halves of characters, marks that override the direction; what joins emoji stays.
_BREAKS = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]+")


def one_line(words: str, length: int | None = None) -> str:
    """Returns the words on one line, cut with an ellipsis where they are longer than ``length``."""
    line = _BREAKS.sub(" ", words).strip()
    return line if length is None or len(line) <= length else f"{line[: length - 1].rstrip()}…"


def capitalized(words: str) -> str:
    """Returns the words as a line begins."""
    return words[:1].upper() + words[1:]
