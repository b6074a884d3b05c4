"""Checks that the shop's own texts can be read in every language that the site offers."""

from collections.abc import Iterator

from tracking.doctor.finding import Finding
from tracking.i18n.catalogues import FOLDER, read_catalogues
from tracking.i18n.localized_text import LocalizedText
from tracking.i18n.offered import complete, match
from tracking.services import Services
from tracking.settings import Settings

_TOPIC = "own texts"


def check(services: Services) -> Iterator[Finding]:
    """Compare LOST_POLICY, WAIT_POLICY and PICKUP_HOURS with the offered languages."""
    settings = services.settings
    texts = {
        "LOST_POLICY": settings.lost_policy,
        "WAIT_POLICY": settings.wait_policy,
        "PICKUP_HOURS": settings.pickup_hours,
    }
    given = {name: LocalizedText(text) for name, text in texts.items() if text}
    if not given:
        yield Finding.ok(
            _TOPIC, "LOST_POLICY, WAIT_POLICY and PICKUP_HOURS are not set, so customers read no words of yours."
        )
        return
    codes = _offered(services.settings)
    for name, text in given.items():
        yield finding(name, text, codes)


def _offered(settings: Settings) -> list[str]:
    codes = complete(read_catalogues(FOLDER))
    wanted = {match(tag, codes) for tag in (*settings.languages, settings.default_language)}
    return [code for code in codes if not settings.languages or code in wanted]


def finding(name: str, text: LocalizedText, codes: list[str]) -> Finding:
    """Return whether readers of each of the languages get a text of their own; one text is enough for one language."""
    missing = [code for code in codes if text.lacks(code)]
    language = text.texts[0][0]
    if not missing or (len(codes) == 1 and not language):
        return Finding.ok(_TOPIC, f"{name} has a text in every language that customers may read.")
    fix = f"Name a TOML file in {name}, with a line for each of them, or leave them out of LANGUAGES."
    given = language or "the one language in which it is written"
    return Finding.note(_TOPIC, f"Readers of {', '.join(missing)} get {name} in {given}.", fix)
