from hypothesis import given
from hypothesis import strategies as st

from tracking.security.keyed_hashes import KeyedHashes

ADA, BOB = "ada@example.com", "bob@example.com"


def test_equal_values_have_equal_hashes_and_others_do_not() -> None:
    hashes = KeyedHashes(["key"], "contact")
    assert hashes.hash(ADA) == KeyedHashes(["key"], "contact").hash(ADA)
    assert hashes.hash(ADA) != hashes.hash(BOB)
    assert len(hashes.hash(ADA)) == 32


def test_hash_depends_on_key_and_purpose() -> None:
    assert len({KeyedHashes([key], purpose).hash(ADA) for key in ("a", "b") for purpose in ("c", "d")}) == 4


def test_value_that_was_stored_under_an_older_key_is_found() -> None:
    stored = KeyedHashes(["old"], "contact").hash(ADA)
    changed = KeyedHashes(["older", "old", "new"], "contact")
    assert changed.hash(ADA) == changed.candidates(ADA)[0] != stored
    assert stored in changed.candidates(ADA)
    assert len(changed.candidates(ADA)) == 3


@given(st.text())
def test_hash_does_not_contain_the_value(value: str) -> None:
    hashes = KeyedHashes(["key"], "contact")
    assert int(hashes.hash(value), 16) >= 0
    assert hashes.candidates(value) == (hashes.hash(value),)
