"""The merchant's own words by language: ``greeting.sv.html`` before ``greeting.html``."""

import re
from collections.abc import Iterable, Mapping

_LOCALIZED = re.compile(r"brand/(?P<text>[a-z]+)\.(?P<language>[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})*)\.html")
# What people write for a language that we offer under another name.
_SAME = {"nb": "no", "zh-hans": "zh-cn"}


class Texts:
    """Which template says a text in a language."""

    def __init__(self, names: Iterable[str]) -> None:
        """``names`` are those of the merchant's templates."""
        self._names: Mapping[tuple[str, str], str] = {
            (found["text"], _code(found["language"])): name for name in names if (found := _LOCALIZED.fullmatch(name))
        }

    def templates(self, text: str, language: str) -> list[str]:
        """The one in the reader's language where there is one, then the one for all: ``{% include %}`` takes both."""
        own = (self._names.get((text, code)) for code in spellings(language))
        return [*[name for name in own if name][:1], f"brand/{text}.html"]

    def languages(self, offered: Iterable[str]) -> list[str]:
        """Of those that are offered, the ones with a text of their own."""
        own = {language for _, language in self._names}
        return [code for code in offered if not own.isdisjoint(spellings(code))]


def localized(name: str) -> tuple[str, str] | None:
    """The text and the language of a template's name."""
    found = _LOCALIZED.fullmatch(name)
    return (found["text"], _code(found["language"])) if found else None


def spellings(language: str) -> list[str]:
    """Of a BCP 47 code, the nearest first: zh-hans, zh-cn, zh."""
    code = _code(language)
    longer = code.split("-")
    shorter = ["-".join(longer[:count]) for count in range(len(longer), 0, -1)]
    return list(dict.fromkeys([code, *([_SAME[code]] if code in _SAME else []), *shorter]))


def _code(language: str) -> str:
    return language.replace("_", "-").lower()
