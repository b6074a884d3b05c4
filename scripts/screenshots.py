"""The picture at the head of the README: the same order on a desk and on a phone, light and dark, as they are today."""

import base64
import shutil
import threading
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from tracking import create_app
from tracking.settings import Settings

PICTURE = Path(__file__).parent.parent / "docs" / "screenshot.png"
Scheme = Literal["light", "dark"]
SHOTS: tuple[tuple[int, int, Scheme], ...] = ((860, 1180, "light"), (390, 1180, "dark"))

# A plain mat, so that light and dark pages stand out from whatever surrounds the picture.
MAT = """<body style="margin:0;padding:48px;display:flex;gap:40px;background:#dfe3e1;width:max-content">{}</body>"""
FRAME = '<img style="height:1180px;border-radius:18px;box-shadow:0 18px 50px #0003" src="data:image/png;base64,{}">'


def shot(browser: Browser, url: str, width: int, height: int, scheme: Scheme) -> str:
    """One page, looked up as a customer does, as a base64 PNG."""
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        device_scale_factor=1.5,
        reduced_motion="reduce",
        locale="en-US",
    )
    page.goto(url)
    page.get_by_label("Order number").fill("1020")
    page.get_by_label("E-mail").fill(email())
    page.keyboard.press("Enter")
    page.wait_for_url("**/order/**", wait_until="networkidle")
    return base64.b64encode(page.screenshot()).decode()


def email() -> str:
    """The address of the delayed order."""
    parts = create_app(Settings.from_environ({})).extensions["whereabouts"]
    return next(str(example.email) for example in parts.examples if example.order == "#1020")


def main() -> None:
    """Serve the demo, take the shots, hang them side by side."""
    server = make_server("127.0.0.1", 0, create_app(Settings.from_environ({})), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        frames = [shot(browser, f"http://127.0.0.1:{server.server_port}/", *one) for one in SHOTS]
        wall = browser.new_page(viewport={"width": 1600, "height": 1300})
        wall.set_content(MAT.format("".join(map(FRAME.format, frames))))
        wall.locator("body").screenshot(path=PICTURE)
        browser.close()
    server.shutdown()
    print(f"{PICTURE.name}: {PICTURE.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
