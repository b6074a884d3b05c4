from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import Clock, Shopify
from tracking.services import services


def code_of(app: Flask, order_id: str) -> str:
    with app.app_context():
        return services().short_links.sign(order_id)


def test_short_link_leads_to_the_order(app: Flask, client: FlaskClient, shopify: Shopify) -> None:
    answer = client.get(f"/l/{code_of(app, shopify.id_of('#1001'))}")
    assert answer.status_code == 303
    assert answer.location.startswith("/order/")
    assert "#1001" in client.get(answer.location).text
    assert "Set-Cookie" not in answer.headers


def test_a_wrong_one_is_404_an_old_one_410_and_many_wrong_ones_429(
    app: Flask, client: FlaskClient, shopify: Shopify, clock: Clock
) -> None:
    code = code_of(app, shopify.id_of("#1001"))
    assert client.get(f"/l/{code[::-1]}").status_code == 404
    assert client.get(f"/l/{code_of(app, '1')}").status_code == 404
    clock.advance(days=32)
    assert client.get(f"/l/{code}").status_code == 410
    assert {client.get(f"/l/{place:020}").status_code for place in range(70)} == {404, 429}
