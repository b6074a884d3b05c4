"""The merchant's own texts by language: ``greeting.sv.html`` before ``greeting.html``."""

import re
from collections.abc import Iterable, Mapping

_LOCALIZED = re.compile(r"brand/(?P<text>[a-z]+)\.(?P<language>[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})*)\.html")
# Other codes of languages that we offer.
_ALIASES = {"nb": "no", "zh-hans": "zh-cn"}


class Texts:
    """Maps a text and a language to a template."""

    def __init__(self, names: Iterable[str]) -> None:
        """``names`` are those of the merchant's templates."""
        self._names: Mapping[tuple[str, str], str] = {
            (found["text"], _code(found["language"])): name for name in names if (found := _LOCALIZED.fullmatch(name))
        }

    def templates(self, text: str, language: str) -> list[str]:
        """Returns the template in the language, where there is one, then the default one, for ``{% include %}``."""
        own = (self._names.get((text, code)) for code in spellings(language))
        return [*[name for name in own if name][:1], f"brand/{text}.html"]

    def languages(self, offered: Iterable[str]) -> list[str]:
        """Returns the offered languages that have a text."""
        own = {language for _, language in self._names}
        return [code for code in offered if not own.isdisjoint(spellings(code))]


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
