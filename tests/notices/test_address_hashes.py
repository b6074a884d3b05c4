import pytest

from tracking.notices.address_hashes import KEY_ID_LENGTH, AddressHashes, key_id


def test_an_address_is_found_under_its_old_key_however_it_is_written() -> None:
    old = AddressHashes(["old"]).hash("Ada@Example.com")
    assert old
    assert old in AddressHashes(["old", "new"]).candidates(" ada@example.com ")
    assert old not in AddressHashes(["new"]).candidates("ada@example.com")
    assert AddressHashes(["old", "new"]).hash("ada@example.com") != old


def test_in_front_stands_the_id_of_the_key_and_nowhere_the_address() -> None:
    found = AddressHashes(["key"]).hash("ada@example.com")
    assert found
    assert found.startswith(f"{key_id('key')}:")
    assert len(key_id("key")) == KEY_ID_LENGTH
    assert "ada" not in found


@pytest.mark.parametrize("email", ["", "no address", "+46701740699"])
def test_invalid_address_has_no_hash(email: str) -> None:
    assert AddressHashes(["key"]).hash(email) is None
