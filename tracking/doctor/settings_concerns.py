"""Reports the problems that were found when the settings were read."""

from collections.abc import Iterator

from tracking.doctor.finding import Finding
from tracking.services import Services

_TOPIC = "settings"


def check(services: Services) -> Iterator[Finding]:
    """Repeat the concerns of the start."""
    for concern in services.commands.concerns:
        found = Finding.error if concern.is_error else Finding.note
        yield found(_TOPIC, concern.description, concern.fix)
