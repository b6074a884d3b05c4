"""The keys of METRICS_TOKEN and PREVIEW_KEY; without the key, their pages respond 404."""

import hmac

from flask import request


def bearer_token() -> str:
    """Returns the bearer token of the Authorization header, or an empty string."""
    # Characters beyond ASCII arrive in a header as Latin-1: https://peps.python.org/pep-3333/#unicode-issues
    given = request.headers.get("Authorization", "").encode("latin-1", "replace").decode(errors="replace")
    scheme, _, token = given.partition(" ")
    return token if scheme.lower() == "bearer" else ""  # schemes have no case: RFC 9110, section 11.1


def matches_key(key: str | None, *given: str) -> bool:
    """Whether one of the given values is the key; without a key none is."""
    matches = [hmac.compare_digest(each.encode(errors="replace"), (key or "").encode()) for each in given]
    return bool(key) and any(matches)
