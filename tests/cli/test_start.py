import json
import sys
from pathlib import Path

import pytest
from flask import Flask

from tests.commands import WHEREABOUTS, run, run_in
from tests.sampling import matrix
from tracking.cli.start import start
from tracking.services import services
from tracking.settings.sources import SKIP

FLASK = (sys.executable, "-m", "flask", "--app", "app")
COMMANDS = [(*WHEREABOUTS, "carrier", "1Z5R89390357567127"), (*FLASK, "carrier", "1Z5R89390357567127")]


def write(folder: Path, text: str) -> None:
    (folder / ".env").write_text(text, encoding="utf-8")
    (folder / ".env").chmod(0o600)


def records(errors: str) -> list[tuple[str, str]]:
    lines = [json.loads(line) for line in errors.splitlines() if line.startswith("{")]
    return [(line["level"], line["message"]) for line in lines]


def test_site_starts_from_the_environment() -> None:
    assert isinstance(start(), Flask)


def test_a_wrong_setting_ends_the_start_with_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LINK_DAYS", "soon")
    with pytest.raises(SystemExit) as caught:
        start()
    assert caught.value.code == 2
    assert capsys.readouterr().err == "LINK_DAYS must be a whole number from 1 to 3650.\n"


def test_the_file_in_the_working_directory_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path, "BRAND_NAME=Tea\nBRAND_COLOUR=red\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(SKIP)
    with start().app_context():
        assert services().settings.brand_name == "Tea"
        (concern,) = services().commands.concerns
    assert f"{concern.description} {concern.fix}" in caplog.messages
    assert "BRAND_COLOR is meant" in concern.description


def test_a_wrong_value_in_the_file_is_named_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "\nLINK_DAYS=soon\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(SKIP)
    with pytest.raises(SystemExit) as caught:
        start()
    assert caught.value.code == 2
    expected = "LINK_DAYS must be a whole number from 1 to 3650 (LINK_DAYS stands in line 2 of .env).\n"
    assert capsys.readouterr().err == expected


@pytest.mark.parametrize("command", matrix({"whereabouts": (COMMANDS[0],), "flask": (COMMANDS[1],)}, "whereabouts"))
def test_every_command_reads_it_and_the_environment_wins(tmp_path: Path, command: tuple[str, ...]) -> None:
    write(tmp_path, "LINK_DAYS=soon\nBRAND_COLOUR=red\n")
    sentence = "LINK_DAYS must be a whole number from 1 to 3650 (LINK_DAYS stands in line 1 of .env).\n"
    assert run_in(tmp_path, *command) == (2, "", sentence)
    status, output, errors = run_in(tmp_path, *command, LINK_DAYS="3")
    assert status == 0
    assert "carrier  ups\n" in output
    (record,) = records(errors)
    assert record[0] == "WARNING"
    assert record[1] == (
        "BRAND_COLOUR (line 2 of .env) is no setting, and has no effect: BRAND_COLOR is meant. Write BRAND_COLOR in"
        " place of BRAND_COLOUR."
    )


def test_a_file_that_cannot_be_read_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "A='x\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(SKIP)
    with pytest.raises(SystemExit) as caught:
        start()
    assert caught.value.code == 2
    output, errors = capsys.readouterr()
    assert output == ""
    assert errors.startswith("Line 1 of .env cannot be read: ")
    assert errors.count("\n") == 1


def test_no_file_in_a_folder_above_is_read_by_our_own_command(tmp_path: Path) -> None:
    write(tmp_path, "LINK_DAYS=soon\n")
    (tmp_path / "below").mkdir()
    assert run_in(tmp_path / "below", *COMMANDS[0])[0] == 0


def test_tests_never_read_the_file_of_a_developer() -> None:
    assert run(sys.executable, "-c", f"import os; print(os.environ[{SKIP!r}])") == (0, "1\n", "")
