from collections.abc import Callable

from flask import Flask

from tests.cli.doctor.doctor_report import run_doctor

SHOPS = "https://shop.example.com https://www.shop.example.com"


def test_unset_embed_origins_are_ok(app: Flask) -> None:
    (said,) = run_doctor(app).of("EMBED_ORIGINS")
    assert (said.state, said.message) == ("ok", "It is not set, so no page may show this site in a frame.")


def test_listed_origins_are_ok(make_app: Callable[..., Flask]) -> None:
    (said,) = run_doctor(make_app(EMBED_ORIGINS=SHOPS, PUBLIC_URL="https://127.0.0.1:1")).of("EMBED_ORIGINS")
    assert said.state == "ok"
    assert "https://shop.example.com and https://www.shop.example.com" in said.message


def test_missing_public_url_is_reported_once(make_app: Callable[..., Flask]) -> None:
    (said,) = run_doctor(make_app(EMBED_ORIGINS=SHOPS)).of("EMBED_ORIGINS")
    assert said.state == "!!"
    assert said.fix.startswith("Set PUBLIC_URL")


def test_a_page_from_https_shows_nothing_from_http(make_app: Callable[..., Flask]) -> None:
    (said,) = run_doctor(make_app(EMBED_ORIGINS=SHOPS, PUBLIC_URL="http://127.0.0.1:1")).of("EMBED_ORIGINS")
    assert said.state == "!!"
    assert "https://shop.example.com," in said.message
