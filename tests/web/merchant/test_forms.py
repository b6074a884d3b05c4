from collections.abc import Callable

from flask import Flask

from tests.sampling import each_row
from tests.web.merchant.conftest import SETTINGS, form_token, logged_in, made_link
from tracking.services import services


@each_row(
    ("public_url", "origin", "status"),
    [
        ("https://track.example.com", "https://track.example.com", 303),
        ("https://Track.example.com:443/orders", "https://track.example.com", 303),
        ("https://track.example.com:8443", "https://track.example.com:8443", 303),
        ("https://track.example.com:8443", "https://track.example.com", 403),
        ("https://track.example.com", "http://localhost", 403),
        ("https://track.example.com", "https://track.example.com/", 403),
        ("https://track.example.com", "", 403),
    ],
)
def test_a_form_comes_from_the_address_of_the_site(
    make_app: Callable[..., Flask], public_url: str, origin: str, status: int
) -> None:
    app = make_app(**{**SETTINGS, "PUBLIC_URL": public_url})
    answer = app.test_client().post(f"/merchant/login/{made_link(app)}", headers={"Origin": origin})
    assert answer.status_code == status


def test_the_token_of_a_form_is_that_of_its_session(shop: Flask) -> None:
    first, second = form_token(logged_in(shop)), form_token(logged_in(shop))
    with shop.app_context():
        sessions = services().staff.sessions
    assert not sessions.is_form_token(first, "demo")
    assert first != second
