"""How ``flask doctor`` asks the running site what reaches it, and how the site answers: both signed, and short-lived.

A probe may be sent to a stranger, where PUBLIC_URL is wrong: it holds nothing, and whatever he answers is not signed.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from itsdangerous import BadSignature

from tracking.security.signing import serializer

LIFE = timedelta(minutes=2)  # two machines' clocks may differ

_PROBE_SALT, _SEEN_SALT = "probe", "probe.seen"


class NotOurs(Exception):
    """Nobody with our key said this, or not just now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheckResult:
    """A request as it reached the site, and what the site made of it.

    ``forwarded`` addresses stood in X-Forwarded-For, of which ``trusted`` are believed; ``tells_scheme``: whether
    X-Forwarded-Proto was there. ``scheme``, ``host`` and ``address`` are what the site took for the visitor's.
    """

    trusted: int
    forwarded: int
    tells_scheme: bool
    scheme: str
    host: str
    address: str


class SelfCheck:
    """Both ends. ``keys`` stand oldest first, as those of links: the last one signs, every one is believed."""

    def __init__(self, keys: Sequence[str], *, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._probes, self._answers = serializer(keys, _PROBE_SALT), serializer(keys, _SEEN_SALT)

    def probe(self) -> str:
        """A question, no two of them alike, for an Authorization header."""
        expiry = self._clock() + LIFE
        return str(self._probes.dumps([int(expiry.timestamp()), secrets.token_urlsafe(8)]))

    def answer(self, probe: str, seen: SelfCheckResult) -> str | None:
        """What to say to a probe; nothing to one that is not ours, or is too old."""
        try:
            expiry, _ = self._probes.loads(probe)
        except (BadSignature, UnicodeError, ValueError, TypeError):  # as in links.py
            return None
        left = expiry - self._clock().timestamp()
        # One that lasts longer than any we make was made by a clock that is ahead.
        return str(self._answers.dumps([probe, asdict(seen)])) if 0 < left <= 2 * LIFE.total_seconds() else None

    def read(self, answer: str, probe: str) -> SelfCheckResult:
        """What the site saw of this probe. Raises NotOurs."""
        try:
            asked, seen = self._answers.loads(answer)
            found = SelfCheckResult(**seen)
        except (BadSignature, UnicodeError, ValueError, TypeError) as error:  # TypeError: of another release
            raise NotOurs from error
        if asked != probe:
            raise NotOurs
        return found
