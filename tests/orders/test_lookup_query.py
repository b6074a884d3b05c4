import pytest

from tracking.orders.errors import BadInput
from tracking.orders.lookup_query import LookupQuery


def mistakes(number: str, contact: str) -> dict[str, str]:
    with pytest.raises(BadInput) as caught:
        LookupQuery.read(number, contact)
    return {name: phrase.message for name, phrase in caught.value.fields.items()}


def test_both_fields_are_normalized() -> None:
    question = LookupQuery.read(" #1001 ", " ada@example.com ")
    assert (question.number, question.contact) == ("#1001", "ada@example.com")


def test_each_malformed_field_has_a_message() -> None:
    assert mistakes("", " ") == {
        "order": "Enter your order number.",
        "email": "Enter the e-mail address you ordered with.",
    }
    assert list(mistakes("a:b", "ada@example.com")) == ["order"]
    assert list(mistakes("1001", "ada")) == ["email"]


def test_contact_is_not_in_the_repr() -> None:
    assert "ada" not in repr(LookupQuery.read("1001", "ada@example.com"))
