from collections.abc import Callable

from flask import Flask

from tests.cli.doctor.diagnosing import diagnose

SHOPS = "https://shop.example.com https://www.shop.example.com"


def test_nobody_may_frame_it_until_somebody_is_named(app: Flask) -> None:
    (said,) = diagnose(app).of("EMBED_ORIGINS")
    assert (said.state, said.words) == ("ok", "It is not set, so no page may show this site in a frame.")


def test_those_who_are_named_may(make_app: Callable[..., Flask]) -> None:
    (said,) = diagnose(make_app(EMBED_ORIGINS=SHOPS, PUBLIC_URL="https://127.0.0.1:1")).of("EMBED_ORIGINS")
    assert said.state == "ok"
    assert "https://shop.example.com and https://www.shop.example.com" in said.words


def test_without_an_address_of_its_own_they_cannot_and_that_is_said_once(make_app: Callable[..., Flask]) -> None:
    (said,) = diagnose(make_app(EMBED_ORIGINS=SHOPS)).of("EMBED_ORIGINS")
    assert said.state == "!!"
    assert said.fix.startswith("Set PUBLIC_URL")


def test_a_page_from_https_shows_nothing_from_http(make_app: Callable[..., Flask]) -> None:
    (said,) = diagnose(make_app(EMBED_ORIGINS=SHOPS, PUBLIC_URL="http://127.0.0.1:1")).of("EMBED_ORIGINS")
    assert said.state == "!!"
    assert "https://shop.example.com," in said.words
