"""Whether a page of the shop may show the widget, as far as the settings decide, and what to change where not."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from tracking.settings.parsers import origin
from tracking.settings.settings import Settings


class Obstacle(StrEnum):
    """What stands in the way."""

    NO_ADDRESS = "no_address"  # what was asked about is no address of a page
    NO_PUBLIC_URL = "no_public_url"
    MIXED = "mixed"  # browsers show nothing from http:// on a page from https://
    NOT_LISTED = "not_listed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``origin`` is that of the page, None where it has none; ``wanted`` what EMBED_ORIGINS has to say."""

    origin: str | None
    obstacles: tuple[Obstacle, ...]
    wanted: str


def judge(url: str, settings: Settings) -> Verdict:
    """What the settings say about a page at ``url``."""
    page = _origin(url)
    if page is None:
        return Verdict(origin=None, obstacles=(Obstacle.NO_ADDRESS,), wanted=" ".join(settings.embed_origins))
    found = {
        Obstacle.NO_PUBLIC_URL: settings.public_url is None,
        Obstacle.MIXED: page.startswith("https:") and (settings.public_url or "").startswith("http:"),
        Obstacle.NOT_LISTED: page not in settings.embed_origins,
    }
    return Verdict(
        origin=page,
        obstacles=tuple(obstacle for obstacle, stands in found.items() if stands),
        wanted=" ".join(dict.fromkeys((*settings.embed_origins, page))),
    )


def _origin(url: str) -> str | None:
    """Scheme, host and port, of an address that may also lack its scheme, as people type it."""
    url = url.strip()
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        return origin(f"{parts.scheme}://{parts.netloc}")
    except ValueError:
        return None
