"""Keys that the merchant set for pages of their own; to others there are no such pages."""

import hmac

from flask import request


def bearer() -> str:
    """The key in the Authorization header, or nothing."""
    # What a header holds beyond ASCII arrives as if it were Latin-1: https://peps.python.org/pep-3333/#unicode-issues
    given = request.headers.get("Authorization", "").encode("latin-1", "replace").decode(errors="replace")
    return given.removeprefix("Bearer ") if given.startswith("Bearer ") else ""


def opens(key: str | None, *given: str) -> bool:
    """Whether one of those given is the key; without a key nothing opens."""
    matches = [hmac.compare_digest(each.encode(errors="replace"), (key or "").encode()) for each in given]
    return bool(key) and any(matches)
