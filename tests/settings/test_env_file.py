import os
import stat
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tracking.settings import SettingsError
from tracking.settings.env_file import EnvFile, quote, write

VALUES = [
    "plain",
    "",
    "#0a7c5c",
    "a # b",
    "two words",
    "$HOME ${HOME} $$",
    "it's",
    'say "k"',
    "back\\slash\\n",
    "`id`",
    "key=value=",
    "ünï ✓",
    "!x ~y *",
    "a'b\"c\\d",
]
SHELL_READS_OTHERWISE = ("$", "`")  # in double quotes, which a single quote or a backslash calls for


def read(path: Path) -> dict[str, str]:
    found = EnvFile.read(path)
    assert found
    return dict(found.values)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def mistake(path: Path) -> str:
    with pytest.raises(SettingsError) as caught:
        EnvFile.read(path)
    return str(caught.value)


@pytest.mark.parametrize("value", VALUES)
def test_value_survives_writing_and_reading(path: Path, value: str) -> None:
    write(path, {"BEFORE": "x", "KEY": value, "AFTER": "y"}, {})
    assert read(path) == {"BEFORE": "x", "KEY": value, "AFTER": "y"}


@hypothesis_settings(deadline=None)  # a busy machine is no failure
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])).map(str.strip))
def test_any_line_of_text_survives_writing_and_reading(tmp_path_factory: pytest.TempPathFactory, value: str) -> None:
    path = tmp_path_factory.mktemp("made") / ".env"
    write(path, {"KEY": value}, {})
    assert read(path) == {"KEY": value}


@pytest.mark.parametrize(
    "value",
    [
        value
        for value in VALUES
        if not (any(mark in value for mark in SHELL_READS_OTHERWISE) and any(mark in value for mark in "'\\"))
    ],
)
def test_a_shell_reads_the_same_as_systemd_and_compose_do(path: Path, value: str) -> None:
    write(path, {"KEY": value}, {})
    command = ["sh", "-c", f"set -a; . '{path}'; printenv KEY"]
    said = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own words only
    assert said.stdout == f"{value}\n"


def test_plain_value_is_not_quoted() -> None:
    assert quote("https://track.example.com:8443/x_y-z") == "https://track.example.com:8443/x_y-z"


def test_new_file_is_readable_by_its_owner_only(path: Path) -> None:
    mask = os.umask(0)
    try:
        write(path, {"KEY": "x"}, {"KEY": "What it is."})
    finally:
        os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "\n# What it is.\nKEY=x\n" in path.read_text()
    assert [each.name for each in path.parent.iterdir()] == [".env"]


WRITTEN = """\
# my shop
SHOPIFY_SHOP=old.myshopify.com   # the tea shop
UNKNOWN='as $it is'


export BRAND_NAME = "Tea & Co" # quoted # twice

LAST=1"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_other_lines_are_unchanged(path: Path, end: str) -> None:
    path.write_bytes(WRITTEN.replace("\n", end).encode())
    write(path, {"SHOPIFY_SHOP": "new.myshopify.com", "BRAND_NAME": "It's #1", "NEW": "x"}, {})
    expected = (
        WRITTEN.replace("old.", "new.")
        .replace('BRAND_NAME = "Tea & Co"', 'BRAND_NAME ="It\'s #1"')
        .replace("   # the", "   # the")
    )
    assert path.read_bytes().decode() == f"{expected}\nNEW=x\n".replace("\n", end)
    assert read(path)["BRAND_NAME"] == "It's #1"


def test_duplicate_name_is_replaced_in_both_lines(path: Path) -> None:
    path.write_text("A=1\nB=2\nA=3\n")
    write(path, {"A": "4"}, {})
    assert path.read_text() == "A=4\nB=2\nA=4\n"


def test_mode_and_symbolic_link_are_preserved(path: Path, tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.write_text("A=1\n")
    real.chmod(0o640)
    path.symlink_to(real)
    write(path, {"A": "2"}, {})
    assert path.is_symlink()
    assert (real.read_text(), stat.S_IMODE(real.stat().st_mode)) == ("A=2\n", 0o640)


def test_file_is_closed_to_other_users_but_not_to_a_foreign_group(path: Path) -> None:
    path.write_text("A=1\n")
    path.chmod(0o644)
    write(path, {"A": "2"}, {})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    other = next((group for group in (*os.getgroups(), 65534) if group != os.getegid()), None)
    if os.geteuid() == 0 and other is not None:
        os.chown(path, -1, other)
        path.chmod(0o644)
        write(path, {"A": "3"}, {})
        assert (stat.S_IMODE(path.stat().st_mode), path.stat().st_gid) == (0o640, other)


def test_unchanged_values_do_not_rewrite_the_file(path: Path) -> None:
    path.write_text("A=1\n")
    before = path.stat().st_ino
    write(path, {"A": "1"}, {})
    assert path.stat().st_ino == before


def test_failed_write_leaves_the_file_unchanged(path: Path) -> None:
    path.write_text("A=1\n")
    with pytest.raises(UnicodeError):
        write(path, {"A": "\ud800"}, {})
    assert path.read_text() == "A=1\n"
    assert [each.name for each in path.parent.iterdir()] == [".env"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A=1\n\n\nSHOPIFY SHOP=x\n", 4),
        ("A=1\nSHOPIFY_SHOP\n", 2),
        ("KEY='open\nB=2\n", 1),
        ("# c\r\n\r\nKEY: value\r\n", 3),
        ("A='x' y\n", 1),
    ],
)
def test_unreadable_line_is_named(path: Path, text: str, line: int) -> None:
    path.write_bytes(text.encode())
    assert mistake(path).startswith(f"Line {line} of .env cannot be read: write NAME=value")


def test_binary_file_is_named(path: Path) -> None:
    path.write_bytes(b"\xff\xfeA")
    assert "must be a text file in UTF-8 that this user may read (UnicodeDecodeError)" in mistake(path)
    path.unlink()
    path.mkdir()
    assert "(IsADirectoryError)" in mistake(path)


def test_missing_file_is_none(path: Path) -> None:
    assert EnvFile.read(path) is None


def test_values_are_not_expanded(path: Path) -> None:
    path.write_bytes("\ufeffA=1\nKEY='a${A}b'\nB=${A}\nEMPTY=\n".encode())
    assert read(path) == {"A": "1", "KEY": "a${A}b", "B": "${A}", "EMPTY": ""}


def test_repr_contains_no_value(path: Path) -> None:
    path.write_text("SECRET_KEY=canary\n")
    assert "canary" not in repr(EnvFile.read(path))


@pytest.mark.parametrize(("mode", "is_open"), [(0o600, False), (0o640, False), (0o644, True)])
def test_world_readable_file_is_detected(path: Path, mode: int, *, is_open: bool) -> None:
    path.touch()
    path.chmod(mode)
    found = EnvFile.read(path)
    assert found
    assert found.is_world_readable is is_open
