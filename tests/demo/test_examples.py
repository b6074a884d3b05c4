from collections import Counter
from importlib import import_module
from itertools import groupby
from pkgutil import iter_modules

from tests.fakes import harbor_goods
from tracking.demo import examples, orders
from tracking.demo.building import DemoOrder
from tracking.demo.orders import GROUPS

MOST_FEATURED = 12


def test_featured_examples_are_a_dozen_at_most_each_with_its_rank() -> None:
    ranks = sorted(example.featured for example in examples() if example.featured)
    assert ranks == list(range(1, len(ranks) + 1))
    assert 0 < len(ranks) <= MOST_FEATURED


def test_featured_examples_show_what_the_product_does() -> None:
    featured = {example.group for example in examples() if example.featured}
    assert featured >= {
        "On its way",
        "Arrived",
        "Late, stalled or lost",
        "Pickup and local delivery",
        "Before it is sent",
        "Split into parcels",
        "Returns and exchanges",
        "Canceled",
    }


def test_every_order_of_the_demo_stands_in_one_group() -> None:
    names = [order.name for order in all_orders()]
    assert Counter(names).most_common(1)[0][1] == 1
    assert {example.order for example in examples()} == set(names)
    groups = [example.group for example in examples()]
    assert [group for group, _ in groupby(groups)] == list(GROUPS), "the orders of a group stand together"


def test_ids_are_those_of_the_store() -> None:
    ids = {str(order["name"]): str(order["id"]).rpartition("/")[2] for order in harbor_goods().orders}
    assert {example.order: example.order_id for example in examples()} == ids


def all_orders() -> list[DemoOrder]:
    """Every order that a module of the demo defines, whether a group has it or not."""
    modules = [import_module(f"{orders.__name__}.{each.name}") for each in iter_modules(orders.__path__)]
    values = [value for module in modules for value in vars(module).values()]
    defined = [value for value in values if isinstance(value, DemoOrder)]
    tuples = [value for value in values if isinstance(value, tuple)]
    return [*defined, *(order for each in tuples for order in each if isinstance(order, DemoOrder))]


def test_every_example_opens_with_a_distinct_situation() -> None:
    assert all(example.email or example.phone for example in examples())
    assert Counter(example.slug for example in examples()).most_common(1)[0][1] == 1
    assert Counter(example.order for example in examples()).most_common(1)[0][1] == 1


def test_addresses_are_of_example_com() -> None:
    # The order that was made anew is that of the same customer.
    addresses = [example.email for example in examples() if example.email and example.slug != "made-anew"]
    assert all(address.endswith("@example.com") for address in addresses)
    assert len(set(addresses)) == len(addresses)


def test_situations_are_sentences_without_shopifys_words() -> None:
    for example in examples():
        assert example.situation[0].isupper()
        assert "ulfill" not in example.situation
        assert "fraud" not in example.situation.lower() + example.slug
