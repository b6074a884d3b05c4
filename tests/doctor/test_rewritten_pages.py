from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask

from tests.doctor.conftest import Site
from tests.doctor.doctor_report import KEY, run_doctor
from tests.doctor.proxy_server import Proxy
from tracking.web.branding.setup import TEMPLATES


class RewritingProxy(Proxy):
    """Does to a page what services that make pages smaller do."""

    def __init__(self, target: str, replaced: str, by: str) -> None:
        super().__init__(target, visitor=None)
        self._replaced, self._by = replaced, by

    def rewrite(self, body: str) -> str:
        return body.replace(self._replaced, self._by)


@pytest.mark.parametrize(
    ("replaced", "by", "states"),
    [
        ("nothing of the page", "", []),
        ("<body ", "<!-- passed on --><body ", []),
        ("<style>", '<style type="text/css">', []),
        ("<style>", "<style>/* smaller */", ["!!"]),
        ("#fff", "white", ["!!"]),
        ("<style>", "<style hidden></style><link>", ["!!"]),
        ("style>", "script>", ["!!"]),
    ],
)
def test_page_with_another_style_than_was_sent_is_an_error(
    make_app: Callable[..., Flask], site: Site, stack: ExitStack, replaced: str, by: str, states: list[str]
) -> None:
    proxy = stack.enter_context(RewritingProxy(site.url, replaced, by))
    site.app = app = make_app(SECRET_KEY=KEY, PUBLIC_URL=proxy.url)
    said = run_doctor(app).of("pages")
    assert [each.state for each in said] == states


def test_layout_of_the_merchant_that_links_the_style_is_no_error(
    make_app: Callable[..., Flask], site: Site, stack: ExitStack, tmp_path: Path
) -> None:
    layout = tmp_path / "templates" / "layouts" / "page.html"
    layout.parent.mkdir(parents=True)
    ours = (TEMPLATES / "layouts" / "page.html").read_text(encoding="utf-8")
    layout.write_text(ours.replace("{% if style %}", "{% if false %}"), encoding="utf-8")
    proxy = stack.enter_context(Proxy(site.url, visitor=None))
    site.app = app = make_app(SECRET_KEY=KEY, PUBLIC_URL=proxy.url, BRAND_DIR=str(tmp_path))
    page = app.test_client().get("/")
    assert 'rel="stylesheet"' in page.text
    assert "<style>" not in page.text
    assert run_doctor(app).of("pages") == []
