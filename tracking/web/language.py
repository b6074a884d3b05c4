"""Chooses the language of a page: the requested one, the order's, the browser's, or the shop's."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from gettext import NullTranslations
from typing import cast

from babel import Locale
from flask import Flask, current_app, request

from tracking.i18n.catalogues import SOURCE, untranslated
from tracking.settings import Settings

_KEY = "whereabouts.languages"

# Other codes of languages that we offer. Taiwan and Hong Kong use traditional characters.
_ALIASES = {"zh": "zh-hans", "zh-cn": "zh-hans", "zh-sg": "zh-hans", "zh-my": "zh-hans"}
_FAMILIES = {"no": "nb", "nn": "nb"}

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
        self._codes = {code.lower(): code for code in catalogues}
        self._default = default
        self.offered = {code: _language(code) for code in catalogues}

    def translations(self, code: str) -> NullTranslations:
        """Returns the catalogue of an offered language."""
        return self._catalogues[code]

    def match(self, requested: str | None) -> str | None:
        """Returns the offered language of a code in any spelling: ``sv_SE`` and ``sv-SE`` are ``sv``."""
        code = (requested or "").replace("_", "-").lower()
        family, script = code.partition("-")[0], code.rpartition("-")[0]
        names = (code, _ALIASES.get(code), script, family, _FAMILIES.get(family))
        return next((self._codes[name] for name in names if name in self._codes), None)

    def choose(self, preferences: Iterable[str | None]) -> str:
        """Returns the first of the preferences that is offered."""
        return next((code for each in preferences if (code := self.match(each))), self._default)


def add_languages(app: Flask, settings: Settings, catalogues: Mapping[str, NullTranslations]) -> None:
    """Offers the languages of LANGUAGES that are completely translated."""
    named = [code.replace("_", "-") for code in settings.languages]
    default = settings.default_language.replace("_", "-")
    complete = {code: each for code, each in catalogues.items() if not untranslated(each)}
    offered = {code: each for code, each in complete.items() if code in (named or complete)}
    for code in sorted({*named, default} - set(complete)):
        log.warning("LANGUAGES or DEFAULT_LANGUAGE names %s", _missing_reason(code, catalogues))
    if not offered:
        log.warning("LANGUAGES names no language with a complete translation: the site speaks English until one is")
    offered = {code: offered[code] for code in named if code in offered} or offered or {SOURCE: catalogues[SOURCE]}
    app.extensions[_KEY] = Languages(offered, default if default in offered else next(iter(offered)))


def _missing_reason(code: str, catalogues: Mapping[str, NullTranslations]) -> str:
    if code not in catalogues:
        return f"{code}, which has no translation"
    file = f"tracking/translations/{code.replace('-', '_')}/LC_MESSAGES/messages.po"
    return f"{code}, which is offered once {file} is complete: it lacks {untranslated(catalogues[code])} sentences"


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
