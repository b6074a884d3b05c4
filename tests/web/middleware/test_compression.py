import gzip

import pytest
from flask.testing import FlaskClient

ZIPPED = {"Accept-Encoding": "gzip, br"}


@pytest.mark.parametrize("path", ["/", "/?order=1001", "/widget", "/preview"])
def test_page_that_is_not_cached_is_compressed(client: FlaskClient, path: str) -> None:
    plain, zipped = client.get(path), client.get(path, headers=ZIPPED)
    assert plain.content_encoding is None
    assert zipped.content_encoding == "gzip"
    assert gzip.decompress(zipped.data) == plain.data
    assert zipped.content_length == len(zipped.data) < plain.content_length / 2
    assert "Accept-Encoding" in zipped.vary
    assert "Accept-Encoding" in plain.vary


def test_what_was_posted_is_not_compressed(client: FlaskClient) -> None:
    answer = client.post("/", data={"order": "1001", "email": "someone.else@example.com"}, headers=ZIPPED)
    assert answer.status_code == 404
    assert answer.content_encoding is None


@pytest.mark.parametrize("path", ["/healthz", "/nowhere", "/proxy"])
def test_other_responses_stay_as_they_are(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers=ZIPPED).content_encoding is None


def test_a_refused_encoding_is_not_used(client: FlaskClient) -> None:
    assert client.get("/", headers={"Accept-Encoding": "gzip;q=0"}).content_encoding is None
