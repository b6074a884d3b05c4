from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.web.brand_dir import write_brand_dir
from tracking.running.commands import command
from tracking.services import services

USED = {
    "templates/brand/greeting.html": "{% include 'brand/part.html' %}",
    "templates/brand/greeting.sv.html": "<p>Hej</p>",
    "templates/brand/greeting.no.html": "<p>Hei</p>",
    "templates/brand/part.html": "{% from 'own/macros.html' import word %}{{ word() }}",
    "templates/own/macros.html": "{% macro word() %}<p>Moin</p>{% endmacro %}",
    "templates/order.html": "{% extends surface.layout %}{% block main %}{% include own_words('help') %}{% endblock %}",
    "static/css/own.css": ".a { color: red }",
    "static/css/more/own.css": ".b { color: red }",
    "static/css/own.woff2": "",
    "static/img/logo.svg": "<svg/>",
    "static/fonts/own.woff2": "",
    "static/img/.DS_Store": "",
    ".git/config": "",
}


UNUSED = [
    ("templates/brand/greting.html", "nothing uses {}: did you mean templates/brand/greeting.html?"),
    ("templates/greeting.html", "nothing uses {}: did you mean templates/brand/greeting.html?"),
    ("templates/brand/greeting.xx.html", "nothing uses {}: the site speaks no language 'xx'"),
    ("templates/brand/zzz.html", "nothing uses {}"),
    ("templates/brand/greeting.html.bak", "nothing uses {}: did you mean templates/brand/greeting.html?"),
    ("static/own.css", "nothing uses {}: styles belong in static/css/"),
    ("static/site.css", "nothing uses {}: styles belong in static/css/"),
    ("static/js/own.js", "{} is not served: only .avif, .css, .gif"),
    ("static/img/logo.psd", "{} is not served: only .avif, .css, .gif"),
    ("static/index.html", "{} is not served: only"),
    ("logo.svg", "nothing uses {}: pictures belong in static/img/"),
    ("own.css", "nothing uses {}: styles belong in static/css/"),
    ("greeting.html", "nothing uses {}: templates belong in templates/"),
    ("README.md", "nothing uses {}"),
]


def test_each_unused_file_is_a_warning_at_the_start(
    make_app: Callable[..., Flask], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    make_app(BRAND_DIR=write_brand_dir(tmp_path, {**USED, **{file: "text" for file, _ in UNUSED}}))
    expected = [f"BRAND_DIR: {sentence.format(file)}" for file, sentence in UNUSED]
    assert [start for start in expected if not any(said.startswith(start) for said in caplog.messages)] == []
    assert len(caplog.messages) == len(UNUSED)


@pytest.mark.parametrize(
    ("folder", "hint"),
    [("css", "static/css/"), ("template", "templates/"), ("statics", "static/"), ("brand", "templates/brand/")],
)
def test_a_folder_in_a_wrong_place_is_one_warning(
    make_app: Callable[..., Flask], tmp_path: Path, caplog: pytest.LogCaptureFixture, folder: str, hint: str
) -> None:
    make_app(BRAND_DIR=write_brand_dir(tmp_path, {f"{folder}/a.css": "", f"{folder}/b.css": ""}))
    assert caplog.messages == [f"BRAND_DIR: nothing uses {folder}/: did you mean {hint}?"]


def test_used_files_are_not_reported(
    make_app: Callable[..., Flask], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = make_app(BRAND_DIR=write_brand_dir(tmp_path, USED)).test_client()
    assert caplog.messages == []
    assert "<p>Moin</p>" in client.get("/").text


def test_a_template_that_chooses_another_one_leaves_open_which_are_used(
    make_app: Callable[..., Flask], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    files = {"templates/brand/help.html": "{% include 'own/' ~ brand.name ~ '.html' %}", "templates/own/a.html": ""}
    make_app(BRAND_DIR=write_brand_dir(tmp_path, files))
    assert caplog.messages == []


def test_stylesheets_in_a_template_are_used(
    make_app: Callable[..., Flask], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    greeting = '<link rel="stylesheet" href="{{ asset(\'print.css\') }}" />'
    make_app(BRAND_DIR=write_brand_dir(tmp_path, {"static/print.css": "", "templates/brand/greeting.html": greeting}))
    assert caplog.messages == []


def test_the_log_names_twenty_at_most(
    make_app: Callable[..., Flask], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(BRAND_DIR=write_brand_dir(tmp_path, {f"static/{number}.txt": "" for number in range(30)}))
    assert len(caplog.messages) == 21
    assert caplog.messages[-1] == f"BRAND_DIR: 10 more files are not used: see `{command('doctor')}`"
    with app.app_context():
        assert len(services().branding.unused_files) == 30
