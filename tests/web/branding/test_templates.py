from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.web.brand_dir import write_brand_dir
from tracking.settings import SettingsError

GREETING = "templates/brand/greeting.html"
FOOTER = "templates/components/footer.html"
SLIPS = {
    "a tag that is not closed": (
        {GREETING: "<p>\n{% if brand %}</p>"},
        f"{GREETING}, line 2: Unexpected end of template",
    ),
    "an unknown tag": ({GREETING: "\n\n{% fi %}"}, f"{GREETING}, line 3: Encountered unknown tag 'fi'."),
    "an expression": ({GREETING: "{{ brand. }}"}, f"{GREETING}, line 1: expected name or number."),
    "an unknown filter": ({GREETING: "<p>\n{{ 'a' | shout }}"}, f"{GREETING}, line 2: No filter named 'shout'."),
    "a filter within an if": (
        {GREETING: "{% if brand %}\n{{ 'a' | shout }}{% endif %}"},
        f"{GREETING}, line 2: there is no filter 'shout'.",
    ),
    "an unknown test": ({GREETING: "{{ 1 if 2 is nice }}"}, f"{GREETING}, line 1: there is no test 'nice'."),
    "a missing include": (
        {GREETING: "\n{% include 'brand/nothing.html' %}"},
        f"{GREETING}, line 2: there is no template 'brand/nothing.html'.",
    ),
    "a missing import": (
        {GREETING: "{% from 'components/icons.html' import icon %}"},
        f"{GREETING}, line 1: there is no template 'components/icons.html'.",
    ),
    "a macro that ours has not": (
        {GREETING: "{% from 'components/icon.html' import icons %}"},
        f"{GREETING}, line 1: components/icon.html has no macro 'icons'.",
    ),
    "a component without its macro": (
        {FOOTER: "<footer></footer>"},
        f"{FOOTER}, line 1: it has no macro 'footer', which our templates/layouts/page.html takes from it.",
    ),
    "a template that nothing uses": (
        {"templates/brand/greting.html": "{% fi %}"},
        "templates/brand/greting.html, line 1",
    ),
    "a text in one language": (
        {"templates/brand/greeting.sv.html": "{% fi %}"},
        "templates/brand/greeting.sv.html, line 1: Encountered unknown tag 'fi'.",
    ),
    "too deep": ({GREETING: "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}"}, f"{GREETING}, line 1: "),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_mistake_is_a_settings_error_with_file_and_line(
    make_app: Callable[..., Flask], tmp_path: Path, slip: str
) -> None:
    files, sentence = SLIPS[slip]
    with pytest.raises(SettingsError) as caught:
        make_app(BRAND_DIR=write_brand_dir(tmp_path, files))
    said = str(caught.value)
    assert said.startswith(f"BRAND_DIR: {sentence}")
    assert said.endswith(".")
    assert "\n" not in said
    assert str(tmp_path) not in said


def test_template_that_is_not_utf8_is_a_settings_error(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    (tmp_path / "templates" / "brand").mkdir(parents=True)
    (tmp_path / GREETING).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(
        SettingsError,
        match=r"^BRAND_DIR: templates/brand/greeting\.html must be a text file in UTF-8 that this user may read\.$",
    ):
        make_app(BRAND_DIR=str(tmp_path))


@pytest.mark.parametrize(
    "text",
    [
        "{% include 'brand/nothing.html' ignore missing %}well",
        "{% include ['brand/nothing.html', 'brand/help.html'] %}well",
        "{% if 'shout' is filter %}{{ 'a' | shout }}{% endif %}well",
        "{% set part = 'brand/help.html' %}{% include part %}well",
        "\ufeffwell",
    ],
)
def test_reference_that_may_be_missing_is_accepted(make_app: Callable[..., Flask], tmp_path: Path, text: str) -> None:
    client = make_app(BRAND_DIR=write_brand_dir(tmp_path, {GREETING: f"<p>{text}</p>"})).test_client()
    assert "well</p>" in client.get("/").text


def test_later_edit_takes_effect_at_the_next_start(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    client = make_app(BRAND_DIR=write_brand_dir(tmp_path, {GREETING: "<p>Moin</p>"})).test_client()
    (tmp_path / GREETING).write_text("{% fi %}")
    assert "<p>Moin</p>" in client.get("/").text
    (tmp_path / GREETING).unlink()
    assert "<p>Moin</p>" in client.get("/").text
