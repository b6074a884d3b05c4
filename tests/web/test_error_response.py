import re

import pytest
from flask import Flask

from tests.response_rules import check_html
from tracking.i18n.text import text
from tracking.web.error_response import ErrorResponse, error_response, message_page

ERROR = ErrorResponse(418, "teapot", text("This order is no longer here."), text("There’s no such page"))


@pytest.mark.parametrize(
    ("accept", "mimetype"), [("text/html", "text/html"), ("*/*", "text/html"), ("application/json", "application/json")]
)
def test_error_is_a_page_or_json(app: Flask, accept: str, mimetype: str) -> None:
    with app.test_request_context("/", headers={"Accept": accept}):
        response = error_response(ERROR, lambda error: f"page of {error.code}")
    assert (response.status_code, response.mimetype) == (418, mimetype)
    if mimetype == "text/html":
        assert response.get_data(as_text=True) == "page of teapot"
    else:
        assert response.get_json() == {"error": {"code": "teapot", "text": "This order is no longer here."}}


def test_message_page_has_title_and_text_in_the_readers_language(app: Flask) -> None:
    with app.test_request_context("/?lang=sv"):
        html = message_page(ERROR)
    check_html(re.sub("<style>[^<]+", "<style>", html))
    assert '<html lang="sv"' in html
    assert "There’s no such page" not in html
    with app.test_request_context("/"):
        html = message_page(ERROR)
    assert "There’s no such page" in html
    assert "This order is no longer here." in html
