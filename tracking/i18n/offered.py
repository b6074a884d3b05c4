"""Which translation a language code means, and why a language cannot be offered to customers."""

from collections.abc import Collection, Iterable, Mapping
from gettext import NullTranslations

from tracking.i18n.catalogues import untranslated

# Codes of browsers and Shopify for a language that we offer under another name. Taiwan and Hong Kong read other signs.
_SAME = {"zh": "zh-hans", "zh-cn": "zh-hans", "zh-sg": "zh-hans", "zh-my": "zh-hans"}
_FAMILIES = {"no": "nb", "nn": "nb"}


def match(wish: str | None, codes: Collection[str]) -> str | None:
    """The language among ``codes`` that a code in any spelling means: ``sv_SE`` and ``sv-SE`` are ``sv``."""
    known = {code.lower(): code for code in codes}
    code = (wish or "").replace("_", "-").lower()
    family, script = code.partition("-")[0], code.rpartition("-")[0]
    names = (code, _SAME.get(code), script, family, _FAMILIES.get(family))
    return next((known[name] for name in names if name in known), None)


def complete(catalogues: Mapping[str, NullTranslations]) -> list[str]:
    """The languages in which every sentence is translated."""
    return [code for code, catalogue in catalogues.items() if not untranslated(catalogue)]


def not_offered(wishes: Iterable[str], catalogues: Mapping[str, NullTranslations]) -> list[str]:
    """The languages among the wishes that customers cannot read, each with the reason."""
    whole = complete(catalogues)
    missing = [wish for wish in sorted(set(wishes)) if match(wish, whole) is None]
    return [_why_not(wish, match(wish, catalogues), catalogues) for wish in missing]


def _why_not(wish: str, code: str | None, catalogues: Mapping[str, NullTranslations]) -> str:
    if code is None:
        return f"{wish.replace('_', '-')}, which has no translation"
    file = f"tracking/translations/{code.replace('-', '_')}/LC_MESSAGES/messages.po"
    return f"{code}, which is offered once {file} is complete: it lacks {untranslated(catalogues[code])} sentences"
