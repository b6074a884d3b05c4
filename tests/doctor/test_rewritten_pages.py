from collections.abc import Callable
from contextlib import ExitStack

import pytest
from flask import Flask

from tests.doctor.conftest import Site
from tests.doctor.doctor_report import KEY, run_doctor
from tests.doctor.proxy_server import Proxy


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
    ],
)
def test_page_with_another_style_than_was_sent_is_an_error(
    make_app: Callable[..., Flask], site: Site, stack: ExitStack, replaced: str, by: str, states: list[str]
) -> None:
    proxy = stack.enter_context(RewritingProxy(site.url, replaced, by))
    site.app = app = make_app(SECRET_KEY=KEY, PUBLIC_URL=proxy.url)
    said = run_doctor(app).of("pages")
    assert [each.state for each in said] == states
