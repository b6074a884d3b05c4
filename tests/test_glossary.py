"""Each language has one word for one thing: the catalogues keep to their glossary."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from scripts.translations import FOLDER, path_of

GLOSSARY = tomllib.loads((FOLDER / "glossary.toml").read_text(encoding="utf-8"))
LANGUAGES = sorted(path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/messages.po"))

# How the English sentences name a thing. "In order to" and "we hold" are none.
ENGLISH = {
    "order": r"orders?",
    "parcel": r"parcels?",
    "tracking_number": r"tracking numbers?",
    "carrier": r"carriers?(?!’s)",
    "pickup": r"pickups?",
    "return": r"returns?",
    "refund": r"refunds?|refunded",
    "hold": r"on hold",
    "reserve": r"reserved",
    "due": r"(?:still |over)?due",
    "email": r"emails?",
}
# A label is the name of a thing, a sentence may speak of "it".
LABEL_WORDS = 3
# Values and addresses in a sentence are no words of it.
NO_WORDS = re.compile(r"%\(\w+\)s|https?://\S+|#[\w-]+")


class Term(NamedTuple):
    """``stems`` begin or are part of the words that name the thing, ``never`` are words that would be a second name."""

    word: str
    stems: list[str]
    never: list[str]


def terms(language: str) -> dict[str, Term]:
    return {key: Term(row["word"], row["stems"], row.get("never", [])) for key, row in GLOSSARY[language].items()}


@cache
def translated(language: str) -> list[tuple[str, str]]:
    return [*_translated(language)]


def _translated(language: str) -> Iterator[tuple[str, str]]:
    with path_of(language).open("rb") as file:
        for message in read_po(file, locale=language):
            if message.id:
                english = message.id if isinstance(message.id, str) else message.id[0]
                for text in _forms(message):
                    yield NO_WORDS.sub("", english), NO_WORDS.sub("", text)


def _forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (str(message.string),)


def test_every_language_has_a_word_for_every_thing() -> None:
    assert set(GLOSSARY) == set(LANGUAGES)
    assert [(language, key) for language in LANGUAGES for key in ENGLISH if key not in GLOSSARY[language]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_has_a_second_word_for_it(language: str) -> None:
    said = [
        (term.word, never, text)
        for _, text in translated(language)
        for term in terms(language).values()
        for never in term.never
        if re.search(never, text, re.IGNORECASE)
    ]
    assert said == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_use_its_word(language: str) -> None:
    named = terms(language)
    wrong = [
        (key, english, text)
        for english, text in translated(language)
        if len(english.split()) <= LABEL_WORDS
        for key, pattern in ENGLISH.items()
        if re.search(rf"\b(?:{pattern})\b", english, re.IGNORECASE) and not _has(text, named[key])
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_most_sentences_use_its_word(language: str) -> None:
    for key, term in terms(language).items():
        about = [
            _has(text, term)
            for english, text in translated(language)
            if re.search(rf"\b(?:{ENGLISH[key]})\b", english, re.IGNORECASE)
        ]
        assert sum(about) >= 0.6 * len(about), f"{language}: {term.word}: {sum(about)} of {len(about)}"


def _has(text: str, term: Term) -> bool:
    return any(re.search(stem, text, re.IGNORECASE) for stem in term.stems)
