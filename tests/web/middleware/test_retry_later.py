import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.parts import Shopify
from tests.web.conftest import token_of


@pytest.mark.parametrize(("path", "words"), [("/order/{}", "Vi kan"), ("/widget/order/{}/live", "Vi kan")])
def test_a_link_that_cannot_be_answered_now_is_answered_in_words_that_are_ready(
    app: Flask, client: FlaskClient, shopify: Shopify, path: str, words: str
) -> None:
    shopify.is_down = True
    path = path.format(token_of(app, "1"))
    first, second = (client.get(path, headers={"Accept-Language": "nb"}) for _ in range(2))
    assert (first.status_code, first.text) == (503, second.text)
    assert words in first.text
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]
    assert int(first.headers["Retry-After"]) >= 1
    assert len(first.headers.getlist("Retry-After")) == 1


def test_what_somebody_typed_is_kept_for_the_next_try(client: FlaskClient, shopify: Shopify) -> None:
    shopify.is_down = True
    answer = client.post("/", data={"order": "#1001", "email": "somebody@example.com"})
    assert answer.status_code == 503
    assert 'value="#1001"' in answer.text
    assert "somebody@example.com" not in answer.text
