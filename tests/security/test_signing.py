import pytest
from itsdangerous import BadSignature

from tracking.security.signing import serializer


def test_every_key_verifies_and_the_last_one_signs() -> None:
    token = serializer(["old", "new"], "purpose").dumps([1])
    assert serializer(["new", "newest"], "purpose").loads(token) == [1]
    with pytest.raises(BadSignature):
        serializer(["old"], "purpose").loads(token)


def test_token_is_valid_for_its_salt_only() -> None:
    with pytest.raises(BadSignature):
        serializer(["key"], "another").loads(serializer(["key"], "purpose").dumps([1]))
