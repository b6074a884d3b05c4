from tests.cli.doctor.diagnosing import diagnose
from tracking import create_app
from tracking.settings import Settings


def test_a_language_without_a_translation_must_be_mended() -> None:
    (said,) = diagnose(create_app(Settings.from_environ({"LANGUAGES": "en,pt-BR"}))).of("languages")
    assert (said.state, said.words) == (
        "!!",
        "LANGUAGES or DEFAULT_LANGUAGE names pt-BR, which has no translation.",
    )


def test_languages_that_are_offered_under_another_code_are_well() -> None:
    (said,) = diagnose(create_app(Settings.from_environ({"LANGUAGES": "en,no,sv-SE"}))).of("languages")
    assert said.state == "ok"
