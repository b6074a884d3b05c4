"""The findings of axe on a page, and whether it is wider than its screen."""

import json

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tracking.i18n.catalogues import FOLDER, read_catalogues

LANGUAGES = [code.replace("_", "-") for code in read_catalogues(FOLDER)]

axe = Axe()


def complaints(page: Page, **options: object) -> list[str]:
    """The findings of axe, and elements wider than the screen."""
    said = findings(page, **options)
    if is_too_wide(page):
        said.append("the page is wider than the screen")
    return said


def findings(page: Page, **options: object) -> list[str]:
    """Those of axe, with these options."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe.axe_script)
    wanted = json.dumps({"resultTypes": ["violations"], **options})
    found = page.evaluate(f"axe.run({wanted}).then(results => results.violations)")
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


def complaints_in_a_light_scheme(page: Page) -> list[str]:
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return complaints(page)


def complaints_but_of_contrast(page: Page) -> list[str]:
    """Without what takes axe most of its time."""
    return complaints(page, rules={"color-contrast": {"enabled": False}})


def complaints_in_both_schemes(page: Page) -> list[str]:
    """The same, and what a dark scheme changes: the contrast of its colors."""
    said = complaints_in_a_light_scheme(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    return said + [f"dark: {one}" for one in findings(page, runOnly=["color-contrast"])]


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
