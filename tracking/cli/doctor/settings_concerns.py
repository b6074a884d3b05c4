"""Reports the problems that were found when the settings were read."""

from collections.abc import Iterator

from tracking.cli.doctor.finding import Finding
from tracking.services import Services

_ABOUT = "settings"


def check(services: Services) -> Iterator[Finding]:
    """Repeat the concerns of the start."""
    for concern in services.commands.concerns:
        found = Finding.error if concern.is_error else Finding.note
        yield found(_ABOUT, concern.description, concern.fix)
