from http import HTTPStatus
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.response_rules import text_of
from tests.web.merchant.conftest import SAME_SITE
from tests.web.merchant.orders import site_of
from tracking.i18n.text import text
from tracking.web.error_response import ErrorResponse
from tracking.web.errors import BY_EXCEPTION, BY_STATUS
from tracking.web.merchant.problems import in_overview


def test_every_error_has_words_for_the_shop() -> None:
    for row in (*BY_EXCEPTION.values(), *BY_STATUS.values()):
        shown = in_overview(row)
        assert shown.title
        assert "order" not in shown.text.message or row.status not in {403, 404, 413, 429, 500, 503}
        assert (shown.status, shown.code) == (row.status, row.code)
    unknown = in_overview(ErrorResponse(HTTPStatus.IM_A_TEAPOT, "teapot", text("Orders")))
    assert unknown.title == unknown.text


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_an_error_of_the_overview_is_shown_in_it(ada: FlaskClient, accept: str) -> None:
    answer = ada.post("/merchant/logout", headers={**SAME_SITE, "Accept": accept})
    assert answer.status_code == 403
    assert "This form is too old" in answer.text or "This form is too old" in answer.get_json()["error"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/merchant/", "/merchant/state", "/merchant/settings"])
def test_without_the_database_it_is_said_where_the_reason_stands(shop: Flask, ada: FlaskClient, path: str) -> None:
    place = Path(site_of(shop).database.place)
    place.rename(place.with_suffix(".aside"))
    answer = ada.get(path)
    assert answer.status_code == 503
    assert "whereabouts doctor" in text_of(answer)
    assert "Try again in a minute" not in text_of(answer)
