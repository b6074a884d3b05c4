from tests.cli.doctor.doctor_report import run_doctor
from tracking import create_app
from tracking.settings import Settings


def test_language_without_translation_is_an_error() -> None:
    (said,) = run_doctor(create_app(Settings.from_environ({"LANGUAGES": "en,pt-BR"}))).of("languages")
    assert (said.state, said.message) == (
        "!!",
        "LANGUAGES or DEFAULT_LANGUAGE names pt-BR, which has no translation.",
    )


def test_languages_offered_under_another_code_are_ok() -> None:
    (said,) = run_doctor(create_app(Settings.from_environ({"LANGUAGES": "en,no,sv-SE"}))).of("languages")
    assert said.state == "ok"
