from pathlib import Path

import pytest

from tests.sampling import each_row
from tests.settings.conftest import mistake
from tracking.settings import Settings
from tracking.settings.own_text import MAX_LENGTH, own_text


def written(folder: Path, content: str) -> str:
    path = folder / "lost.toml"
    path.write_text(content, encoding="utf-8")
    return str(path)


def test_text_is_for_all_readers() -> None:
    assert own_text("  We look\n for it.  ") == (("", "We look for it."),)
    assert Settings.from_environ({"LOST_POLICY": "We <look> for 100 %."}).lost_policy == (("", "We <look> for 100 %."),)


def test_file_has_a_text_for_each_language(tmp_path: Path) -> None:
    path = written(tmp_path, 'en = "Ask us."\nno = """\nSpør\noss."""\n')
    assert Settings.from_environ({"WAIT_POLICY": path}).wait_policy == (("en", "Ask us."), ("nb", "Spør oss."))


@pytest.mark.parametrize("name", ["LOST_POLICY", "WAIT_POLICY", "PICKUP_HOURS"])
def test_wrong_text_is_a_sentence_that_names_the_setting(name: str) -> None:
    too_long = mistake(**{name: "a" * (MAX_LENGTH + 1)})
    assert too_long == f"{name} must be a text of at most 500 characters, without invisible ones."
    assert mistake(**{name: "a\u202eb"}) == too_long
    assert mistake(**{name: "/nowhere/lost.toml"}).startswith(f"{name} must be a text, or name a TOML file that exists")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("en = ", "must name a TOML file in UTF-8"),
        ("", "must name a TOML file that is not empty"),
        ("en = 7", "must name a TOML file with a line"),
        ('[en]\ntext = "Ask us."', "must name a TOML file with a line"),
        ('en = ""', "must be a text of at most"),
        ('klingon = "Ask us."', "must name languages by their codes"),
    ],
)
def test_wrong_file_is_a_sentence_that_names_the_fix(tmp_path: Path, content: str, says: str) -> None:
    assert mistake(LOST_POLICY=written(tmp_path, content)).startswith(f"LOST_POLICY {says}")


def test_file_of_bytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lost.toml").write_bytes(b"\xff\xfe")
    assert mistake(LOST_POLICY=str(tmp_path / "lost.toml")).startswith("LOST_POLICY must name a TOML file in UTF-8")


@each_row(
    "path",
    [
        "policies/lost",
        "/etc/whereabouts/lost.txt",
        "./lost",
        "../my shop/lost",
        "~/lost policy",
        r"C:\shop\lost.json",
        r"texts\lost",
        "lost.txt",
        "Our policy.md",
        "lost.toml.bak",
        '"lost.toml"',
        "lost.tml",
        "lost.YAML",
    ],
)
@each_row("name", ["LOST_POLICY", "WAIT_POLICY", "PICKUP_HOURS"])
def test_path_without_the_ending_is_not_shown_to_customers(name: str, path: str) -> None:
    assert mistake(**{name: path}).startswith(f"{name} must be a text, or name a file whose name ends in .toml")


def test_file_that_exists_is_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lost").write_text("We look for it.")
    assert mistake(LOST_POLICY="lost").startswith("LOST_POLICY must be a text, or name a file whose name ends in .toml")


@each_row(
    "text",
    [
        "We answer 24/7, and look for it.",
        "We send it again and/or refund you.",
        "Read https://shop.example.com/lost for it",
        "https://shop.example.com/lost",
        "我们会在7/14天内答复。",
        "Ask help@example.com.",
        "Lost",
    ],
)
def test_text_with_slashes_and_dots_is_a_text(text: str) -> None:
    assert own_text(text) == (("", text),)


@pytest.mark.parametrize(
    "content", ['en = "One."\nEN = "Two."\n', 'no = "En."\nnb = "To."\n', 'pt-BR = "Um."\npt_br = "Dois."\n']
)
def test_language_that_stands_twice_is_an_error(tmp_path: Path, content: str) -> None:
    assert mistake(LOST_POLICY=written(tmp_path, content)).startswith(
        "LOST_POLICY must name a TOML file with each language once"
    )
