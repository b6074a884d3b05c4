"""Chooses the language of a page: the requested one, the order's, the browser's, or the shop's."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from gettext import NullTranslations
from typing import cast

from babel import Locale
from flask import Flask, current_app, request

from tracking.i18n.catalogues import SOURCE
from tracking.i18n.offered import complete, match, not_offered
from tracking.settings import Settings

_KEY = "whereabouts.languages"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Language:
    """``code`` is BCP 47, ``endonym`` the language's own word for itself, ``direction`` ltr or rtl."""

    code: str
    endonym: str
    direction: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A link to the same page in an offered language."""

    code: str
    endonym: str
    url: str
    current: bool


class Languages:
    """The offered languages by BCP 47 code, in order; ``default`` is used where none of them is preferred."""

    def __init__(self, catalogues: Mapping[str, NullTranslations], default: str) -> None:
        self._catalogues = catalogues
        self._default = default
        self.offered = {code: _language(code) for code in catalogues}

    def translations(self, code: str) -> NullTranslations:
        """Returns the catalogue of an offered language."""
        return self._catalogues[code]

    def match(self, wish: str | None) -> str | None:
        """The offered language that a code in any spelling means: ``sv_SE`` and ``sv-SE`` are ``sv``."""
        return match(wish, self._catalogues)

    def choose(self, preferences: Iterable[str | None]) -> str:
        """Returns the first of the preferences that is offered."""
        return next((code for each in preferences if (code := self.match(each))), self._default)


def add_languages(app: Flask, settings: Settings, catalogues: Mapping[str, NullTranslations]) -> None:
    """Offer what is completely translated, as far as LANGUAGES wants it."""
    whole = complete(catalogues)
    named = [code for wish in settings.languages if (code := match(wish, whole))]
    for reason in not_offered((*settings.languages, settings.default_language), catalogues):
        log.warning("LANGUAGES or DEFAULT_LANGUAGE names %s", reason)
    if settings.languages and not named:
        log.warning("LANGUAGES names no language with a complete translation: the site speaks English until one is")
        named = [SOURCE]
    offered = {code: catalogues[code] for code in named or whole}
    default = match(settings.default_language, whole)
    app.extensions[_KEY] = Languages(offered, default if default in offered else next(iter(offered)))


def languages() -> Languages:
    """Returns the languages of the current app."""
    return cast("Languages", current_app.extensions[_KEY])


def requested_language() -> str | None:
    """Returns the language of ``?lang``, where it is offered; links carry it on."""
    return languages().match(request.args.get("lang"))


def choose_language(order_locale: str | None = None) -> str:
    """Returns the language of ``?lang``, else the order's, the browser's or the shop's."""
    return languages().choose((request.args.get("lang"), order_locale, *request.accept_languages.values()))


def choices(current: str, url_in: Callable[[str], str]) -> tuple[Choice, ...]:
    """Returns a link to this page in every offered language; ``url_in`` gives its address in one."""
    return tuple(
        Choice(
            code=language.code,
            endonym=language.endonym,
            url=url_in(language.code),
            current=language.code == current,
        )
        for language in languages().offered.values()
    )


def _language(code: str) -> Language:
    locale = Locale.parse(code, sep="-")
    endonym = locale.get_display_name() or code
    return Language(code, endonym[0].upper() + endonym[1:], locale.text_direction)
