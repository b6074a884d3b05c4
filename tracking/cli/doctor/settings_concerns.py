"""What is odd about the settings, or about the file they come from."""

from collections.abc import Iterator

from tracking.cli.doctor.finding import Finding
from tracking.services import Services

_ABOUT = "settings"


def check(parts: Services) -> Iterator[Finding]:
    """Say again what was found when they were read."""
    for concern in parts.concerns:
        found = Finding.mend if concern.must_be_mended else Finding.know
        yield found(_ABOUT, concern.words, concern.fix)
