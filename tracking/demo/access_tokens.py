"""Issues and validates access tokens: a static one, and granted ones that expire after a day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from threading import Lock

LIFETIME = timedelta(seconds=86_399)


class AccessTokens:
    """Validates tokens. ``static`` never expires; granted ones expire after a day.

    https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/client-credentials-grant
    """

    def __init__(self, *, clock: Callable[[], datetime], static: str, client: tuple[str, str]) -> None:
        self._clock = clock
        self._static = static
        self._client = client
        self._expires_at: dict[str, datetime] = {}
        self._numbers = count(1)
        self._lock = Lock()

    def grant(self, client_id: str | None, client_secret: str | None) -> str | None:
        """A new token, or None if id and secret are not the app's."""
        if (client_id, client_secret) != self._client:
            return None
        with self._lock:
            token = f"shpat_demo_{next(self._numbers)}"
            self._expires_at[token] = self._clock() + LIFETIME
            return token

    def is_valid(self, token: str | None) -> bool:
        """Whether the shop accepts this token now."""
        if token == self._static:
            return True
        end = self._expires_at.get(token or "")
        return end is not None and self._clock() < end

    def revoke(self) -> None:
        """Revoke every granted token, as a reinstallation of the app does."""
        self._expires_at.clear()
