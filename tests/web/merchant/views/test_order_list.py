from flask.testing import FlaskClient


def test_the_list_is_the_overviews_first_page(client: FlaskClient) -> None:
    assert "<h1>Orders</h1>" in client.get("/merchant/").text
