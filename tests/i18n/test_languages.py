from gettext import NullTranslations

import pytest

from tracking.i18n.catalogues import Catalogue
from tracking.i18n.languages import Languages


def catalogue(untranslated: int = 0) -> Catalogue:
    made = Catalogue()
    made.untranslated = untranslated
    return made


ALL = {"en": NullTranslations(), "sv": catalogue(), "ar": catalogue(), "fi": catalogue(untranslated=1)}


@pytest.mark.parametrize(
    ("configured", "default", "offered", "chosen"),
    [
        ((), "sv", ["en", "sv", "ar"], "sv"),
        (("sv-SE",), "en", ["sv"], "sv"),
        (("sv", "en"), "en", ["sv", "en"], "en"),
        (("fi", "tlh"), "fi", ["en"], "en"),
    ],
)
def test_whole_languages_are_offered(
    configured: tuple[str, ...], default: str, offered: list[str], chosen: str
) -> None:
    languages = Languages.offered_by(ALL, configured, default)
    assert [*languages.offered] == offered
    assert languages.default == chosen


def test_first_preference_that_is_offered_is_chosen() -> None:
    languages = Languages.offered_by(ALL, (), "en")
    assert languages.choose([None, "tlh", "sv_FI", "en"]) == "sv"
    assert languages.choose([None]) == "en"


def test_language_has_its_own_name_and_direction() -> None:
    offered = Languages.offered_by(ALL, (), "en").offered
    assert (offered["sv"].endonym, offered["sv"].direction) == ("Svenska", "ltr")
    assert offered["ar"].direction == "rtl"
