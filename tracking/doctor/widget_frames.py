"""Checks whether the settings let the shop's pages show this site in a frame."""

from collections.abc import Iterator, Mapping

from tracking.doctor.finding import Finding
from tracking.services import Services
from tracking.settings.embed_origins import EmbedObstacle, check_embedding

_TOPIC = "EMBED_ORIGINS"
_FIXES: Mapping[EmbedObstacle, tuple[str, str]] = {
    EmbedObstacle.NO_PUBLIC_URL: (
        "The line for the shop's pages needs the address of this site.",
        "Set PUBLIC_URL to this site's https:// address.",
    ),
    EmbedObstacle.MIXED_CONTENT: (
        "Browsers do not show this site on {origin}, because its own address begins with http://.",
        "Set PUBLIC_URL to this site's https:// address.",
    ),
}


def check(services: Services) -> Iterator[Finding]:
    """Check each origin, and report each obstacle once."""
    settings = services.settings
    if not settings.embed_origins:
        yield Finding.ok(_TOPIC, "It is not set, so no page may show this site in a frame.")
        return
    found = {
        obstacle: origin
        for origin in reversed(settings.embed_origins)
        for obstacle in check_embedding(origin, settings).obstacles
    }
    for obstacle, origin in found.items():
        message, fix = _FIXES[obstacle]
        yield Finding.error(_TOPIC, message.format(origin=origin), fix)
    if not found:
        message = f"Pages of {' and '.join(settings.embed_origins)} may show this site in a frame."
        yield Finding.ok(_TOPIC, message)
