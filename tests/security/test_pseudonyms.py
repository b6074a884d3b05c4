from tracking.security.pseudonyms import Pseudonyms


def test_a_pseudonym_is_the_same_for_the_same_thing_only() -> None:
    names = Pseudonyms("key")
    assert names.pseudonymize("order", "1") == names.pseudonymize("order", "1")
    assert (
        len(
            {
                names.pseudonymize("order", "1"),
                names.pseudonymize("order", "2"),
                names.pseudonymize("orde", "r1"),
                names.pseudonymize("order1"),
            }
        )
        == 4
    )


def test_a_pseudonym_means_nothing_without_the_key() -> None:
    assert Pseudonyms("key").pseudonymize("ada@example.com") != Pseudonyms("other").pseudonymize("ada@example.com")


def test_a_pseudonym_is_short_hex_whatever_it_stands_for() -> None:
    name = Pseudonyms("key").pseudonymize("\ud800é")
    assert len(name) == 16
    assert int(name, 16) >= 0
