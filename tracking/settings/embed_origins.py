"""Decides from the settings whether a page of the shop may show the widget, and which setting to change if not."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from tracking.settings.parsers import origin
from tracking.settings.settings import Settings


class EmbedObstacle(StrEnum):
    """The reason why a page cannot show the widget."""

    INVALID_URL = "no_address"  # the input is no URL of a page
    NO_PUBLIC_URL = "no_public_url"
    MIXED_CONTENT = "mixed"  # browsers show nothing from http:// on a page from https://
    NOT_LISTED = "not_listed"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedCheck:
    """The result: ``origin`` of the page (None for an invalid URL), and the ``embed_origins`` that would allow it."""

    origin: str | None
    obstacles: tuple[EmbedObstacle, ...]
    embed_origins: str


def check_embedding(url: str, settings: Settings) -> EmbedCheck:
    """Check the page at ``url`` against PUBLIC_URL and EMBED_ORIGINS."""
    page = _origin(url)
    if page is None:
        return EmbedCheck(
            origin=None, obstacles=(EmbedObstacle.INVALID_URL,), embed_origins=" ".join(settings.embed_origins)
        )
    found = {
        EmbedObstacle.NO_PUBLIC_URL: settings.public_url is None,
        EmbedObstacle.MIXED_CONTENT: page.startswith("https:") and (settings.public_url or "").startswith("http:"),
        EmbedObstacle.NOT_LISTED: page not in settings.embed_origins,
    }
    return EmbedCheck(
        origin=page,
        obstacles=tuple(obstacle for obstacle, is_present in found.items() if is_present),
        embed_origins=" ".join(dict.fromkeys((*settings.embed_origins, page))),
    )


def _origin(url: str) -> str | None:
    """Scheme, host and port of a URL, whose scheme may be missing as people type it."""
    url = url.strip()
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        return origin(f"{parts.scheme}://{parts.netloc}")
    except ValueError:
        return None
