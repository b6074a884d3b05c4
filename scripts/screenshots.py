"""The pictures in README.md and docs/, of the demo store as it is today: ``make screenshots``."""

import base64
import shutil
import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from tracking import create_app
from tracking.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from wsgiref.types import WSGIApplication

_FOLDER = Path(__file__).parent.parent / "docs"
_LARGEST = 1_000_000  # bytes, all of them together
_DELAYED, _READY_FOR_PICKUP = "1020", "1041"

Scheme = Literal["light", "dark"]

# A plain mat, so that light and dark pages stand out from whatever surrounds the picture.
_MAT = """<body style="margin:0;padding:{mat}px;display:flex;gap:{mat}px;background:#dfe3e1;width:max-content">
{shots}</body>"""
_SHOT = (
    '<img style="height:{height}px;border-radius:18px;box-shadow:0 12px 36px #0003" src="data:image/png;base64,{png}">'
)
# A shop's page as its theme may make it, with the line that docs/shop.md names.
_SHOP_PAGE = """<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
<title>Track your order</title>
<style>body{{margin:0;font:16px/1.5 Georgia,serif;background:#fff;color:#3a2f25}}
header{{padding:22px 40px;border-bottom:1px solid #e5dccd;display:flex;gap:28px;align-items:baseline}}
header b{{font-size:22px}}main{{padding:26px 40px 40px;max-width:720px}}</style>
<header><b>Harbor Goods</b><span>Shop</span><span>About us</span><span>Track your order</span></header>
<main><h1>Where is my order?</h1><p>Type your order number and email address: here is how it stands.</p>
<script src="{site}/embed.js"></script></main></html>"""


class Camera:
    """Takes pictures of the site at ``url`` and hangs them on a mat."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser = browser
        self._url = url

    def page(self, width: int, height: int, scheme: Scheme = "light", scale: float = 1) -> Page:
        """A window of this size."""
        return self._browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            device_scale_factor=scale,
            reduced_motion="reduce",
            locale="en-US",
        )

    def form(self, page: Page) -> bytes:
        """The lookup form."""
        page.goto(self._url, wait_until="networkidle")
        return page.screenshot()

    def order(self, page: Page, number: str) -> bytes:
        """An order, looked up as its customer does."""
        page.goto(self._url)
        page.get_by_label("Order number").fill(number)
        page.get_by_label("Email").fill(_email_of(number))
        page.keyboard.press("Enter")
        page.wait_for_url("**/order/**", wait_until="networkidle")
        return page.screenshot()

    def hang(self, name: str, shots: Iterable[bytes], *, height: int, mat: int) -> None:
        """The shots side by side, as one file."""
        wall = self._browser.new_page(viewport={"width": 1600, "height": height + 2 * mat})
        frames = (_SHOT.format(height=height, png=base64.b64encode(shot).decode()) for shot in shots)
        wall.set_content(_MAT.format(mat=mat, shots="".join(frames)))
        wall.locator("body").screenshot(path=_FOLDER / name)


def head_of_the_readme(camera: Camera) -> None:
    """The same order on a desktop and on a phone, light and dark."""
    desktop, phone = camera.page(860, 1180, scale=1.5), camera.page(390, 1180, "dark", scale=1.5)
    shots = [camera.order(desktop, _DELAYED), camera.order(phone, _DELAYED)]
    camera.hang("screenshot.png", shots, height=1180, mat=44)


def on_a_phone(camera: Camera) -> None:
    """The form, an order on its way, and one that waits in the shop."""
    phones = [camera.page(390, 760) for _ in range(3)]
    shots = [camera.form(phones[0]), camera.order(phones[1], _DELAYED), camera.order(phones[2], _READY_FOR_PICKUP)]
    camera.hang("shop-phone.png", shots, height=760, mat=32)


def in_a_page_of_the_shop(camera: Camera, shop_url: str) -> None:
    """The widget between the shop's own words."""
    page = camera.page(860, 620)
    page.goto(shop_url, wait_until="networkidle")
    page.frame_locator("iframe").get_by_label("Order number").wait_for()
    camera.hang("shop-widget.png", [page.screenshot()], height=620, mat=32)


def every_situation(camera: Camera, url: str) -> None:
    """The head of the preview, with the phone beside it."""
    page = camera.page(1280, 860)
    page.goto(f"{url}/preview", wait_until="networkidle")
    camera.hang("shop-preview.png", [page.screenshot()], height=860, mat=32)


def overview(camera: Camera, url: str) -> None:
    """The orders that need somebody, as the shop's people see them."""
    page = camera.page(1280, 860)
    page.goto(f"{url}/merchant/", wait_until="networkidle")
    camera.hang("merchant.png", [page.screenshot()], height=860, mat=32)


@contextmanager
def served(application: "WSGIApplication") -> "Iterator[str]":
    """The address at which it answers."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def shop_page(site: Callable[[], str]) -> "WSGIApplication":
    """A page of the shop, with the widget of ``site`` in it."""

    @Request.application
    def page(_request: Request) -> Response:
        return Response(_SHOP_PAGE.format(site=site()), mimetype="text/html")

    return page


def filled_site(folder: str) -> "WSGIApplication":
    """A demo that has taken in the orders of its store."""
    app = create_app(Settings.from_environ({"DATABASE_URL": f"sqlite:///{folder}/whereabouts.db"}))
    filled = app.test_cli_runner().invoke(args=["sync"])
    if filled.exit_code:
        raise SystemExit(filled.output)
    return app


def _email_of(number: str) -> str:
    parts = create_app(Settings.from_environ({})).extensions["whereabouts"]
    return next(str(example.email) for example in parts.examples if example.order == f"#{number}")


def main() -> None:
    """Serve the demo and a shop's page, and take every picture."""
    sites: list[str] = []
    with ExitStack() as stack:
        shop = stack.enter_context(served(shop_page(lambda: sites[0])))
        sites.append(stack.enter_context(served(create_app(Settings.from_environ({"EMBED_ORIGINS": shop})))))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        camera = Camera(browser, sites[0])
        head_of_the_readme(camera)
        on_a_phone(camera)
        in_a_page_of_the_shop(camera, shop)
        every_situation(camera, sites[0])
        overview(camera, stack.enter_context(served(filled_site(stack.enter_context(TemporaryDirectory())))))
        browser.close()
    pictures = sorted(_FOLDER.glob("*.png"))
    for picture in pictures:
        print(f"{picture.name}: {picture.stat().st_size // 1000} KB")
    if sum(picture.stat().st_size for picture in pictures) > _LARGEST:
        raise SystemExit(f"Together they are larger than {_LARGEST // 1000} KB.")


if __name__ == "__main__":
    main()
