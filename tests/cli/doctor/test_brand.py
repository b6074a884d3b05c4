from collections.abc import Callable
from pathlib import Path

from flask import Flask

from tests.cli.doctor.doctor_report import run_doctor
from tests.web.brand_dir import write_brand_dir


def test_missing_brand_dir_is_ok(app: Flask) -> None:
    (said,) = run_doctor(app).of("BRAND_DIR")
    assert (said.state, said.message) == ("ok", "It is not set, so pages are made with our own templates.")


def test_valid_brand_dir_is_ok(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    files = {"templates/brand/help.html": "<p>Moin</p>"}
    (said,) = run_doctor(make_app(BRAND_DIR=write_brand_dir(tmp_path, files))).of("BRAND_DIR")
    assert (said.state, said.message) in {
        ("ok", "Every file is used, and every kind of page can be made."),
        ("?", "There was no time to make every kind of page."),  # on a machine that has other things to do
    }


def test_unused_files_are_a_note(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    files = {"templates/brand/greting.html": "", "static/img/logo.psd": ""}
    first, second, *_ = run_doctor(make_app(BRAND_DIR=write_brand_dir(tmp_path, files))).of("BRAND_DIR")
    assert first.message == "nothing uses templates/brand/greting.html: did you mean templates/brand/greeting.html."
    assert second.message.startswith("static/img/logo.psd is not served")
    assert {first.state, second.state} == {"?"}


def test_failing_template_is_an_error(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    files = {"templates/brand/thanks.sv.html": "<p>\n{{ journey.nothing.at.all }}</p>"}
    report = run_doctor(make_app(BRAND_DIR=write_brand_dir(tmp_path, files)))
    said, *_ = report.of("BRAND_DIR")
    assert (report.code, said.state) == (1, "!!")
    assert said.message == "A page cannot be made: templates/brand/thanks.sv.html, line 2: UndefinedError."
