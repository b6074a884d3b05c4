import pytest

from tracking.settings import Settings
from tracking.settings.embed_origins import Obstacle, judge

SETTINGS = {
    "PUBLIC_URL": "https://track.example.com",
    "EMBED_ORIGINS": "https://shop.example.com http://localhost:8000",
}


def obstacles(url: str, **changed: str) -> tuple[Obstacle, ...]:
    return judge(url, Settings.from_environ({**SETTINGS, **changed})).obstacles


@pytest.mark.parametrize(
    "url", ["https://shop.example.com/pages/track?a=b#c", "shop.example.com", "http://localhost:8000/track.html"]
)
def test_a_listed_site_may(url: str) -> None:
    assert obstacles(url) == ()


@pytest.mark.parametrize(
    "url",
    [
        "https://www.shop.example.com/",
        "https://shop.example.com:8443/",
        "https://shop.example.com.evil.example/",
        "http://localhost:8001/",
    ],
)
def test_exactly_the_listed_ones_may(url: str) -> None:
    assert obstacles(url) == (Obstacle.NOT_LISTED,)


@pytest.mark.parametrize(
    "url", ["", "  ", "javascript:alert(1)", "http://shop.example.com/", "https://[", "https://a b"]
)
def test_what_is_no_page_on_the_web_is_said(url: str) -> None:
    verdict = judge(url, Settings.from_environ(SETTINGS))
    assert verdict.obstacles == (Obstacle.NO_ADDRESS,)
    assert verdict.origin is None
    assert verdict.wanted == SETTINGS["EMBED_ORIGINS"]


def test_several_obstacles_are_all_named() -> None:
    assert obstacles("https://new.example.com", PUBLIC_URL="") == (Obstacle.NO_PUBLIC_URL, Obstacle.NOT_LISTED)
    assert obstacles("https://shop.example.com", PUBLIC_URL="http://localhost:5000") == (Obstacle.MIXED,)
    assert obstacles("http://localhost:8000", PUBLIC_URL="http://localhost:5000") == ()


def test_what_is_wanted_keeps_what_was_there() -> None:
    verdict = judge("https://New.example.com/x", Settings.from_environ(SETTINGS))
    assert verdict.wanted == f"{SETTINGS['EMBED_ORIGINS']} https://new.example.com"
    assert judge("shop.example.com", Settings.from_environ(SETTINGS)).wanted == SETTINGS["EMBED_ORIGINS"]
