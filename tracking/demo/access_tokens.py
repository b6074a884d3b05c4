"""Access tokens: one for good, and those that are granted for a day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from threading import Lock

LIFE = timedelta(seconds=86_399)


class Tokens:
    """Knows which tokens open the shop. ``static`` never ends; granted ones end after a day.

    https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/client-credentials-grant
    """

    def __init__(self, *, clock: Callable[[], datetime], static: str, client: tuple[str, str]) -> None:
        self._clock = clock
        self._static = static
        self._client = client
        self._ends: dict[str, datetime] = {}
        self._numbers = count(1)
        self._lock = Lock()

    def grant(self, client_id: str | None, client_secret: str | None) -> str | None:
        """A new token, or None where id and secret are not the app's."""
        if (client_id, client_secret) != self._client:
            return None
        with self._lock:
            token = f"shpat_demo_{next(self._numbers)}"
            self._ends[token] = self._clock() + LIFE
            return token

    def opens(self, token: str | None) -> bool:
        """Whether the shop lets this token in now."""
        if token == self._static:
            return True
        end = self._ends.get(token or "")
        return end is not None and self._clock() < end

    def revoke(self) -> None:
        """End every granted token before its time, as a merchant who reinstalls the app does."""
        self._ends.clear()
