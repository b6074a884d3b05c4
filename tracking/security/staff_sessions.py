"""Signs the sessions of the merchant's overview, and the forms that are sent from them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from secrets import token_hex

from itsdangerous import BadSignature

from tracking.security.signing import serializer

IDLE = timedelta(hours=12)
"""A session that was not used for as long has ended."""

LONGEST = timedelta(days=14)
"""However much it is used."""

MAX_AHEAD = timedelta(minutes=5)
"""Two machines' clocks may differ; what is from further ahead was signed by a clock that has been set back."""

_SESSION_SALT, _FORM_SALT = "staff session", "staff form"


class LoginWay(StrEnum):
    """How somebody came in."""

    MAIL = "mail"
    SERVER = "server"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSession:
    """``generation`` is that of all sessions that are ended together."""

    id: str
    who: str
    way: LoginWay
    generation: str
    started_at: datetime
    used_at: datetime

    @property
    def ends_at(self) -> datetime:
        """Unless it is used again, or ended before."""
        return min(self.used_at + IDLE, self.started_at + LONGEST)


class StaffSessions:
    """``keys`` are ordered oldest first, as for links: the last one signs, all of them verify."""

    def __init__(self, keys: Sequence[str], *, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._sessions, self._forms = serializer(keys, _SESSION_SALT), serializer(keys, _FORM_SALT)

    def begin(self, who: str, way: LoginWay, generation: str) -> StaffSession:
        """A new session, which begins now."""
        now = self._clock()
        return StaffSession(id=token_hex(16), who=who, way=way, generation=generation, started_at=now, used_at=now)

    def sign(self, session: StaffSession) -> tuple[str, StaffSession]:
        """The value of the cookie of a session that is used now, and the session as it stands there."""
        used = replace(session, used_at=self._clock())
        started, last = int(used.started_at.timestamp()), int(used.used_at.timestamp())
        return str(self._sessions.dumps([used.id, used.who, used.way, used.generation, started, last])), used

    def read(self, cookie: str) -> StaffSession | None:
        """The session in a cookie; None where it was not signed here, or has ended by itself."""
        try:
            session_id, who, way, generation, started, last = self._sessions.loads(cookie)
            session = StaffSession(
                id=str(session_id),
                who=str(who),
                way=LoginWay(way),
                generation=str(generation),
                started_at=datetime.fromtimestamp(started, UTC),
                used_at=datetime.fromtimestamp(last, UTC),
            )
        except (BadSignature, UnicodeError, ValueError, TypeError, OverflowError):  # as in links.py
            return None
        now = self._clock()
        is_from_ahead = max(session.started_at, session.used_at) > now + MAX_AHEAD
        return None if is_from_ahead or now >= session.ends_at else session

    def form_token(self, session_id: str) -> str:
        """The token that a form of this session brings back.

        Another one each time: a page that is compressed, and repeats what stands in its address, would betray one that
        is always the same (https://breachattack.com).
        """
        return str(self._forms.dumps([session_id, token_hex(8)]))

    def is_form_token(self, token: str, session_id: str) -> bool:
        """Whether a form of this session brought it."""
        try:
            signed_id, _ = self._forms.loads(token)
        except (BadSignature, UnicodeError, ValueError, TypeError):  # likewise
            return False
        return bool(signed_id == session_id)
