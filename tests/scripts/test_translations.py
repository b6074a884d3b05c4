"""The script's changes to a folder of catalogues."""

import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from scripts.translations import main, missing, path_of, read, update
from tracking.i18n.catalogues import read_catalogues, untranslated

WAITING = "Your parcel is waiting for you at the counter."
WAITS = "Your parcel waits for you at the counter."
WAITED = "Your parcel waits for you at our counter."
PAID = "Paid"
ONE, MANY = "%(count)s parcel left us", "%(count)s parcels left us"


def site(*sentences: str | tuple[str, str]) -> Catalog:
    """The messages that were collected from the site."""
    catalogue = Catalog(fuzzy=False)
    for sentence in sentences:
        catalogue.add(sentence)
    return catalogue


@pytest.fixture
def swedish(tmp_path: Path) -> Path:
    """Two sentences and their translations."""
    update("sv", site(PAID, WAITING, (ONE, MANY)), tmp_path)
    path = path_of("sv", tmp_path)
    written = path.read_text(encoding="utf-8")
    for empty, full in (
        (f'msgid "{PAID}"\nmsgstr ""', f'# As on receipts.\nmsgid "{PAID}"\nmsgstr "Betald"'),
        (f'msgid "{WAITING}"\nmsgstr ""', f'msgid "{WAITING}"\nmsgstr "Paketet ligger i disken."'),
        ('msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "%(count)s paket gick"\nmsgstr[1] "%(count)s paket gick iväg"'),
    ):
        assert empty in written
        written = written.replace(empty, full)
    path.write_text(written, encoding="utf-8")
    return tmp_path


def shown(folder: Path, sentence: str) -> str:
    return read_catalogues(folder)["sv"].gettext(sentence)


def test_new_catalogue_is_empty_and_not_offered(tmp_path: Path) -> None:
    begun = update("fi", site(PAID, WAITING), tmp_path)
    assert [message.id for message in missing(begun)] == [PAID, WAITING]
    assert untranslated(read_catalogues(tmp_path)["fi"]) == 2


def test_unchanged_catalogue_is_not_rewritten(swedish: Path) -> None:
    before = path_of("sv", swedish).read_text(encoding="utf-8")
    update("sv", site(PAID, WAITING, (ONE, MANY)), swedish)
    assert path_of("sv", swedish).read_text(encoding="utf-8") == before
    assert "# As on receipts." in before


def test_a_changed_sentence_keeps_its_old_translation_as_a_hint_that_is_not_shown(swedish: Path) -> None:
    changed = update("sv", site(PAID, WAITS, (ONE, MANY)), swedish)
    written = path_of("sv", swedish).read_text(encoding="utf-8")
    entry = f'#, fuzzy\n#| msgid "{WAITING}"\nmsgid "{WAITS}"\nmsgstr "Paketet ligger i disken."\n'
    assert entry in written
    assert [message.id for message in missing(changed)] == [WAITS]
    assert shown(swedish, WAITS) == WAITS
    assert shown(swedish, PAID) == "Betald"
    assert untranslated(read_catalogues(swedish)["sv"]) == 1


def test_hint_stays_until_the_sentence_is_translated(swedish: Path) -> None:
    update("sv", site(PAID, WAITS, (ONE, MANY)), swedish)
    before = path_of("sv", swedish).read_text(encoding="utf-8")
    update("sv", site(PAID, WAITS, (ONE, MANY)), swedish)
    assert path_of("sv", swedish).read_text(encoding="utf-8") == before
    # As most people do: the mark is taken away, and the old sentence stays behind.
    path_of("sv", swedish).write_text(before.replace("#, fuzzy\n", ""), encoding="utf-8")
    done = update("sv", site(PAID, WAITS, (ONE, MANY)), swedish)
    assert missing(done) == []
    assert "#|" not in path_of("sv", swedish).read_text(encoding="utf-8")
    assert shown(swedish, WAITS) == "Paketet ligger i disken."


def test_sentence_that_is_changed_twice_shows_the_source_of_its_hint(swedish: Path) -> None:
    update("sv", site(PAID, WAITS, (ONE, MANY)), swedish)
    update("sv", site(PAID, WAITED, (ONE, MANY)), swedish)
    written = path_of("sv", swedish).read_text(encoding="utf-8")
    assert f'#| msgid "{WAITING}"\nmsgid "{WAITED}"\nmsgstr "Paketet ligger i disken."' in written


def test_a_changed_plural_keeps_all_its_forms(swedish: Path) -> None:
    new = (f"{ONE} today", f"{MANY} today")
    update("sv", site(PAID, WAITING, new), swedish)
    written = path_of("sv", swedish).read_text(encoding="utf-8")
    assert f'#| msgid "{ONE}"\n#| msgid_plural "{MANY}"\nmsgid "{new[0]}"\nmsgid_plural "{new[1]}"\n' in written
    assert 'msgstr[1] "%(count)s paket gick iväg"' in written
    again = read(path_of("sv", swedish), "sv")
    assert [list(message.previous_id) for message in again if message.fuzzy] == [[ONE, MANY]]


def test_removed_sentence_is_dropped_and_dissimilar_sentence_gets_no_hint(swedish: Path) -> None:
    update("sv", site("Write to us", (ONE, MANY)), swedish)
    written = path_of("sv", swedish).read_text(encoding="utf-8")
    assert "#~" not in written
    assert "Betald" not in written
    assert 'msgid "Write to us"\nmsgstr ""' in written
    assert "#, fuzzy" not in written


def test_unchanged_sentence_gives_no_hint(swedish: Path) -> None:
    update("sv", site(PAID, WAITING, WAITS, (ONE, MANY)), swedish)
    assert "#, fuzzy" not in path_of("sv", swedish).read_text(encoding="utf-8")


def test_command_creates_a_catalogue_with_every_sentence_and_counts_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["translations", "pt-BR"])
    main(tmp_path)
    said = capsys.readouterr().out
    count = said.split()[1]
    assert said == f"pt_BR: {count} messages, {count} to translate, 0 of them with a hint (#, fuzzy)\n"
    assert untranslated(read_catalogues(tmp_path)["pt-BR"]) == int(count)
    assert path_of("pt_BR", tmp_path).exists()
    assert (tmp_path / "messages.pot").exists()


def test_each_language_keeps_its_own_translations_in_one_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    languages = {"da": "Pakken venter.", "fi": "Paketti odottaa.", "sv": "Paketet ligger i disken."}
    for language, translation in languages.items():
        update(language, site(WAITING), tmp_path)
        path = path_of(language, tmp_path)
        before = path.read_text(encoding="utf-8")
        path.write_text(before.replace('msgstr ""\n', f'msgstr "{translation}"\n'), encoding="utf-8")
    monkeypatch.setattr("scripts.translations.collect", lambda: site(WAITS))
    monkeypatch.setattr(sys, "argv", ["translations"])
    main(tmp_path)
    hints = {each: read(path_of(each, tmp_path), each).get(WAITS) for each in languages}
    assert {each: hint.string for each, hint in hints.items() if hint} == languages
    assert capsys.readouterr().out.count("1 to translate, 1 of them with a hint") == len(languages)


@pytest.mark.parametrize("name", ["../../x", "x", "norsk", ""])
def test_an_unknown_language_is_one_sentence_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["translations", "sv", name])
    with pytest.raises(SystemExit, match=r"^[^\n]+must name languages by their codes[^\n]+Nothing was written\.$"):
        main(tmp_path)
    assert list(tmp_path.iterdir()) == []
