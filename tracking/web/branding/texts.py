"""The merchant's own texts by language: ``greeting.sv.html`` before ``greeting.html``."""

import re
from collections.abc import Iterable

_LOCALIZED = re.compile(r"brand/(?P<text>[a-z]+)\.(?P<language>[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})*)\.html")
# Other codes of languages that we offer.
_ALIASES = {"nb": "no", "zh-hans": "zh-cn"}


class Texts:
    """The merchant's texts in the offered languages. ``languages`` are those that have one."""

    def __init__(self, names: Iterable[str], offered: Iterable[str]) -> None:
        """``names`` are those of the merchant's templates."""
        own = {found: name for name in names if (found := localized(name))}
        self._own = {
            (text, language): name
            for language in offered
            for spelling in reversed(spellings(language))  # the most specific one overrides the others
            for (text, code), name in own.items()
            if code == spelling
        }
        self.languages = list(dict.fromkeys(language for _, language in self._own))

    def templates(self, text: str, language: str) -> list[str]:
        """Returns the template in the language, where there is one, then the default one, for ``{% include %}``."""
        own, default = self._own.get((text, language)), f"brand/{text}.html"
        return [own, default] if own else [default]


def localized(name: str) -> tuple[str, str] | None:
    """Returns the text and the language in a template's name."""
    found = _LOCALIZED.fullmatch(name)
    return (found["text"], _code(found["language"])) if found else None


def spellings(language: str) -> list[str]:
    """Returns the spellings of a BCP 47 code, the most specific first: zh-hans, zh-cn, zh."""
    code = _code(language)
    longer = code.split("-")
    shorter = ["-".join(longer[:count]) for count in range(len(longer), 0, -1)]
    return list(dict.fromkeys([code, *([_ALIASES[code]] if code in _ALIASES else []), *shorter]))


def _code(language: str) -> str:
    return language.replace("_", "-").lower()
