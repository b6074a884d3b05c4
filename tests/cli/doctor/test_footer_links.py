from tests.cli.doctor.doctor_report import PrintedFinding, run_doctor
from tracking import create_app
from tracking.settings import Settings


def found(**environ: str) -> PrintedFinding:
    (said,) = run_doctor(create_app(Settings.from_environ(environ))).of("FOOTER_LINKS")
    return said


def test_names_of_the_links_are_listed() -> None:
    said = found(FOOTER_LINKS="Imprint=https://example.com/i; Privacy=https://example.com/p")
    assert (said.state, said.message) == ("ok", "At the foot of every page: Imprint, Privacy.")


def test_missing_links_are_noted_with_the_line_to_write() -> None:
    said = found()
    assert said.state == "?"
    assert "imprint" in said.message
    assert said.fix.startswith("Write FOOTER_LINKS='Imprint=https://...; Privacy=https://...' to .env")
