from tracking.lookup.pseudonym import Pseudonyms


def test_a_pseudonym_is_the_same_for_the_same_thing_only() -> None:
    names = Pseudonyms("key")
    assert names.of("order", "1") == names.of("order", "1")
    assert len({names.of("order", "1"), names.of("order", "2"), names.of("orde", "r1"), names.of("order1")}) == 4


def test_a_pseudonym_means_nothing_without_the_key() -> None:
    assert Pseudonyms("key").of("ada@example.com") != Pseudonyms("other").of("ada@example.com")


def test_a_pseudonym_is_short_hex_whatever_it_stands_for() -> None:
    name = Pseudonyms("key").of("\ud800é")
    assert len(name) == 16
    assert int(name, 16) >= 0
