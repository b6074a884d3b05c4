from flask.testing import FlaskClient

from tests.parts import Shopify


def test_the_process_lives_whatever_its_parts_do(client: FlaskClient, shopify: Shopify) -> None:
    shopify.is_down = True
    answer = client.get("/healthz")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok"})
    assert not shopify.asked


def test_it_is_ready_when_shopify_answers(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok", "parts": {"shopify": "ok"}})


def test_it_names_the_part_that_does_not(client: FlaskClient, shopify: Shopify) -> None:
    shopify.is_down = True
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (503, {"status": "down", "parts": {"shopify": "down"}})
