import pytest
from flask import Flask

from tracking.cli.start import start


def test_the_site_starts_from_the_environment() -> None:
    assert isinstance(start(), Flask)


def test_a_wrong_setting_ends_the_start_with_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LINK_DAYS", "soon")
    with pytest.raises(SystemExit) as caught:
        start()
    assert caught.value.code == 2
    assert capsys.readouterr().err == "LINK_DAYS must be a whole number from 1 to 3650.\n"
