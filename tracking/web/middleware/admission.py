"""Who comes in, and who would only be told inside to come again."""

from threading import Lock

from tracking.security.links import InvalidLink, LinkExpired
from tracking.services import Services
from tracking.web.surfaces import token_at


class AdmissionControl:
    """Lets so many in at once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self.inside = 0

    def enter(self) -> bool:
        """Whether there is room; who gets True must leave."""
        with self._lock:
            if self.inside >= self._most:
                return False
            self.inside += 1
            return True

    def leave(self) -> None:
        """Make room."""
        with self._lock:
            self.inside -= 1


class Line:
    """The line for Shopify, as seen from outside.

    On the day of a sale most of those who come are turned away: each of them cheaply, or their number alone keeps the
    others from being answered.
    """

    def __init__(self, parts: Services) -> None:
        self._parts = parts

    def is_open_to(self, path: str) -> bool:
        """Whether to let somebody in who asks for this; not where an order would be waited for in vain."""
        if not self._parts.lookup.is_full or (token := token_at(path)) is None:
            return True
        try:
            return self._parts.lookup.has_room_for(self._parts.links.open(token).order_id)
        except (InvalidLink, LinkExpired):  # inside, they are counted and told so
            return True
