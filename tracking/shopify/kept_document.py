"""Takes out of a fetched order what is not kept in a store: the result is read by the same parser."""

from collections.abc import Callable

from tracking.shopify.json_decoder import Json, JsonObject, as_object, dig
from tracking.shopify.kept_fields import KEPT, MARKED, Selection
from tracking.shopify.kept_texts import kept_company, kept_link, kept_number
from tracking.shopify.parsing.node import MAX_URL
from tracking.shopify.parsing.order import Document


def kept_document(document: Document) -> Document:
    """The document with the fields in ``KEPT`` only; ``document`` itself is not changed.

    Of a tracking link stays what names the parcel, and what people typed loses what reaches or finds the customer.
    """
    written = dig(document, "order", "shippingAddress").get("zip")
    return as_object(_kept(document, KEPT, written if isinstance(written, str) else ""))


def _kept(value: Json, fields: "Selection | None", postcode: str) -> Json:
    if isinstance(value, list):  # of rows, which the parser reads also where a connection belongs
        row_fields = (fields and fields.get("nodes")) or fields
        return [_kept(row, row_fields, postcode) for row in value]
    if fields is None:
        return None if isinstance(value, dict) else value
    if not isinstance(value, dict):
        return None  # no object where one belongs: the parser reads it as missing, too
    return {name: _kept_field(name, child, fields[name], postcode) for name, child in value.items() if name in fields}


def _kept_field(name: str, value: Json, fields: "Selection | None", postcode: str) -> Json:
    if name in MARKED:
        return bool(value)
    kept = _kept(value, fields, postcode)
    typed = _TYPED.get(name)
    if typed is None:
        return kept
    return [typed(each, postcode) for each in kept] if isinstance(kept, list) else typed(kept, postcode)


def _kept_tracking(row: Json, postcode: str) -> Json:
    if not isinstance(row, dict):
        return row
    number = _text(row.get("number"))
    company = row.get("company", row.get("carrierName"))
    rules: dict[str, Callable[[str], str | None]] = {
        "number": lambda text: kept_number(text, postcode),
        "company": lambda text: kept_company(text, postcode),
        "carrierName": lambda text: kept_company(text, postcode),
        "url": lambda text: kept_link(text, number or _text(company), postcode),
    }
    kept: JsonObject = {}
    for name, value in row.items():
        kept[name] = _kept_text(value, rules[name]) if name in rules else value
    return kept


def _kept_text(value: Json, rule: Callable[[str], str | None]) -> Json:
    if not isinstance(value, str):
        return value
    return rule(value) if len(value) <= MAX_URL else None  # longer than any address or number


def _text(value: Json) -> str:
    return value if isinstance(value, str) and len(value) <= MAX_URL else ""


_TYPED: dict[str, Callable[[Json, str], Json]] = {
    "trackingInfo": _kept_tracking,
    "tracking": _kept_tracking,
}
