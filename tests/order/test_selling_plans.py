from typing import Any

from tests.order.builders import line
from tests.sampling import each_row
from tracking.order.selling_plans import PREORDER_WORDS, SUBSCRIPTION_WORDS, is_deferred, is_preorder, is_subscription


def rows(table: dict[str, tuple[str, ...]]) -> list[str]:
    return sorted({word for words in table.values() for word in words})


@each_row("word", rows(PREORDER_WORDS))
def test_every_word_of_the_table_means_a_preorder(word: str) -> None:
    for name in (word, word.upper(), f"Spring 2027: {word}"):
        assert is_preorder(line(selling_plan=name))
        assert not is_preorder(line(selling_plan=name, is_subscription=True))
        assert not is_subscription(line(selling_plan=name))


@each_row("word", rows(SUBSCRIPTION_WORDS))
def test_every_word_of_the_table_means_a_subscription(word: str) -> None:
    for name in (word, word.upper(), f"Box, {word}"):
        assert is_subscription(line(selling_plan=name))
        assert not is_preorder(line(selling_plan=name))


@each_row(
    "name",
    [
        "Pre-order",
        "PREORDER: ships in May",
        "Pre order: 20 % deposit",
        "Vorbestellung",
        "Jetzt vorbestellen",
        "Förhandsbeställning",
        "Forhåndsbestilling",
        "FORHÅNDSBESTILLING",
        "Forudbestilling",
        "Ennakkotilaus",
        "Précommande",
        "Pre\u0301commande",
        "PRECOMMANDE",
        "Preventa",
        "Reserva anticipada",
        "Preordine",
        "Przedsprzedaż",
        "Voorbestelling",
        "Pre-order, monthly batches",
        "新品预售",
    ],
)
def test_plan_that_says_so_is_a_preorder(name: str) -> None:
    assert is_preorder(line(selling_plan=name))


@each_row(
    "name",
    [None, "", "Subscribe & save", "Every 4 weeks", "Try first", "RefusalScope us", "Reserva", "Order presents"],
)  # fmt: skip
def test_plan_that_does_not_say_so_is_no_preorder(name: str | None) -> None:
    assert not is_preorder(line(selling_plan=name))


@each_row(
    "name",
    ["Deliver every 4 weeks", "Prepaid: 3 boxes", "Spar-Abo", "Im Abo, jeden Monat", "Prenumeration", "Kestotilaus"],
)
def test_plan_of_a_subscription_is_one(name: str) -> None:
    assert is_subscription(line(selling_plan=name))


@each_row("name", [None, "Try before you buy", "RefusalScope us", "Pay later", "Ships in spring", "Aboard"])
def test_plan_of_neither_kind_is_neither(name: str | None) -> None:
    assert not is_subscription(line(selling_plan=name))
    assert not is_preorder(line(selling_plan=name))


@each_row(
    ("changes", "expected"),
    [
        ({"selling_plan": "Preorder"}, True),
        ({"selling_plan": "Try before you buy"}, True),
        ({"selling_plan": "Every month"}, False),
        ({"selling_plan": "Box", "is_subscription": True}, False),
        ({}, False),
    ],
)
def test_plan_that_may_be_paid_later(changes: dict[str, Any], *, expected: bool) -> None:
    assert is_deferred(line(**changes)) is expected


def test_contract_means_a_subscription_whatever_the_plan_says() -> None:
    assert is_subscription(line(is_subscription=True))
    assert is_subscription(line(is_subscription=True, selling_plan="Preorder"))
