"""Asks the DNS for TXT records."""

from collections.abc import Callable
from typing import TypeAlias

from dns.exception import DNSException
from dns.rdatatype import TXT
from dns.resolver import NXDOMAIN, NoAnswer, Resolver

TextLookup: TypeAlias = Callable[[str], list[str]]
"""The TXT records of a name, each in one piece; none if there is no such name. Raises OSError if nothing answers."""

TIMEOUT = 2.0  # seconds for a name: less than a check of several has


def text_lookup(resolver: Resolver | None = None, timeout: float = TIMEOUT) -> TextLookup:
    """Asks the servers of this machine unless there is a ``resolver``."""

    def look_up(name: str) -> list[str]:
        try:
            answer = (resolver or Resolver()).resolve(f"{name}.", TXT, lifetime=timeout)
        except (NXDOMAIN, NoAnswer):
            return []
        except DNSException as error:
            raise OSError("the DNS does not answer") from error
        return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]

    return look_up
