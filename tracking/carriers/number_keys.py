"""The form in which tracking numbers are stored and found again, however they are typed."""

import unicodedata

from tracking.carriers.resolve import Carriers

# Shorter ones are order numbers rather than tracking numbers; Sendle's have six characters (SNFJJ3).
_MIN_CHARACTERS = 6
_MAX_CHARACTERS = 60


def number_key(text: str) -> str | None:
    """The letters and digits in capitals: "jv 8955-59806 gb" is JV895559806GB; None where that is no number."""
    folded = unicodedata.normalize("NFKC", text[: 4 * _MAX_CHARACTERS]).upper()
    key = "".join(character for character in folded if character.isalnum())
    is_number = _MIN_CHARACTERS <= len(key) <= _MAX_CHARACTERS and any(map(str.isdecimal, key))
    return key if is_number else None


def number_keys(
    carriers: Carriers, number: str | None, *, company: str | None = None, url: str | None = None
) -> frozenset[str]:
    """The keys of all numbers in a tracking entry, or in what a customer typed.

    Of a number that its carrier writes without a part of it, such as a routing code, both forms.
    """
    parcels = carriers.read_fields(number, company, url)
    written = {parcel.number for parcel in parcels}
    shown = {carriers.resolve(parcel.number, company=parcel.company).number for parcel in parcels}
    return frozenset(filter(None, (number_key(text) for text in written | shown if text)))
