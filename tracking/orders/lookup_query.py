"""What was typed into the two fields, checked for its shape only: shape is public."""

from dataclasses import dataclass, field
from typing import Self

from tracking.i18n.text import Phrase, text
from tracking.orders import contact, order_number
from tracking.orders.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupQuery:
    """An order's number and what proves that it is the asker's, both tidy."""

    number: str
    contact: str = field(repr=False)

    @classmethod
    def read(cls, typed_number: str, typed_contact: str) -> Self:
        """Raises BadInput with what to mend at each field."""
        tidy_number, tidy_contact = order_number.tidy(typed_number), contact.tidy(typed_contact)
        if tidy_number is None or tidy_contact is None:
            mistakes = {"order": _about_number(typed_number), "email": _about_contact(typed_contact)}
            right = {"order": tidy_number, "email": tidy_contact}
            raise BadInput({name: mistake for name, mistake in mistakes.items() if right[name] is None})
        return cls(number=tidy_number, contact=tidy_contact)


def _about_number(typed: str) -> Phrase:
    if not typed.strip():
        return text("Enter your order number.")
    return text("Enter the order number as it stands in your confirmation e-mail, such as #1001.")


def _about_contact(typed: str) -> Phrase:
    if not typed.strip():
        return text("Enter the e-mail address you ordered with.")
    return text("Enter an e-mail address such as name@example.com, or the phone number you ordered with.")
