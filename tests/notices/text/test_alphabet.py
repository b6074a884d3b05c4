from tests.sampling import each_row
from tracking.notices.text.alphabet import Alphabet, plain, size_of


@each_row(
    ("words", "alphabet", "units"),
    [
        ("Grüße ÅÄÖ åäö éèùìò Ç ñ ß", Alphabet.GSM_7, 25),
        ("€ [x] {y} ~ | ^ \\", Alphabet.GSM_7, 26),
        ("a\nb", Alphabet.GSM_7, 3),
        ("ç", Alphabet.UCS_2, 1),
        ("包裹", Alphabet.UCS_2, 2),
        ("😀", Alphabet.UCS_2, 2),
        ("`", Alphabet.UCS_2, 1),
    ],
)
def test_each_sign_counts_as_networks_count_it(words: str, alphabet: Alphabet, units: int) -> None:
    size = size_of(words)
    assert (size.alphabet, size.units) == (alphabet, units)


def test_one_message_holds_160_or_70() -> None:
    assert [size_of("a" * 160).fits, size_of("a" * 161).fits] == [True, False]
    assert [size_of("包" * 70).fits, size_of("包" * 71).fits] == [True, False]
    assert not size_of("€" * 81).fits


@each_row(
    ("words", "expected"),
    [
        ("Zamówienie: łódź, źdźbło", "Zamowienie: lodz, zdzblo"),
        ("Reçu \u2013 arrêté à l’île…", "Recu - arreté à l'ile..."),
        ("„Œuvre“ 1\u202f000", '"OEuvre" 1 000'),
        ("Smørrebrød på ÆØÅ", "Smørrebrød på ÆØÅ"),
        ("您的包裹 \u2013 ç", "您的包裹 \u2013 ç"),
        ("Grüße 😀", "Grüße 😀"),
    ],
)
def test_words_are_written_with_plain_letters_where_possible(words: str, expected: str) -> None:
    assert plain(words) == expected
