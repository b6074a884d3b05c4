from pathlib import Path

import pytest
from jinja2 import UndefinedError

from tests.web.brand_dir import write_brand_dir
from tracking.notices.letter_templates import LetterTemplates
from tracking.theming.brand_status import BrandStatus, TemplateFailure


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    folder = tmp_path / "ours"
    write_brand_dir(folder, {"letters/letter.html": "<p>{{ name }}</p>", "letters/letter.txt": "{{ name }}"})
    return folder


def test_html_is_escaped_and_text_is_not(ours: Path) -> None:
    templates = LetterTemplates(ours)
    assert templates.render("letters/letter.html", {"name": "A & B"}) == "<p>A &amp; B</p>"
    assert templates.render("letters/letter.txt", {"name": "A & B"}) == "A & B"


def test_the_merchants_template_stands_in_place_of_ours(ours: Path, tmp_path: Path) -> None:
    files = {
        "templates/letters/letter.html": '{% include "letters/word.html" %}',
        "templates/letters/word.html": "Moin",
    }
    brand = Path(write_brand_dir(tmp_path / "brand", files))
    assert LetterTemplates(ours, brand).render("letters/letter.html", {}) == "Moin"
    assert LetterTemplates(ours, brand).render("letters/letter.txt", {"name": "A"}) == "A"


def test_ours_stands_in_place_of_one_that_fails(ours: Path, tmp_path: Path) -> None:
    brand = Path(write_brand_dir(tmp_path / "brand", {"templates/letters/letter.txt": "\n{{ 1 / 0 }}"}))
    status = BrandStatus()
    assert LetterTemplates(ours, brand, status).render("letters/letter.txt", {"name": "A"}) == "A"
    assert status.failures == (TemplateFailure("templates/letters/letter.txt", 2, "ZeroDivisionError"),)


def test_template_with_a_syntax_error_is_reported_and_ours_is_used(ours: Path, tmp_path: Path) -> None:
    brand = Path(write_brand_dir(tmp_path / "brand", {"templates/letters/letter.txt": "{% nonsense %}"}))
    status = BrandStatus()
    assert LetterTemplates(ours, brand, status).render("letters/letter.txt", {"name": "A"}) == "A"
    assert [failure.file for failure in status.failures] == ["templates/letters/letter.txt"]


def test_failure_of_our_own_is_raised(ours: Path) -> None:
    write_brand_dir(ours, {"letters/letter.txt": "{{ name.of.nobody }}"})
    with pytest.raises(UndefinedError):
        LetterTemplates(ours).render("letters/letter.txt", {})


def test_a_folder_that_cannot_be_read_is_left_to_the_start_of_the_site(ours: Path, tmp_path: Path) -> None:
    brand = tmp_path / "brand"
    write_brand_dir(brand, {"templates/letters/letter.txt/x.txt": "a folder of this name"})
    assert LetterTemplates(ours, brand).render("letters/letter.txt", {"name": "A"}) == "A"
    assert LetterTemplates(ours, tmp_path / "none").render("letters/letter.txt", {"name": "A"}) == "A"
