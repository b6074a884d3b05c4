from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.merchant.conftest import recorded_actions, send
from tracking.database import Database
from tracking.services import services

HOST = "http://localhost"
JSON = {"Accept": "application/json"}


@pytest.fixture
def app(make_app: Callable[..., Flask], url: str, database: Database) -> Flask:
    database.prepare()
    return make_app(DATABASE_URL=url)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def saved(app: Flask) -> dict[str, int]:
    """The ids by name."""
    with app.app_context():
        return {view.name: view.id for view in services().merchant.saved_views.listed()}


def test_a_view_is_saved_renamed_and_removed_and_each_is_written_down(app: Flask, client: FlaskClient) -> None:
    added = send(client, "/merchant/saved-views", {"name": "Late here", "query": "view=late&country=SE"}, HOST)
    assert (added.status_code, added.location) == (303, "/merchant/?view=late&country=SE")
    page = f"{HOST}/merchant/?view=late"
    address = f"/merchant/saved-views/{saved(app)['Late here']}"
    renamed = send(client, f"{address}/rename", {"name": "Late"}, HOST, Referer=page)
    assert (renamed.status_code, renamed.location, [*saved(app)]) == (303, "/merchant/?view=late", ["Late"])
    removed = send(client, f"{address}/remove", {}, HOST)
    assert (removed.status_code, removed.location, saved(app)) == (303, "/merchant/", {})
    assert recorded_actions(app)[:3] == [
        ("demo", "view_removed Late"),
        ("demo", "view_renamed Late"),
        ("demo", "view_saved Late here"),
    ]


def test_invalid_view_is_refused_and_changes_nothing(app: Flask, client: FlaskClient) -> None:
    for fields in ({"name": "", "query": "view=late"}, {"name": "Late", "query": "view=lost"}, {}):
        answer = send(client, "/merchant/saved-views", fields, HOST, **JSON)
        assert answer.status_code == 422
        assert answer.get_json()["error"].endswith(".")
    assert saved(app) == {}


@pytest.mark.parametrize("act", ["rename", "remove"])
def test_a_view_that_is_gone_is_404(client: FlaskClient, act: str) -> None:
    for view_id in ("1", "99999999999999999999", "-1", "x"):
        answer = send(client, f"/merchant/saved-views/{view_id}/{act}", {"name": "New"}, HOST, **JSON)
        assert (answer.status_code, answer.get_json().keys()) == (404, {"error"})


def test_a_form_of_another_page_changes_nothing(app: Flask, client: FlaskClient) -> None:
    fields = {"name": "Late", "query": "view=late"}
    answers = [
        client.post("/merchant/saved-views", data=fields, headers={"Origin": HOST}),
        send(client, "/merchant/saved-views", fields, "https://evil.example"),
    ]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert saved(app) == {}
