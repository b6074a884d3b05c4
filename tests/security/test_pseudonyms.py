from tracking.security.pseudonyms import Pseudonyms


def test_pseudonyms_are_equal_for_equal_values_only() -> None:
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


def test_pseudonym_depends_on_the_key() -> None:
    assert Pseudonyms("key").pseudonymize("ada@example.com") != Pseudonyms("other").pseudonymize("ada@example.com")


def test_pseudonym_is_sixteen_hex_digits() -> None:
    name = Pseudonyms("key").pseudonymize("\ud800é")
    assert len(name) == 16
    assert int(name, 16) >= 0
