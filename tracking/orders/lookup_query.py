"""The two fields of the lookup form, checked for their format only: the format is public."""

from dataclasses import dataclass, field
from typing import Self

from tracking.i18n.text import Phrase, text
from tracking.orders import contact, order_number
from tracking.orders.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupQuery:
    """An order's number and contact, both normalized."""

    number: str
    contact: str = field(repr=False)

    @classmethod
    def read(cls, typed_number: str, typed_contact: str) -> Self:
        """Raises BadInput with a message for each malformed field."""
        number, normalized = order_number.normalize(typed_number), contact.normalize(typed_contact)
        if number is None or normalized is None:
            messages = {"order": _number_message(typed_number), "email": _contact_message(typed_contact)}
            valid = {"order": number, "email": normalized}
            raise BadInput({name: message for name, message in messages.items() if valid[name] is None})
        return cls(number=number, contact=normalized)


def _number_message(typed: str) -> Phrase:
    if not typed.strip():
        return text("Enter your order number.")
    return text("Enter the order number as it stands in your confirmation e-mail, such as #1001.")


def _contact_message(typed: str) -> Phrase:
    if not typed.strip():
        return text("Enter the e-mail address you ordered with.")
    return text("Enter an e-mail address such as name@example.com, or the phone number you ordered with.")
