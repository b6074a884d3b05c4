from collections.abc import Callable
from pathlib import Path

from flask import Flask

from tests.cli.doctor.diagnosing import diagnose
from tests.web.brand_dir import write_brand_dir


def test_without_a_folder_our_own_face_is_shown(app: Flask) -> None:
    (said,) = diagnose(app).of("BRAND_DIR")
    assert (said.state, said.words) == ("ok", "It is not set, so pages are made with our own templates.")


def test_a_folder_that_is_well(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    files = {"templates/brand/help.html": "<p>Moin</p>"}
    (said,) = diagnose(make_app(BRAND_DIR=write_brand_dir(tmp_path, files))).of("BRAND_DIR")
    assert (said.state, said.words) in {
        ("ok", "Every file is used, and every kind of page can be made."),
        ("?", "There was no time to make every kind of page."),  # on a machine that has other things to do
    }


def test_files_that_nothing_uses_are_worth_knowing(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    files = {"templates/brand/greting.html": "", "static/img/logo.psd": ""}
    first, second, *_ = diagnose(make_app(BRAND_DIR=write_brand_dir(tmp_path, files))).of("BRAND_DIR")
    assert first.words == "nothing uses templates/brand/greting.html: did you mean templates/brand/greeting.html."
    assert second.words.startswith("static/img/logo.psd is not served")
    assert {first.state, second.state} == {"?"}


def test_a_template_that_fails_must_be_mended(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    files = {"templates/brand/thanks.sv.html": "<p>\n{{ journey.nothing.at.all }}</p>"}
    report = diagnose(make_app(BRAND_DIR=write_brand_dir(tmp_path, files)))
    said, *_ = report.of("BRAND_DIR")
    assert (report.code, said.state) == (1, "!!")
    assert said.words == "A page cannot be made: templates/brand/thanks.sv.html, line 2: UndefinedError."
