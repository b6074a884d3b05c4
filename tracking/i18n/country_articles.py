"""The article that some countries have behind a preposition, in the languages whose sentences name one there.

The other languages' sentences put a country where it needs none.
"""

from collections.abc import Mapping

_ARTICLES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "the": "AE BS CC CF CK DO FK FO GB GM IM KM KY MH MP MV NL PH PN SB SC TC US VG VI",
    },
    "nl": {
        "de": "AE BS CC CF CK DO FK FO KM KY MH MP MV PH PN PS SB SC TC US VG VI",
        "het": "GB",
    },
}
_BY_CODE = {
    language: {code: article for article, codes in articles.items() for code in codes.split()}
    for language, articles in _ARTICLES.items()
}


def with_article(name: str, code: str, language: str) -> str:
    """The name of a country, with its article where it has one in this language."""
    article = _BY_CODE.get(language, {}).get(code.upper())
    return f"{article} {name}" if article else name
