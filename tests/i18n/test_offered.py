from pathlib import Path

from tests.i18n.test_catalogues import SWEDISH, UNFINISHED, write
from tracking.i18n.catalogues import read_catalogues
from tracking.i18n.offered import complete, match, not_offered


def test_a_regional_code_falls_back_to_its_language() -> None:
    assert match("sv_SE", ["en", "sv"]) == "sv"
    assert match("pt-BR", ["pt", "pt-BR"]) == "pt-BR"
    assert match("zh-TW", ["zh-Hans"]) is None


def test_a_language_that_cannot_be_offered_is_named_with_the_reason(tmp_path: Path) -> None:
    write(tmp_path, "sv", SWEDISH)
    write(tmp_path, "de", UNFINISHED)
    catalogues = read_catalogues(tmp_path)
    assert complete(catalogues) == ["en", "sv"]
    assert not_offered(["sv_SE", "en"], catalogues) == []
    assert not_offered(["de_AT", "fr"], catalogues) == [
        "de, which is offered once tracking/translations/de/LC_MESSAGES/messages.po is complete: it lacks 3 sentences",
        "fr, which has no translation",
    ]
