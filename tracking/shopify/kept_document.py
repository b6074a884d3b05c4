"""Takes out of a fetched order what is not kept in a store: the result is read by the same parser."""

import re
from urllib.parse import quote, quote_plus

from tracking.shopify.json_decoder import Json, as_object, dig
from tracking.shopify.kept_fields import KEPT, TYPED, Selection
from tracking.shopify.parsing.node import MAX_URL
from tracking.shopify.parsing.order import Document

_EMAIL = re.compile(r"[^\s@/?&=;,:<>()]+(?:@|%40)[^\s@/?&=;,:<>()]+\.[^\s@/?&=;,:<>()]+", re.IGNORECASE)


def kept_document(document: Document) -> Document:
    """The document with the fields in ``KEPT`` only; ``document`` itself is not changed.

    A tracking link loses the customer's postcode, and what people typed every email address.
    """
    return as_object(_kept(document, KEPT, _postcode_in(document), is_typed=False))


def _kept(value: Json, fields: "Selection | None", postcode: re.Pattern[str] | None, *, is_typed: bool) -> Json:
    if isinstance(value, list):  # of rows, which the parser reads also where a connection belongs
        row_fields = (fields and fields.get("nodes")) or fields
        return [_kept(row, row_fields, postcode, is_typed=is_typed) for row in value]
    if fields is None:
        return _kept_value(value, postcode) if is_typed else None if isinstance(value, dict) else value
    if not isinstance(value, dict):
        return None  # no object where one belongs: the parser reads it as missing, too
    return {
        name: _kept(child, fields[name], postcode, is_typed=is_typed or name in TYPED)
        for name, child in value.items()
        if name in fields
    }


def _kept_value(value: Json, postcode: re.Pattern[str] | None) -> Json:
    if not isinstance(value, str):
        return None if isinstance(value, dict) else value
    if len(value) > MAX_URL:  # longer than any address, number or tag
        return None
    value = _EMAIL.sub("", value) if "@" in value or "%40" in value else value
    return postcode.sub("", value) if postcode and "://" in value else value


def _postcode_in(document: Document) -> re.Pattern[str] | None:
    """Matches the destination's postcode where it stands alone in a link, however its space is written."""
    written = dig(document, "order", "shippingAddress").get("zip")
    parts = written.split() if isinstance(written, str) else []
    if not parts:
        return None
    spaced = "(?:[ +-]|%20)?".join(f"(?:{re.escape(part)}|{re.escape(quote(part))})" for part in parts)
    packed = "".join(parts)
    # Often typed without its space, and linked with one: "211 20" and "21120".
    return re.compile(rf"(?<![A-Za-z0-9])(?:{spaced}|{re.escape(quote_plus(packed))})(?![A-Za-z0-9])", re.IGNORECASE)
