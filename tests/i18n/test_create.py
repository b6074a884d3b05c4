from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.i18n.test_catalogues import SWEDISH, UNFINISHED, write
from tracking.i18n.create import create_languages


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "sv", SWEDISH)
    write(tmp_path, "fr", UNFINISHED)
    return tmp_path


@pytest.mark.parametrize(
    ("configured", "default", "offered", "said"),
    [
        ((), "en", ["en", "sv"], []),
        (("sv",), "sv", ["sv"], []),
        (("fi", "sv"), "fi", ["sv"], ["names fi, which has no translation"]),
        (("fr",), "sv", ["en"], ["names fr, which is offered once", "the site speaks English until one is"]),
    ],
)
def test_a_language_that_cannot_be_offered_is_named(
    folder: Path,
    caplog: pytest.LogCaptureFixture,
    configured: Sequence[str],
    default: str,
    offered: list[str],
    said: list[str],
) -> None:
    assert [*create_languages(folder, configured, default).offered] == offered
    assert len(caplog.messages) == len(said)
    for message, part in zip(caplog.messages, said, strict=True):
        assert part in message
