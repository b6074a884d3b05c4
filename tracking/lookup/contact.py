"""What proves that an order is yours: its e-mail address, or its phone number where it has none."""

import hmac
import re
import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PHONE = re.compile(r"\+?[0-9 ()./-]{6,24}")
_LONGEST = 254  # RFC 5321, 4.5.3.1.3


def tidy(typed: str) -> str | None:
    """The contact without what typing adds; None where it is neither an e-mail address nor a phone number."""
    contact = unicodedata.normalize("NFKC", typed[: _LONGEST * 2]).strip()
    is_either = _EMAIL.fullmatch(contact) or _PHONE.fullmatch(contact)
    return contact if is_either and len(contact) <= _LONGEST else None


def proves(contact: str, *, email: str | None, phone: str | None) -> bool:
    """Whether a (tidy) contact is the order's own. Compared in constant time; a phone counts only without an e-mail."""
    if email:
        return _same(_folded(contact), _folded(email))
    own = _international(phone or "", None)
    return own is not None and _same(_international(contact, _region(own)) or "", own)


def _same(one: str, other: str) -> bool:
    # As bytes: on str, compare_digest refuses what is not ASCII.
    return hmac.compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))


def _folded(email: str) -> str:
    return unicodedata.normalize("NFKC", email).strip().casefold()


def _international(number: str, region: str | None) -> str | None:
    """The number as +46701234567; ``region`` says how to read one without its country's code."""
    try:
        return phonenumbers.format_number(phonenumbers.parse(number, region), PhoneNumberFormat.E164)
    except NumberParseException:
        return None


def _region(number: str) -> str:
    """The country of a number; of its code alone where no number of that kind is given out there."""
    parsed = phonenumbers.parse(number)
    return phonenumbers.region_code_for_number(parsed) or phonenumbers.region_code_for_country_code(
        parsed.country_code or 0
    )
