from collections.abc import Mapping, Sequence

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from tests.sampling import each_row
from tracking.merchant.bulk_letters import LetterWords, WordsByLanguage
from tracking.web.merchant.chosen import RefusedForm
from tracking.web.merchant.letter_fields import LetterFields, read_letter_fields

TWO = {"language": ["sv", "de"], "subject": ["Snö", ""], "text": ["Vägen är stängd.", ""]}
SNO = LetterWords(subject="Snö", text="Vägen är stängd.")


def read(app: Flask, form: Mapping[str, str | Sequence[str]]) -> LetterFields:
    with app.test_request_context("/merchant/write", method="POST", data=MultiDict(form)):
        return read_letter_fields()


def test_a_language_that_is_left_empty_has_no_letter(app: Flask) -> None:
    typed = read(app, TWO)
    assert (typed.words, typed.problems) == (WordsByLanguage(words={"sv": SNO}), [])
    assert (typed.words.of("sv"), typed.words.of("de")) == (SNO, None)
    otherwise = read(app, {**TWO, "otherwise": "sv"})
    assert otherwise.words.of("de") == SNO
    assert otherwise.digest != typed.digest


def test_one_letter_without_a_language_goes_to_all(app: Flask) -> None:
    typed = read(app, {"subject": "Snö", "text": "Vägen är stängd."})
    assert {typed.words.of(code) for code in ("sv", "de")} == {SNO}
    assert typed.of("de").words.subject == "Snö"
    assert read(app, {"subject": "Snö", "text": "x", "language": "sv"}).words.of("de") is None


def test_half_a_letter_is_a_problem_of_the_field_that_is_empty(app: Flask) -> None:
    typed = read(app, {**TWO, "text": ["", ""]})
    assert (list(typed.of("sv").problems), list(typed.of("de").problems)) == (["text"], [])
    assert len(typed.problems) == 1
    assert len(read(app, {"subject": "", "text": ""}).problems) == 2


def test_nothing_typed_is_no_letter(app: Flask) -> None:
    typed = read(app, {})
    assert (typed.are_empty, typed.problems, typed.of("sv").words.subject) == (True, [], "")


@each_row(
    "form",
    [
        {"subject": ["a", "b"], "text": ["a", "b"]},
        {"subject": ["a", "b"], "text": ["a"], "language": ["sv", "de"]},
        {"subject": "a", "text": "b", "language": ["sv", "de"]},
        {"subject": "a", "text": "b", "language": "xx"},
        {"subject": "a", "text": "b", "language": "sv", "otherwise": "xx"},
        {"subject": ["a", "b"], "text": ["a", "b"], "language": ["sv", "sv"]},
    ],
)
def test_form_that_fits_no_letter_is_refused(app: Flask, form: Mapping[str, str | Sequence[str]]) -> None:
    with pytest.raises(RefusedForm):
        read(app, form)
