from tracking.security.keyed_hashes import KeyedHashes

OLD, NEW = "the key of last year", "the key of this year"


def test_a_hash_of_an_older_key_is_found_after_the_key_has_changed() -> None:
    before, after = KeyedHashes([OLD], "orders"), KeyedHashes([OLD, NEW], "orders")
    assert before.newest("5300000001") in after.all("5300000001")
    assert after.all("5300000001")[0] == after.newest("5300000001") != before.newest("5300000001")


def test_hashes_differ_by_value_key_and_purpose() -> None:
    hashes = {
        KeyedHashes([key], purpose).newest(value)
        for key in (OLD, NEW)
        for purpose in ("orders", "contacts")
        for value in ("1", "2")
    }
    assert len(hashes) == 8
    assert all(len(found) == 32 for found in hashes)
