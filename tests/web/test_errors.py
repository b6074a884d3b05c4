import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import ImATeapot

from tracking.orders import Gone, LookupUnavailable, NotFound
from tracking.web.errors import BY_EXCEPTION, BY_STATUS


def test_unknown_path_is_a_page_with_a_link_to_the_form(client: FlaskClient) -> None:
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert "There’s no such page" in response.text
    assert 'href="/"' in response.text


def test_doubled_slash_is_not_redirected(client: FlaskClient) -> None:
    for path in ("/nowhere//x", "/order//x", "/static//x", "/order/x/"):
        assert client.get(path).status_code == 404


def test_internal_error_shows_no_details(errors_app: Flask) -> None:
    response = errors_app.test_client().get("/broken")
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.text
    assert "ZeroDivision" not in response.text


@pytest.mark.parametrize(("seconds", "header"), [(None, "30"), (0.2, "1"), (7.5, "8"), (86_400.0, "3600")])
def test_retry_after_is_at_most_an_hour(errors_app: Flask, seconds: float | None, header: str) -> None:
    def unavailable() -> str:
        raise LookupUnavailable(seconds)

    errors_app.add_url_rule("/unavailable", view_func=unavailable, methods=["POST"])
    response = errors_app.test_client().post("/unavailable")
    assert (response.status_code, response.headers["Retry-After"]) == (503, header)


def test_error_is_json_where_the_request_prefers_it(errors_app: Flask) -> None:
    client = errors_app.test_client()
    for path, status, code in (("/nowhere", 404, "no_page"), ("/broken", 500, "mistake")):
        response = client.get(path, headers={"Accept": "application/json"})
        assert response.status_code == status
        assert set(response.get_json()) == {"error"}
        assert set(response.get_json()["error"]) == {"code", "text"}
        assert response.get_json()["error"]["code"] == code


def test_status_without_a_row_is_refused(app: Flask) -> None:
    def teapot() -> tuple[str, int]:
        raise ImATeapot

    app.add_url_rule("/teapot", view_func=teapot)
    response = app.test_client().get("/teapot", headers={"Accept": "application/json"})
    assert (response.status_code, response.get_json()["error"]["code"]) == (418, "refused")


def test_error_codes_are_unique() -> None:
    codes = [row.code for row in (*BY_EXCEPTION.values(), *BY_STATUS.values())]
    assert len(set(codes)) == len(codes)


def test_subclass_has_a_row_of_its_own() -> None:
    assert issubclass(Gone, NotFound)
    assert BY_EXCEPTION[Gone].code != BY_EXCEPTION[NotFound].code
