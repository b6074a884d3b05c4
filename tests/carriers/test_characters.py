from tests.sampling import each_row
from tracking.carriers.characters import plain_characters


@each_row(
    ("text", "plain"),
    [
        ("1Z5R8", "1Z5R8"),
        ("1Z\N{ZERO WIDTH SPACE}5R\N{WORD JOINER}8", "1Z5R8"),
        ("\N{LEFT-TO-RIGHT ISOLATE}1Z5R8\N{POP DIRECTIONAL ISOLATE}", "1Z5R8"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}1Z5R8\N{SOFT HYPHEN}", "1Z5R8"),
        ("1Z\N{NO-BREAK SPACE}5R8\N{IDEOGRAPHIC SPACE}", "1Z 5R8 "),
        ("\N{FULLWIDTH DIGIT ONE}\N{FULLWIDTH LATIN CAPITAL LETTER Z}\N{FULLWIDTH COLON}", "1Z:"),
        ("\N{ARABIC-INDIC DIGIT ONE}\N{DEVANAGARI DIGIT NINE}", "19"),
        ("1\N{EN DASH}2\N{MINUS SIGN}3\N{NON-BREAKING HYPHEN}4", "1-2-3-4"),
    ],
)
def test_characters_are_plain(text: str, plain: str) -> None:
    assert plain_characters(text) == plain


@each_row(
    "text",
    [
        "\N{CYRILLIC CAPITAL LETTER ER}1",
        "\N{LATIN SMALL LETTER SHARP S}1",
        "1\N{RIGHT-TO-LEFT OVERRIDE}2",
        "\N{SUPERSCRIPT TWO}\N{CIRCLED DIGIT ONE}",
        "12\x003",
    ],
)
def test_characters_that_may_mean_something_else_stay(text: str) -> None:
    assert plain_characters(text) == text
