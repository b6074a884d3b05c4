"""What proves that an order is yours: its e-mail address, or its phone number where it has none."""

import hmac
import re
import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PHONE = re.compile(r"\+?[0-9 ()./-]{6,24}")
_LONGEST = 254  # RFC 5321, 4.5.3.1.3

# What an order is compared by that has no such contact, or that does not exist. The number is one of those that
# https://www.pts.se/ keeps free for stories.
_NO_EMAIL = "nobody@example.com"
_NO_PHONE = "+46701740699"


def tidy(typed: str) -> str | None:
    """The contact without what typing adds; None where it is neither an e-mail address nor a phone number."""
    contact = unicodedata.normalize("NFKC", typed[: _LONGEST * 2]).strip()
    is_either = _EMAIL.fullmatch(contact) or _PHONE.fullmatch(contact)
    return contact if is_either and len(contact) <= _LONGEST else None


def verify_contact(contact: str, *, email: str | None, phone: str | None) -> bool:
    """Whether a (tidy) contact is the order's own. Compared in constant time; a phone counts only without an e-mail.

    The address and the number are both compared, whatever the order has: time must not tell which, or whether there
    is an order at all.
    """
    own = _parsed(phone or _NO_PHONE, None)
    is_address = _same(_folded(contact), _folded(email or _NO_EMAIL))
    is_number = own is not None and _is_number(contact, own)
    return is_address if email else bool(phone) and is_number


def _is_number(contact: str, own: PhoneNumber) -> bool:
    typed = _parsed(contact, _region(own))
    return _same(_international(typed) if typed else "", _international(own))


def _same(one: str, other: str) -> bool:
    # As bytes: on str, compare_digest refuses what is not ASCII.
    return hmac.compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))


def _folded(email: str) -> str:
    return unicodedata.normalize("NFKC", email).strip().casefold()


def _parsed(number: str, region: str | None) -> PhoneNumber | None:
    """``region`` says how to read a number without its country's code."""
    try:
        return phonenumbers.parse(number, region)
    except NumberParseException:
        return None


def _international(number: PhoneNumber) -> str:
    """As +46701234567."""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _region(number: PhoneNumber) -> str:
    """The country of a number; of its code alone where no number of that kind is given out there."""
    return phonenumbers.region_code_for_number(number) or phonenumbers.region_code_for_country_code(
        number.country_code or 0
    )
