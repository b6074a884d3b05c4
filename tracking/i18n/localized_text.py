"""A text of the shop in its own words: one for all readers, or one for each language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """``texts`` are pairs of a language code and a text; the first one is for every other language, too."""

    texts: tuple[tuple[str, str], ...]

    def in_language(self, code: str) -> str:
        """The text in the language, else in its family (``sv`` for ``sv-FI``), else the first one."""
        return self._own(code) or self.texts[0][1]

    def lacks(self, code: str) -> bool:
        """Whether readers of the language get a text in another one."""
        return self._own(code) is None

    def _own(self, code: str) -> str | None:
        by_code = {_normalized(language): text for language, text in self.texts}
        wanted = _normalized(code)
        return by_code.get(wanted) or by_code.get(wanted.partition("-")[0])


def _normalized(code: str) -> str:
    return code.replace("_", "-").lower()
