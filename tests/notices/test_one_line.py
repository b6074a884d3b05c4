from tests.sampling import each_row
from tracking.notices.one_line import capitalized, one_line


@each_row(
    ("words", "line"),
    [
        ("  a\r\n\tb \x00 c ", "a b c"),
        ("Kl.\N{NO-BREAK SPACE}9", "Kl.\N{NO-BREAK SPACE}9"),
        ("a\u2028b\u2029c\x85d", "a b c d"),
        ("\u202eeve\u202c", "eve"),
        ("\ud800", ""),
        ("👩\u200d🚀 שלום", "👩\u200d🚀 שלום"),
    ],
)
def test_words_stand_on_one_line(words: str, line: str) -> None:
    assert one_line(words) == line


def test_long_line_is_cut() -> None:
    assert one_line("a" * 10, 10) == "a" * 10
    assert one_line("aaaa aaaaaa", 6) == "aaaa…"


def test_a_line_begins_with_a_capital() -> None:
    assert capitalized("årets sista") == "Årets sista"
    assert capitalized("") == ""
