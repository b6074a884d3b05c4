import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import ImATeapot

from tracking.orders import Gone, LookupUnavailable, NotFound
from tracking.web.errors import ANSWERS, BY_STATUS


def test_unknown_address_is_a_friendly_page(client: FlaskClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
    assert 'href="/"' in answer.text


def test_doubled_slash_does_not_redirect(client: FlaskClient) -> None:
    for path in ("/nowhere//x", "/order//x", "/static//x", "/order/x/"):
        assert client.get(path).status_code == 404


def test_internal_error_shows_no_details(errors_app: Flask) -> None:
    answer = errors_app.test_client().get("/broken")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "ZeroDivision" not in answer.text


@pytest.mark.parametrize(("seconds", "told"), [(None, "30"), (0.2, "1"), (7.5, "8"), (86_400.0, "3600")])
def test_retry_after_is_at_most_an_hour(errors_app: Flask, seconds: float | None, told: str) -> None:
    def unavailable() -> str:
        raise LookupUnavailable(seconds)

    errors_app.add_url_rule("/unavailable", view_func=unavailable, methods=["POST"])
    answer = errors_app.test_client().post("/unavailable")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, told)


def test_errors_are_json_where_the_request_prefers_json(errors_app: Flask) -> None:
    client = errors_app.test_client()
    for path, status, code in (("/nowhere", 404, "no_page"), ("/broken", 500, "mistake")):
        answer = client.get(path, headers={"Accept": "application/json"})
        assert answer.status_code == status
        assert set(answer.get_json()) == {"error"}
        assert set(answer.get_json()["error"]) == {"code", "text"}
        assert answer.get_json()["error"]["code"] == code


def test_status_without_a_row_has_a_response(app: Flask) -> None:
    def teapot() -> tuple[str, int]:
        raise ImATeapot

    app.add_url_rule("/teapot", view_func=teapot)
    answer = app.test_client().get("/teapot", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (418, "refused")


def test_every_error_code_is_unique() -> None:
    codes = [answer.code for answer in (*ANSWERS.values(), *BY_STATUS.values())]
    assert len(set(codes)) == len(codes)


def test_most_specific_exception_wins() -> None:
    assert issubclass(Gone, NotFound)
    assert ANSWERS[Gone].code != ANSWERS[NotFound].code
