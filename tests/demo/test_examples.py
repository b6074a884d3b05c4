from collections import Counter

from tracking.demo import examples

FEATURED = [
    "out-for-delivery",
    "delayed",
    "split-in-three",
    "pickup-ready",
    "hold-payment",
    "return-on-its-way",
    "moving",
]


def test_featured_examples_come_first_in_order() -> None:
    assert [example.slug for example in examples() if example.featured] == FEATURED
    assert all(example.featured for example in examples()[: len(FEATURED)])


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
