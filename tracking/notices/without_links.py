"""The words that are kept of a message that was sent, without the addresses of this site, which open the order."""

import re

from tracking.database.letter_texts import LetterText

_BLANK_LINES = re.compile(r"\n{3,}")


def without_links(words: str, *, site: str, subject: str | None = None) -> LetterText:
    """The words to keep; ``site`` is the address of this site, without a slash at its end."""
    without = re.sub(rf"{re.escape(site)}/\S*", "", words)
    lines = "\n".join(line.rstrip() for line in without.splitlines())
    return LetterText(subject=subject, text=_BLANK_LINES.sub("\n\n", lines).strip())
