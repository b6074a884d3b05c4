"""Signs the probes of ``whereabouts doctor`` and the running site's answers; both expire soon.

A wrong PUBLIC_URL sends a probe to another server: it holds no information, and that server's answer has no signature.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from itsdangerous import BadSignature

from tracking.security.signing import serializer

LIFETIME = timedelta(minutes=2)  # two machines' clocks may differ

_PROBE_SALT, _ANSWER_SALT = "probe", "probe.seen"


class InvalidSelfCheck(Exception):
    """The answer was not signed with one of the keys, or belongs to another probe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheckResult:
    """A request as it reached the site, and the client address that the site derived.

    ``forwarded`` is the number of addresses in X-Forwarded-For, of which ``trusted`` are used;
    ``has_forwarded_scheme``: X-Forwarded-Proto was present. ``scheme``, ``host`` and ``address`` are the client's as
    the site sees them.
    """

    trusted: int
    forwarded: int
    has_forwarded_scheme: bool
    scheme: str
    host: str
    address: str


class SelfCheck:
    """Both ends. ``keys`` are ordered oldest first, as for links: the last one signs, all of them verify."""

    def __init__(self, keys: Sequence[str], *, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._probes, self._answers = serializer(keys, _PROBE_SALT), serializer(keys, _ANSWER_SALT)

    def create_probe(self) -> str:
        """A unique signed probe for an Authorization header."""
        expiry = self._clock() + LIFETIME
        return str(self._probes.dumps([int(expiry.timestamp()), secrets.token_urlsafe(8)]))

    def answer(self, probe: str, result: SelfCheckResult) -> str | None:
        """The signed answer to a probe; None for an invalid or expired one."""
        try:
            expiry, _ = self._probes.loads(probe)
        except (BadSignature, UnicodeError, ValueError, TypeError):  # as in links.py
            return None
        remaining = expiry - self._clock().timestamp()
        # A longer remaining time than any probe's was made by a clock that is ahead.
        return (
            str(self._answers.dumps([probe, asdict(result)])) if 0 < remaining <= 2 * LIFETIME.total_seconds() else None
        )

    def read_answer(self, answer: str, probe: str) -> SelfCheckResult:
        """The result in the answer to this probe. Raises InvalidSelfCheck."""
        try:
            answered_probe, fields = self._answers.loads(answer)
            result = SelfCheckResult(**fields)
        except (BadSignature, UnicodeError, ValueError, TypeError) as error:  # TypeError: fields of another release
            raise InvalidSelfCheck from error
        if answered_probe != probe:
            raise InvalidSelfCheck
        return result
