from tracking.carriers.number_words import AND_WORDS, LABELS, NOTES
from tracking.carriers.words import key


def test_words_stand_in_the_form_in_which_they_are_compared() -> None:
    assert {word for word in LABELS | NOTES if key(word) != word} == set()


def test_and_words_are_in_small_letters() -> None:
    assert [word for word in AND_WORDS if word != word.lower() or " " in word] == []


def test_no_word_is_both_a_label_and_a_note() -> None:
    assert set() == LABELS & NOTES
