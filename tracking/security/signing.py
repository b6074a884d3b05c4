"""How this site signs what it hands out: with which digest, and under which keys it is believed again."""

import hashlib
from collections.abc import Sequence

from itsdangerous import URLSafeSerializer


def serializer(keys: Sequence[str], salt: str) -> URLSafeSerializer:
    """For one purpose, named by its ``salt``, so that no token serves for another.

    ``keys`` stand oldest first: the last one signs, every one is believed.
    """
    return URLSafeSerializer(
        list(keys),
        salt=salt,
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )
