import pytest

from tests.sampling import each_row
from tracking.web.branding.texts import Texts, localized, spellings

NAMES = ["brand/greeting.sv.html", "brand/greeting.pt_BR.html", "brand/greeting.pt.html", "brand/help.zh-Hans.html"]


@each_row(
    ("text", "language", "first"),
    [
        ("greeting", "sv", "brand/greeting.sv.html"),
        ("greeting", "pt-BR", "brand/greeting.pt_BR.html"),
        ("greeting", "pt", "brand/greeting.pt.html"),
        ("greeting", "pt-PT", "brand/greeting.pt.html"),
        ("greeting", "de", "brand/greeting.html"),
        ("help", "zh-Hans", "brand/help.zh-Hans.html"),
        ("help", "sv", "brand/help.html"),
    ],
)
def test_most_specific_language_comes_first_and_the_default_text_last(text: str, language: str, first: str) -> None:
    texts = Texts(NAMES, ["de", language])
    templates = texts.templates(text, language)
    assert templates[0] == first
    assert templates[-1] == f"brand/{text}.html"


@pytest.mark.parametrize(
    ("language", "codes"),
    [("sv", ["sv"]), ("pt_BR", ["pt-br", "pt"]), ("zh-Hans", ["zh-hans", "zh-cn", "zh"]), ("nb", ["nb", "no"])],
)
def test_a_language_has_several_spellings(language: str, codes: list[str]) -> None:
    assert spellings(language) == codes


def test_name_has_text_and_language() -> None:
    assert localized("brand/help.zh_Hans.html") == ("help", "zh-hans")
    assert localized("brand/help.html") is None
    assert localized("components/help.sv.html") is None


def test_languages_are_the_offered_ones_that_have_a_text() -> None:
    assert Texts(NAMES, ["en", "sv", "pt-BR", "zh-Hans", "de"]).languages == ["sv", "pt-BR", "zh-Hans"]
