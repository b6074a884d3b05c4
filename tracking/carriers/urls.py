"""Parses a merchant's link, or raises with the reason why it is not safe to show.

A link that a browser might read differently is refused rather than corrected: a missing link costs the customer a
copied number, a wrong one may cost a password.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

_MAX_LENGTH = 2000
_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]{4,253})(?P<port>:(?:80|443))?(?P<rest>(?:[/?#][!-~]*)?)", re.IGNORECASE
)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# Reserved names lead nowhere on the public web: RFC 2606, RFC 6761, RFC 6762, RFC 9476.
_TOP_LEVEL = re.compile(
    r"(?!(?:alt|arpa|corp|example|home|internal|invalid|lan|local|localdomain|localhost|onion|test)$)[a-z]{2,24}"
)
_FORBIDDEN = re.compile(r"[\"'<>\\^`{|}]")
_WORD = re.compile(r"[A-Za-z0-9]+")
_MIN_IDENTIFIER = 5


class UnsafeUrlError(ValueError):
    """The link is not safe to show; the message is the reason."""


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A web address in plain characters: ``host`` in small letters, ``rest`` from the path on."""

    scheme: str
    host: str
    rest: str

    @property
    def secure(self) -> str:
        """The address over https."""
        return f"https://{self.host}{self.rest}"

    def names_a_parcel(self, token: str | None) -> bool:
        """Whether the address contains the token or another identifier: a bare tracking page does not help."""
        rest = unquote(self.rest)
        if token and token in rest.upper():
            return True
        return any(_is_identifier(word) for word in _WORD.findall(rest))


def _is_identifier(word: str) -> bool:
    return len(word) >= _MIN_IDENTIFIER and any(map(str.isdecimal, word))


def read_url(text: str) -> WebAddress:
    """The address in ``text``; raises UnsafeUrlError with the reason where it is not plainly a public web page."""
    if len(text) > _MAX_LENGTH:
        raise UnsafeUrlError("it is too long")
    plain = text.strip(" ")
    if not plain.isascii() or not plain.isprintable() or " " in plain:
        raise UnsafeUrlError("it has blanks, invisible characters or letters from outside ASCII")
    found = _URL.fullmatch(plain)
    if found is None:
        raise UnsafeUrlError("it is not an http(s) address with a plain host")
    if _FORBIDDEN.search(found["rest"]):
        raise UnsafeUrlError("it has characters that do not belong in an address")
    host = found["host"].lower()
    if not _is_public(host):
        raise UnsafeUrlError("its host is not on the public web, or hides its name")
    return WebAddress(found["scheme"].lower(), host, found["rest"])


def safe_url(text: str | None) -> str | None:
    """The address if it is a public web page over https, else None: for links that lead to no tracking page."""
    try:
        address = read_url(text or "")
    except UnsafeUrlError:
        return None
    return address.secure if address.scheme == "https" else None


def _is_public(host: str) -> bool:
    """Whether it is a name with a real top level, and none in Punycode, which can imitate any other."""
    *labels, top = host.split(".")
    return (
        bool(labels)
        and all(_LABEL.fullmatch(label) and not label.startswith("xn--") for label in labels)
        and _TOP_LEVEL.fullmatch(top) is not None
    )
