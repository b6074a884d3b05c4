"""Makes the languages of a site from its settings, and says which of them cannot be offered."""

import logging
from collections.abc import Sequence
from pathlib import Path

from tracking.i18n.catalogues import read_catalogues
from tracking.i18n.languages import Languages
from tracking.i18n.offered import complete, match, not_offered

log = logging.getLogger(__name__)


def create_languages(folder: Path, configured: Sequence[str], default: str) -> Languages:
    """Returns what is completely translated in the folder, as far as LANGUAGES (``configured``) wants it."""
    catalogues = read_catalogues(folder)
    for reason in not_offered((*configured, default), catalogues):
        log.warning("LANGUAGES or DEFAULT_LANGUAGE names %s", reason)
    if configured and not any(match(tag, complete(catalogues)) for tag in configured):
        log.warning("LANGUAGES names no language with a complete translation: the site speaks English until one is")
    return Languages.offered_by(catalogues, configured, default)
