import pytest
from flask.testing import FlaskClient

from tests.web.conftest import address_of


@pytest.mark.parametrize(
    "accept", ["*/*", "text/html,application/json", "text/html", "application/json;q=0.5,text/html"]
)
def test_html_is_the_default(client: FlaskClient, accept: str) -> None:
    assert client.get(address_of(client, "#1001"), headers={"Accept": accept}).mimetype == "text/html"


@pytest.mark.parametrize(
    "accept",
    [
        "application/json",
        "application/json, text/html;q=0.9",
        "application/json, text/plain, */*",
        "application/*",
    ],
)
def test_json_is_sent_where_the_request_names_it(client: FlaskClient, accept: str) -> None:
    assert client.get(address_of(client, "#1001"), headers={"Accept": accept}).mimetype == "application/json"
