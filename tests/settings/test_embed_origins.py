import pytest

from tracking.settings import Settings
from tracking.settings.embed_origins import EmbedObstacle, check_embedding

SETTINGS = {
    "PUBLIC_URL": "https://track.example.com",
    "EMBED_ORIGINS": "https://shop.example.com http://localhost:8000",
}


def obstacles(url: str, **changed: str) -> tuple[EmbedObstacle, ...]:
    return check_embedding(url, Settings.from_environ({**SETTINGS, **changed})).obstacles


@pytest.mark.parametrize(
    "url", ["https://shop.example.com/pages/track?a=b#c", "shop.example.com", "http://localhost:8000/track.html"]
)
def test_listed_origin_is_allowed(url: str) -> None:
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
def test_unlisted_origin_is_rejected(url: str) -> None:
    assert obstacles(url) == (EmbedObstacle.NOT_LISTED,)


@pytest.mark.parametrize(
    "url", ["", "  ", "javascript:alert(1)", "http://shop.example.com/", "https://[", "https://a b"]
)
def test_invalid_url_is_an_obstacle(url: str) -> None:
    verdict = check_embedding(url, Settings.from_environ(SETTINGS))
    assert verdict.obstacles == (EmbedObstacle.INVALID_URL,)
    assert verdict.origin is None
    assert verdict.embed_origins == SETTINGS["EMBED_ORIGINS"]


def test_all_obstacles_are_reported() -> None:
    assert obstacles("https://new.example.com", PUBLIC_URL="") == (
        EmbedObstacle.NO_PUBLIC_URL,
        EmbedObstacle.NOT_LISTED,
    )
    assert obstacles("https://shop.example.com", PUBLIC_URL="http://localhost:5000") == (EmbedObstacle.MIXED_CONTENT,)
    assert obstacles("http://localhost:8000", PUBLIC_URL="http://localhost:5000") == ()


def test_suggested_origins_keep_the_present_ones() -> None:
    verdict = check_embedding("https://New.example.com/x", Settings.from_environ(SETTINGS))
    assert verdict.embed_origins == f"{SETTINGS['EMBED_ORIGINS']} https://new.example.com"
    assert (
        check_embedding("shop.example.com", Settings.from_environ(SETTINGS)).embed_origins == SETTINGS["EMBED_ORIGINS"]
    )
