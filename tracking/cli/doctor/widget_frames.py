"""Whether the shop's pages may show this site in a frame, as far as the settings decide."""

from collections.abc import Iterator, Mapping

from tracking.cli.doctor.finding import Finding
from tracking.services import Services
from tracking.settings.embed_origins import Obstacle, judge

_ABOUT = "EMBED_ORIGINS"
_FIXES: Mapping[Obstacle, tuple[str, str]] = {
    Obstacle.NO_PUBLIC_URL: (
        "The line for the shop's pages needs the address of this site.",
        "Set PUBLIC_URL to this site's https:// address.",
    ),
    Obstacle.MIXED: (
        "Browsers do not show this site on {origin}, because its own address begins with http://.",
        "Set PUBLIC_URL to this site's https:// address.",
    ),
}


def check(parts: Services) -> Iterator[Finding]:
    """Look at each origin: what stands once for all of them is said once."""
    settings = parts.settings
    if not settings.embed_origins:
        yield Finding.well(_ABOUT, "It is not set, so no page may show this site in a frame.")
        return
    found = {
        obstacle: origin
        for origin in reversed(settings.embed_origins)
        for obstacle in judge(origin, settings).obstacles
    }
    for obstacle, origin in found.items():
        words, fix = _FIXES[obstacle]
        yield Finding.mend(_ABOUT, words.format(origin=origin), fix)
    if not found:
        words = f"Pages of {' and '.join(settings.embed_origins)} may show this site in a frame."
        yield Finding.well(_ABOUT, words)
