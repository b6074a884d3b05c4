from pathlib import Path

import pytest

from tracking.i18n.catalogues import FOLDER, read_catalogues, untranslated

SWEDISH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Order number"
msgstr "Ordernummer"

msgid "one parcel"
msgid_plural "%(count)s parcels"
msgstr[0] "ett paket"
msgstr[1] "%(count)s paket"
"""


UNFINISHED = f"""{SWEDISH}
#, fuzzy
#| msgid "Show the order"
msgid "Show my order"
msgstr "Kanske fel"

msgid "Track your order"
msgstr ""

msgid "two parcels"
msgid_plural "%(count)s big parcels"
msgstr[0] "ett paket"
msgstr[1] ""
"""


def write(folder: Path, language: str, text: str) -> None:
    (folder / language / "LC_MESSAGES").mkdir(parents=True)
    (folder / language / "LC_MESSAGES" / "messages.po").write_text(text, encoding="utf-8")


def test_source_text_is_used_without_catalogues(tmp_path: Path) -> None:
    catalogues = read_catalogues(tmp_path)
    assert list(catalogues) == ["en"]
    assert catalogues["en"].gettext("Order number") == "Order number"


def test_catalogue_is_read_from_the_po_file(tmp_path: Path) -> None:
    write(tmp_path, "sv", UNFINISHED)
    swedish = read_catalogues(tmp_path)["sv"]
    assert swedish.gettext("Order number") == "Ordernummer"
    assert swedish.gettext("Show my order") == "Show my order"
    assert [swedish.ngettext("one parcel", "%(count)s parcels", count) for count in (1, 2)] == [
        "ett paket",
        "%(count)s paket",
    ]


def test_catalogues_have_bcp_47_codes(tmp_path: Path) -> None:
    for language in ("zh_Hans", "nb"):
        write(tmp_path, language, SWEDISH)
    assert list(read_catalogues(tmp_path)) == ["en", "nb", "zh-Hans"]


def test_shipped_catalogues_can_be_read_and_are_complete() -> None:
    catalogues = read_catalogues(FOLDER)
    assert next(iter(catalogues)) == "en"
    assert {code: untranslated(each) for code, each in catalogues.items() if untranslated(each)} == {}


def test_empty_incomplete_and_fuzzy_messages_are_untranslated(tmp_path: Path) -> None:
    write(tmp_path, "sv", UNFINISHED)
    write(tmp_path, "nb", SWEDISH)
    catalogues = read_catalogues(tmp_path)
    assert {code: untranslated(each) for code, each in catalogues.items()} == {"en": 0, "nb": 0, "sv": 3}


def test_message_only_in_the_template_is_untranslated(tmp_path: Path) -> None:
    write(tmp_path, "nb", SWEDISH)
    (tmp_path / "messages.pot").write_text('msgid "Order number"\nmsgstr ""\n\nmsgid "New"\nmsgstr ""\n')
    assert untranslated(read_catalogues(tmp_path)["nb"]) == 1


@pytest.mark.parametrize(
    "broken",
    [
        "<<<<<<< HEAD\n" + SWEDISH,
        SWEDISH.replace("nplurals=2", "nplurals=two"),
        SWEDISH.replace("UTF-8", "klingon"),
        SWEDISH.replace("msgstr[1]", "msgstr[one]"),
    ],
    ids=["merge conflict", "plural forms", "charset", "plural index"],
)
def test_a_broken_catalogue_is_left_out_and_named_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str], broken: str
) -> None:
    write(tmp_path, "sv", broken)
    write(tmp_path, "nb", SWEDISH)
    assert list(read_catalogues(tmp_path)) == ["en", "nb"]
    (message,) = caplog.messages
    assert str(tmp_path / "sv" / "LC_MESSAGES" / "messages.po") in message
    assert capsys.readouterr().out == ""
