"""One order of the overview in a real browser: accessible at every width, and complete without script."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import listening
from tests.browser.embedding import serving_app
from tests.fakes import Clock
from tests.sampling import crossed, matrix
from tests.web.merchant.orders import answered, known, site_of
from tracking import create_app
from tracking.settings import Settings

WORDS = "Hello,\n\nthe road is closed.\nWe’ll send it on Monday."
WIDTHS = {str(width): width for width in (320, 390, 768, 1280, 1600)}
PAGES = {"order": "/merchant/orders/{id}", "written": "/merchant/write/{written}"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a running demo, and the ids of an order and of a letter about it."""
    database = tmp_path_factory.mktemp("order") / "whereabouts.db"
    app = create_app(Settings.from_environ({"DATABASE_URL": f"sqlite:///{database}"}), clock=Clock())
    site = site_of(app)
    site.database.prepare()
    order_id = known(app, "refunded-and-rest-unsent", out_of_step=["refunded_still_open"])
    answered(app, order_id)
    site.merchant.order_actions.add_note(order_id, "kim@example.com", "Called the carrier")
    written = site.merchant.letter_actions.write(order_id, "kim@example.com", "Snow in Malmö", WORDS)
    with serving_app(app) as url:
        yield url, {"id": order_id, "written": written}
    site.database.close()


@pytest.fixture
def order_page(page: Page, shop: tuple[str, dict[str, str]]) -> Iterator[Callable[..., Page]]:
    """Opens a page at a width; the browser may report no error."""
    errors: list[str] = []

    def open_page(path: str, width: int) -> Page:
        url, ids = shop
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(url + path.format(**ids), wait_until="networkidle")
        return page

    with listening(page, "console", lambda said: errors.append(said.text) if said.type == "error" else None):
        yield open_page
    assert errors == []


@pytest.mark.parametrize(("path", "width"), matrix(crossed(PAGES, WIDTHS), "order-320", "written-1280"))
def test_the_page_is_accessible(
    order_page: Callable[..., Page], wrong_with: Callable[[Page], list[str]], path: str, width: int
) -> None:
    assert wrong_with(order_page(path, width)) == []


def test_a_letter_is_looked_at_sent_and_taken_back_without_script(
    context: Callable[..., BrowserContext], shop: tuple[str, dict[str, str]]
) -> None:
    url, ids = shop
    page = context(base_url=url, java_script_enabled=False).new_page()
    page.goto(f"/merchant/orders/{ids['id']}")
    page.get_by_label("Subject").fill("Rain in Lund")
    page.get_by_label("Text", exact=True).fill(WORDS)
    page.get_by_role("button", name="Show the letter first").click()
    letter = page.frame_locator("iframe")
    letter.get_by_role("heading", name="Rain in Lund").wait_for()
    letter.get_by_text("the road is closed.").wait_for()
    page.get_by_role("button", name="Send it").click()
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("It was taken back").wait_for()
