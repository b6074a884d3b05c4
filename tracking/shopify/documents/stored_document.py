"""Takes out of a fetched order what is not stored: the result is read by the same parser."""

from collections.abc import Callable

from tracking.shopify.documents.redaction import redact_company, redact_link, redact_number
from tracking.shopify.documents.stored_fields import MARKED, STORED_FIELDS, Selection
from tracking.shopify.json_decoder import Json, JsonObject, as_object, dig
from tracking.shopify.parsing.node import MAX_URL
from tracking.shopify.parsing.order import Document


def stored_document(document: Document) -> Document:
    """The document with the fields in ``STORED_FIELDS`` only; ``document`` itself is not changed.

    Of a tracking link stays what names the parcel, and what people typed loses what reaches or finds the customer.
    """
    written = dig(document, "order", "shippingAddress").get("zip")
    return as_object(_stored(document, STORED_FIELDS, written if isinstance(written, str) else ""))


def _stored(value: Json, fields: "Selection | None", postcode: str) -> Json:
    if isinstance(value, list):  # of rows, which the parser reads also where a connection belongs
        row_fields = (fields and fields.get("nodes")) or fields
        return [_stored(row, row_fields, postcode) for row in value]
    if fields is None:
        return None if isinstance(value, dict) else value
    if not isinstance(value, dict):
        return None  # no object where one belongs: the parser reads it as missing, too
    return {name: _stored_field(name, child, fields[name], postcode) for name, child in value.items() if name in fields}


def _stored_field(name: str, value: Json, fields: "Selection | None", postcode: str) -> Json:
    if name in MARKED:
        return bool(value)
    stored = _stored(value, fields, postcode)
    typed = _TYPED.get(name)
    if typed is None:
        return stored
    return [typed(each, postcode) for each in stored] if isinstance(stored, list) else typed(stored, postcode)


def _redacted_tracking(row: Json, postcode: str) -> Json:
    if not isinstance(row, dict):
        return row
    number = _text(row.get("number"))
    company = row.get("company", row.get("carrierName"))
    rules: dict[str, Callable[[str], str | None]] = {
        "number": lambda text: redact_number(text, postcode),
        "company": lambda text: redact_company(text, postcode),
        "carrierName": lambda text: redact_company(text, postcode),
        "url": lambda text: redact_link(text, number or _text(company), postcode),
    }
    stored: JsonObject = {}
    for name, value in row.items():
        stored[name] = _redacted_text(value, rules[name]) if name in rules else value
    return stored


def _redacted_text(value: Json, rule: Callable[[str], str | None]) -> Json:
    if not isinstance(value, str):
        return value
    return rule(value) if len(value) <= MAX_URL else None  # longer than any address or number


def _text(value: Json) -> str:
    return value if isinstance(value, str) and len(value) <= MAX_URL else ""


_TYPED: dict[str, Callable[[Json, str], Json]] = {
    "trackingInfo": _redacted_tracking,
    "tracking": _redacted_tracking,
}
