from tests.order.builders import english, phrases
from tracking.i18n.text import Phrase, counted, text


def test_phrase_has_its_values_apart_from_its_message() -> None:
    assert text("%(number)s mugs", number=2) == Phrase("%(number)s mugs", values={"number": 2})


def test_a_sentence_that_depends_on_a_number_has_two_forms() -> None:
    assert [english(counted("%(count)s mug of %(all)s", "%(count)s mugs of %(all)s", n, all=9)) for n in (1, 2)] == [
        "1 mug of 9",
        "2 mugs of 9",
    ]


def test_a_sentence_may_stand_in_another() -> None:
    inner = text("Hello")
    assert list(phrases(text("%(first)s, you", first=inner))) == [text("%(first)s, you", first=inner), inner]
