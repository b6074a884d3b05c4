import pytest

from tracking.notices.own_words import MAX_SUBJECT, MAX_TEXT, own_words, problems_of


def test_words_are_kept_as_they_were_typed_but_for_what_no_reader_sees() -> None:
    words = own_words(" Snow\r\nin Malmö\x07 ", "\r\nHello,\r\n\r\n \t\r\nthe road\nis closed.\u202e\x1b \r\n")
    assert (words.subject, words.text) == ("Snow in Malmö", "Hello,\n\n \t\nthe road\nis closed.")
    assert words.paragraphs == ("Hello,", "the road\nis closed.")
    assert problems_of(words) == ()


@pytest.mark.parametrize(
    ("subject", "text", "fields"),
    [
        ("", "", ["subject", "text"]),
        ("\x00\n", "Words", ["subject"]),
        ("Words", " \r\n\u200e\x00"[:3], ["text"]),
        ("s" * (MAX_SUBJECT + 1), "t" * (MAX_TEXT + 1), ["subject", "text"]),
        ("s" * MAX_SUBJECT, "t" * MAX_TEXT, []),
    ],
)
def test_a_letter_has_a_subject_and_a_text_within_bounds(subject: str, text: str, fields: list[str]) -> None:
    assert [problem.field for problem in problems_of(own_words(subject, text))] == fields
