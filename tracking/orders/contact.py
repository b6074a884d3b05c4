"""Verifies an order's contact: its email address, or its phone number where it has no address."""

import hmac
import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from tracking.i18n.folding import bare_contact, fold, fold_email

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PHONE = re.compile(r"\+?[0-9 ()./-]{6,24}")
_MAX_LENGTH = 254  # RFC 5321, 4.5.3.1.3

# Compared in place of a contact that an order lacks, or of an order that does not exist. https://www.pts.se/ reserves
# the number for fiction.
_NO_EMAIL = "nobody@example.com"
_NO_PHONE = "+46701740699"


def normalize(typed: str) -> str | None:
    """The contact without what was pasted around it; None where it is no email address and no phone number."""
    contact = bare_contact(typed[: _MAX_LENGTH * 2])
    is_either = _EMAIL.fullmatch(contact) or _PHONE.fullmatch(contact)
    return contact if is_either and len(contact) <= _MAX_LENGTH else None


def canonical_contact(*, email: str | None, phone: str | None) -> str | None:
    """An order's contact in the one form that is hashed: its email address, else its phone number, as +46701234567.

    Also of what was typed, where a phone number has its country code; None where there is neither.
    """
    if email and _EMAIL.fullmatch(folded := fold_email(email)):
        return folded
    number = _parsed(phone, None) if phone else None
    return _international(number) if number else None


def verify_contact(contact: str, *, email: str | None, phone: str | None) -> bool:
    """Whether a (normalized) contact is the order's. Compared in constant time; a phone counts only without an email.

    The address and the number are both compared, whatever the order has: the time must not reveal which, or whether
    there is an order at all.
    """
    parsed = _parsed(phone, None) if phone else None
    own_number = parsed or _parsed(_NO_PHONE, None)  # also where Shopify has something else than a number
    is_address = _same(fold_email(contact), fold_email(email or _NO_EMAIL))
    is_number = own_number is not None and _is_number(contact, own_number)
    return is_address if email else parsed is not None and is_number


def _is_number(contact: str, own: PhoneNumber) -> bool:
    typed = _parsed(contact, _region(own))
    return _same(_international(typed) if typed else "", _international(own))


def _same(one: str, other: str) -> bool:
    # As bytes: on str, compare_digest refuses what is not ASCII.
    return hmac.compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))


def _parsed(number: str, region: str | None) -> PhoneNumber | None:
    """``region`` is the country of a number without a country code."""
    try:
        return phonenumbers.parse(fold(number), region)
    except NumberParseException:
        return None


def _international(number: PhoneNumber) -> str:
    """In the form +46701234567."""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _region(number: PhoneNumber) -> str:
    """The country of a number's country code, or the largest that shares it.

    To tell Jersey from Britain takes longer than to read a Swedish number, and the time must not reveal either.
    """
    return phonenumbers.region_code_for_country_code(number.country_code or 0)
