import pytest

from tests.i18n.test_localizer import localizer
from tracking.i18n.country_articles import with_article
from tracking.i18n.text import Country, text


@pytest.mark.parametrize(
    ("language", "code", "expected"),
    [
        ("en", "US", "to the United States"),
        ("en", "NO", "to Norway"),
        ("nl", "GB", "to het Verenigd Koninkrijk"),
        ("nl", "us", "to de Verenigde Staten"),
        ("sv", "US", "to USA"),
    ],
)
def test_a_country_has_its_article_behind_a_preposition(language: str, code: str, expected: str) -> None:
    assert localizer(language).translate(text("to %(country)s", country=Country(code, in_sentence=True))) == expected
    assert with_article(expected, "NO", language) == expected


def test_a_country_that_stands_alone_has_none() -> None:
    assert localizer("en").translate(text("%(place)s", place=Country("US"))) == "United States"
