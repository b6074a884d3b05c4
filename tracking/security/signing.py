"""Makes the serializers with which this site signs and verifies."""

import hashlib
from collections.abc import Sequence

from itsdangerous import URLSafeSerializer


def serializer(keys: Sequence[str], salt: str) -> URLSafeSerializer:
    """A serializer for one purpose, named by its ``salt``, so that a token is valid for no other.

    ``keys`` are ordered oldest first: the last one signs, all of them verify.
    """
    return URLSafeSerializer(
        list(keys),
        salt=salt,
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )
