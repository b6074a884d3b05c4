"""Checks that pages lead to what a shop must show, such as its imprint and its privacy notice."""

from collections.abc import Iterator

from tracking.doctor.finding import Finding
from tracking.services import Services

_TOPIC = "FOOTER_LINKS"


def check(services: Services) -> Iterator[Finding]:
    """Name the links at the foot of every page."""
    links = services.settings.footer_links
    if links:
        yield Finding.ok(_TOPIC, f"At the foot of every page: {', '.join(name for name, _ in links)}.")
        return
    yield Finding.note(
        _TOPIC,
        "No page leads to your imprint, your privacy notice or your return policy, which many countries require.",
        "Write FOOTER_LINKS='Imprint=https://...; Privacy=https://...' to .env, with the pages of your shop.",
    )
