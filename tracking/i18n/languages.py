"""The languages that customers are offered, and which of them a language tag means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from gettext import NullTranslations
from typing import Self

from babel import Locale

from tracking.i18n.catalogues import SOURCE
from tracking.i18n.offered import complete, match


@dataclass(frozen=True, slots=True)
class Language:
    """``code`` is BCP 47, ``endonym`` the language's own word for itself, ``direction`` ltr or rtl."""

    code: str
    endonym: str
    direction: str


class Languages:
    """The offered languages by BCP 47 code, in order; ``default`` is used where none of them is preferred."""

    def __init__(self, catalogues: Mapping[str, NullTranslations], default: str) -> None:
        self.catalogues = catalogues
        self.default = default
        self.offered = {code: _language(code) for code in catalogues}

    @classmethod
    def offered_by(cls, catalogues: Mapping[str, NullTranslations], configured: Iterable[str], default: str) -> Self:
        """Returns the configured ones that are fully translated, all where none is configured, and English in need."""
        whole, configured = complete(catalogues), tuple(configured)
        named = [code for tag in configured if (code := match(tag, whole))] or ([SOURCE] if configured else whole)
        offered = {code: catalogues[code] for code in named}
        preferred = match(default, whole)
        return cls(offered, preferred if preferred in offered else next(iter(offered)))

    def choose(self, preferences: Iterable[str | None]) -> str:
        """Returns the first of the preferences that is offered."""
        return next((code for each in preferences if (code := match(each, self.catalogues))), self.default)


def _language(code: str) -> Language:
    locale = Locale.parse(code, sep="-")
    endonym = locale.get_display_name() or code
    return Language(code, endonym[0].upper() + endonym[1:], locale.text_direction)
