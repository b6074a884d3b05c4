from pathlib import Path

import pytest

from tests.cli.doctor.doctor_report import PrintedFinding, check_sentences, run_doctor
from tracking import create_app
from tracking.cli.doctor.finding import FindingState
from tracking.cli.doctor.own_texts import finding
from tracking.i18n.localized_text import LocalizedText
from tracking.settings import Settings


def found(**environ: str) -> list[PrintedFinding]:
    return run_doctor(create_app(Settings.from_environ(environ))).of("own texts")


def test_nothing_promised_is_ok() -> None:
    (said,) = found()
    assert (said.state, said.message) == (
        "ok",
        "LOST_POLICY, WAIT_POLICY and PICKUP_HOURS are not set, so customers read no words of yours.",
    )


COMPLETE = "LOST_POLICY has a text in every language that customers may read."
AS_WRITTEN = "LOST_POLICY in the one language in which it is written."


@pytest.mark.parametrize(
    ("texts", "codes", "message"),
    [
        ((("", "We look."),), ["en"], COMPLETE),
        ((("en", "We look."), ("sv", "Vi letar.")), ["en", "sv"], COMPLETE),
        ((("", "We look."),), ["en", "sv"], f"Readers of en, sv get {AS_WRITTEN}"),
        ((("en", "We look."),), ["en", "sv", "zh-Hans"], "Readers of sv, zh-Hans get LOST_POLICY in en."),
        ((("sv", "Vi letar."),), ["en"], "Readers of en get LOST_POLICY in sv."),
    ],
)
def test_languages_without_a_text_are_noted(texts: tuple[tuple[str, str], ...], codes: list[str], message: str) -> None:
    said = finding("LOST_POLICY", LocalizedText(texts), codes)
    assert said.message == message
    assert (said.state is FindingState.NOTE) == message.startswith("Readers")
    check_sentences(said.state, said.message, said.fix)


def test_text_of_a_file_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "wait.toml"
    path.write_text('en = "Ask us."\n', encoding="utf-8")
    (said,) = found(WAIT_POLICY=str(path), LANGUAGES="en", DEFAULT_LANGUAGE="en")
    assert (said.state, said.message) == ("ok", "WAIT_POLICY has a text in every language that customers may read.")
