"""The words of a letter that the shop writes itself: cleaned, and within bounds."""

import re
from dataclasses import dataclass

from tracking.i18n.text import Phrase, text
from tracking.notices.one_line import one_line

MAX_SUBJECT, MAX_TEXT = 120, 5_000  # characters

# Without what steers a terminal or turns the direction of the words around it; lines and tabs stay.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")

_NO_SUBJECT = text("Please write a subject.")
_NO_TEXT = text("Please write what you want to say.")
_TOO_LONG = {
    length: text("That’s too long: please use %(count)s characters at most.", count=length)
    for length in (MAX_SUBJECT, MAX_TEXT)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """A subject on one line, and a text with its lines."""

    subject: str
    text: str

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text at its empty lines."""
        return tuple(part.strip() for part in _PARAGRAPHS.split(self.text) if part.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsProblem:
    """The problem with a field of the form."""

    field: str
    sentence: Phrase


def own_words(subject: str, words: str) -> OwnWords:
    """The words as they were typed, without what no reader sees."""
    return OwnWords(subject=one_line(subject), text=lines_of(words))


def lines_of(words: str) -> str:
    """Lines as browsers send them, without what steers a terminal rather than being read."""
    return _CONTROLS.sub("", words.replace("\r\n", "\n").replace("\r", "\n")).strip()


def problems_of(words: OwnWords) -> tuple[WordsProblem, ...]:
    """Why the letter cannot be written so; empty where it can."""
    found = (
        ("subject", _problem(words.subject, MAX_SUBJECT, _NO_SUBJECT)),
        ("text", _problem(words.text, MAX_TEXT, _NO_TEXT)),
    )
    return tuple(WordsProblem(field=name, sentence=sentence) for name, sentence in found if sentence)


def _problem(words: str, longest: int, missing: Phrase) -> Phrase | None:
    if not words:
        return missing
    return _TOO_LONG[longest] if len(words) > longest else None
