"""Parses the links at the foot of every page, such as the imprint and the privacy notice."""

import re
from typing import TypeAlias

from tracking.settings.parsers import https_url

FooterLinks: TypeAlias = tuple[tuple[str, str], ...]
"""Pairs of a name, as the merchant wrote it, and its address."""

MAX_LINKS = 8

_FORM = "Imprint=https://example.com/imprint; Privacy=https://example.com/privacy"
_NAME = re.compile(r"[^\x00-\x1f<>]{1,40}")


def footer_links(value: str) -> FooterLinks:
    """The links in their order. Raises ValueError with the correction."""
    links = tuple(_link(part.strip()) for part in value.split(";") if part.strip())
    if not links or len(links) > MAX_LINKS:
        raise ValueError(f"must hold from 1 to {MAX_LINKS} links separated by semicolons, such as {_FORM}")
    if len({name.casefold() for name, _ in links}) < len(links):
        raise ValueError(f"must give each link a name of its own, such as {_FORM}")
    return links


def _link(part: str) -> tuple[str, str]:
    name, separator, url = (piece.strip() for piece in part.partition("="))
    if not separator or not _NAME.fullmatch(name) or not name.isprintable() or "//" in name:
        raise ValueError(f"must give each link a name of at most 40 characters, without < and >, such as {_FORM}")
    try:
        return name, https_url(url)
    except ValueError:
        raise ValueError(f"must give each link an address that begins with https://, such as {_FORM}") from None
