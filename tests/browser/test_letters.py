"""Letters in a real browser: legible in both schemes, and nothing clipped on the narrowest screen."""

from collections.abc import Sequence

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import LANGUAGES, findings, is_too_wide
from tests.browser.conftest import SCHEMES
from tests.sampling import matrix, spread
from tracking.notices.codes import NoticeCode

# The mail program is the page around a letter, with its own landmarks.
OPTIONS = {"rules": {"landmark-one-main": {"enabled": False}, "region": {"enabled": False}}}


def complaints(page: Page, schemes: Sequence[str] = SCHEMES) -> list[str]:
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(color_scheme="light")
    said = findings(page, **OPTIONS)
    if "dark" in schemes:
        page.emulate_media(color_scheme="dark")
        said += [f"dark: {one}" for one in findings(page, runOnly=["color-contrast"])]
    return said + (["the letter is wider than the screen"] if is_too_wide(page) else [])


@pytest.mark.parametrize("code", spread(7, NoticeCode))
def test_letters_are_accessible_on_a_small_phone(page: Page, schemes: tuple[str, ...], code: NoticeCode) -> None:
    page.goto(f"/preview/letters/{code}")
    assert complaints(page, schemes) == []


@pytest.mark.parametrize("color", spread(3, ["ffffff", "ffd400", "000000"]))
def test_letters_are_legible_in_any_color(page: Page, color: str) -> None:
    page.goto(f"/preview/letters/new_date?color={color}")
    assert complaints(page) == []


@pytest.mark.parametrize("language", matrix({code: code for code in LANGUAGES}, "de"))
def test_letters_fit_in_every_language(page: Page, schemes: tuple[str, ...], language: str) -> None:
    page.goto(f"/preview/letters/not_sent_yet?order=two-locations&lang={language}")
    assert complaints(page, schemes) == []
