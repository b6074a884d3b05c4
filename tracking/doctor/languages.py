"""Checks that the site offers the languages that the settings name."""

from collections.abc import Iterator

from tracking.doctor.finding import Finding
from tracking.i18n.catalogues import FOLDER, read_catalogues
from tracking.i18n.offered import not_offered
from tracking.services import Services

_TOPIC = "languages"
_FIX = "Take it out of LANGUAGES and DEFAULT_LANGUAGE, or complete its translation (CONTRIBUTING.md says how)."


def check(services: Services) -> Iterator[Finding]:
    """Compare LANGUAGES and DEFAULT_LANGUAGE with the translations."""
    settings = services.settings
    missing = not_offered((*settings.languages, settings.default_language), read_catalogues(FOLDER))
    for reason in missing:
        yield Finding.error(_TOPIC, f"LANGUAGES or DEFAULT_LANGUAGE names {reason}.", _FIX)
    if not missing:
        yield Finding.ok(_TOPIC, "Every language that the settings name is offered.")
