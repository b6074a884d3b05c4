"""Which translation a language code means, and why a language cannot be offered to customers."""

from collections.abc import Collection, Iterable, Mapping
from gettext import NullTranslations

from tracking.i18n.catalogues import untranslated

# Codes of browsers and Shopify for a language offered under another name. Taiwan and Hong Kong write it otherwise.
_SAME = {"zh": "zh-hans", "zh-cn": "zh-hans", "zh-sg": "zh-hans", "zh-my": "zh-hans"}
_FAMILIES = {"no": "nb", "nn": "nb"}


def match(tag: str | None, codes: Collection[str]) -> str | None:
    """The language among ``codes`` that a code in any spelling means: ``sv_SE`` and ``sv-SE`` are ``sv``."""
    known = {code.lower(): code for code in codes}
    code = (tag or "").replace("_", "-").lower()
    family, script = code.partition("-")[0], code.rpartition("-")[0]
    names = (code, _SAME.get(code), script, family, _FAMILIES.get(family))
    return next((known[name] for name in names if name in known), None)


def complete(catalogues: Mapping[str, NullTranslations]) -> list[str]:
    """The languages in which every sentence is translated."""
    return [code for code, catalogue in catalogues.items() if not untranslated(catalogue)]


def not_offered(configured: Iterable[str], catalogues: Mapping[str, NullTranslations]) -> list[str]:
    """The languages among the configured ones that customers cannot read, each with the reason."""
    whole = complete(catalogues)
    missing = [tag for tag in sorted(set(configured)) if match(tag, whole) is None]
    return [_why_not(tag, match(tag, catalogues), catalogues) for tag in missing]


def _why_not(tag: str, code: str | None, catalogues: Mapping[str, NullTranslations]) -> str:
    if code is None:
        return f"{tag.replace('_', '-')}, which has no translation"
    file = f"tracking/translations/{code.replace('-', '_')}/LC_MESSAGES/messages.po"
    return f"{code}, which is offered once {file} is complete: it lacks {untranslated(catalogues[code])} sentences"
