"""The letters of a form that writes to many customers: a subject and a text for each language."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import request

from tracking.i18n.text import Phrase, text
from tracking.merchant.bulk_letters import LetterWords, WordsByLanguage
from tracking.notices.own_words import OwnWords, own_words, problems_of
from tracking.web.localization import languages
from tracking.web.merchant.chosen import RefusedForm

_UNEVEN = text("Each letter needs a subject, a text and a language.")
_TWICE = text("There’s more than one letter in the same language.")
_NO_LANGUAGE = text("The site doesn’t speak one of these languages.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterField:
    """The words typed for a language; None: for all of them. ``problems`` by the name of the field."""

    language: str | None
    words: OwnWords
    problems: Mapping[str, Phrase] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed: customers who read this language get no letter of its own."""
        return not (self.words.subject or self.words.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFields:
    """``otherwise`` is the language whose letter goes to who has none in another one; None: they get none."""

    letters: Sequence[LetterField] = ()
    otherwise: str | None = None

    @property
    def are_empty(self) -> bool:
        """Whether nothing was typed at all."""
        return all(letter.is_empty for letter in self.letters)

    @property
    def problems(self) -> list[Phrase]:
        """All that is wrong with them."""
        return [sentence for letter in self.letters for sentence in letter.problems.values()]

    @property
    def words(self) -> WordsByLanguage:
        """The words of the letters to customers."""
        said = {
            letter.language: LetterWords(subject=letter.words.subject, text=letter.words.text)
            for letter in self.letters
            if not letter.is_empty
        }
        otherwise = said.get(self.otherwise) or said.get(None)
        return WordsByLanguage(words={code: each for code, each in said.items() if code}, otherwise=otherwise)

    @property
    def digest(self) -> str:
        """The same for the same words: what is confirmed must be what was shown."""
        said = [(each.language, each.words.subject, each.words.text) for each in self.letters]
        return hashlib.sha256(repr([said, self.otherwise]).encode()).hexdigest()[:32]

    def of(self, language: str) -> LetterField:
        """The field of the language, or of all of them."""
        found = next((each for each in self.letters if each.language in {language, None}), None)
        return found or LetterField(language=language, words=OwnWords(subject="", text=""))


def read_letter_fields() -> LetterFields:
    """The fields of this request's form. Raises RefusedForm."""
    form = request.form
    subjects, texts, codes = (form.getlist(name) for name in ("subject", "text", "language"))
    if len(subjects) != len(texts) or (codes and len(codes) != len(subjects)) or (len(subjects) > 1 and not codes):
        raise RefusedForm(_UNEVEN)
    otherwise = form.get("otherwise") or None
    if not {*codes, *filter(None, [otherwise])} <= set(languages().offered):
        raise RefusedForm(_NO_LANGUAGE)
    if len(set(codes)) < len(codes):
        raise RefusedForm(_TWICE)
    in_languages: Sequence[str | None] = codes or [None] * len(subjects)
    letters = [
        _field(language, own_words(subject, words))
        for language, subject, words in zip(in_languages, subjects, texts, strict=True)
    ]
    return LetterFields(letters=letters, otherwise=otherwise)


def _field(language: str | None, words: OwnWords) -> LetterField:
    found = LetterField(language=language, words=words)
    if language and found.is_empty:
        return found
    return LetterField(
        language=language, words=words, problems={each.field: each.sentence for each in problems_of(words)}
    )
