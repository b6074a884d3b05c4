from tests.sampling import each_row
from tracking.carriers.row import CarrierRow
from tracking.carriers.template import fill, language_value, read_country, read_postcode

ROW = CarrierRow(
    code="x",
    name="X",
    link=("https://x.test/{number}-{country}-{postcode}", "https://x.test/{number}?l={lang}"),
    lang={"en": "EN", "nb": "NO", "en-GB": "GB"},
    in_language={"fi": "https://x.test/seuranta/{number}"},
)


def _fill(row: CarrierRow = ROW, number: str | None = "A1", **known: str) -> str | None:
    return fill(
        row, number, country=known.get("country"), postcode=known.get("postcode"), language=known.get("language", "en")
    )


def test_first_link_whose_blanks_have_values_is_used() -> None:
    assert _fill(country="NL", postcode="1012AB") == "https://x.test/A1-NL-1012AB"
    assert _fill(country="NL") == "https://x.test/A1?l=EN"


def test_a_language_may_have_a_link_of_its_own() -> None:
    assert _fill(language="fi", country="NL", postcode="1012AB") == "https://x.test/seuranta/A1"


def test_link_needs_its_values_and_a_proven_template() -> None:
    assert _fill(number=None) is None
    assert _fill(CarrierRow(code="x", name="X", link=ROW.link, confidence="low")) is None
    assert _fill(CarrierRow(code="x", name="X", link=("https://x.test/{number}/{postcode}",))) is None


def test_value_of_a_blank_is_escaped() -> None:
    assert _fill(number="A1/../?x=1&y#z") == "https://x.test/A1%2F..%2F%3Fx%3D1%26y%23z?l=EN"


@each_row(
    ("language", "word"),
    [("en", "EN"), ("en-GB", "GB"), ("en_US", "EN"), ("nb", "NO"), ("nn", "NO"), ("no", "NO"), ("zh_Hans", "EN")],
)
def test_link_has_the_customers_language(language: str, word: str) -> None:
    assert language_value(ROW.lang, language) == word


@each_row(("text", "code"), [("se", "SE"), (" NL ", "NL"), ("uk", "GB"), ("Sweden", None), (None, None)])
def test_a_country_is_two_letters(text: str | None, code: str | None) -> None:
    assert read_country(text) == code


@each_row(("text", "code"), [("1012 ab", "1012AB"), ("00-950", "00-950"), ("", None), (None, None), ("<b>", None)])
def test_a_postcode_is_written_without_spaces(text: str | None, code: str | None) -> None:
    assert read_postcode(text) == code
