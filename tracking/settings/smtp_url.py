"""Parses the URL of the mail server: its host, how the connection is encrypted, and the login."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import SplitResult, unquote, urlsplit

LOOPBACK_HOSTS = ("127.0.0.1", "::1", "localhost")


class Encryption(StrEnum):
    """How the connection to a mail server is encrypted. The certificate is always verified."""

    STARTTLS = "starttls"  # required: nothing is sent to a server that does not offer it
    TLS = "tls"  # from the first byte
    STARTTLS_IF_OFFERED = "if_offered"  # what passes never leaves this machine


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpUrl:
    """A mail server. ``user`` and ``password`` are empty where it asks for none; neither is ever shown."""

    host: str
    port: int
    encryption: Encryption
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def place(self) -> str:
        """Host and port, for messages."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


_FORM = "smtp://user:password@smtp.example.com:587, or smtps://user:password@smtp.example.com:465"
_PORTS = {"smtp": 587, "smtps": 465}
_LOCAL_PORT = 25
_HOST = re.compile(r"[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*\.?|[0-9a-f:]+(\.[0-9]+){0,3}")
_LOGIN = re.compile(r"[\x20-\x7e]+")  # what smtplib can send
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def smtp_url(value: str) -> SmtpUrl:
    """The server. Raises ValueError with the correction, which does not repeat the value."""
    parts = _split(value)
    if parts is None or parts.scheme not in _PORTS or not _HOST.fullmatch(parts.hostname or ""):
        raise ValueError(f"must be an address such as {_FORM}, with what is special in the password percent-encoded")
    host = parts.hostname or ""
    user, password = _login(parts)
    return SmtpUrl(
        host=host,
        port=parts.port or _default_port(parts.scheme, host),
        encryption=_encryption(parts.scheme, host),
        user=user,
        password=password,
    )


def _split(value: str) -> SplitResult | None:
    """The parts of a URL that has nothing behind its host and port."""
    if re.search(r"[\s\\]", value):
        return None
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:  # an invalid port, or a broken IPv6 address; also a "/" or "#" in the password
        return None
    has_more = parts.path.strip("/") or parts.query or parts.fragment or "?" in value or "#" in value
    return None if has_more or port == 0 or not parts.netloc else parts


def _login(parts: SplitResult) -> tuple[str, str]:
    login = parts.netloc.rpartition("@")[0]
    user, colon, password = login.partition(":")
    if not login and "@" not in parts.netloc:
        return "", ""
    if not (user and colon and password):
        raise ValueError(f"must have a user and a password, or neither: {_FORM}")
    if _PERCENT.search(login):
        raise ValueError("must have what is special in user and password percent-encoded: %25 in place of %")
    found = unquote(user), unquote(password)
    if not all(_LOGIN.fullmatch(each) for each in found):
        raise ValueError("must have a user and a password of printable ASCII characters")
    return found


def _default_port(scheme: str, host: str) -> int:
    return _LOCAL_PORT if scheme == "smtp" and host in LOOPBACK_HOSTS else _PORTS[scheme]


def _encryption(scheme: str, host: str) -> Encryption:
    if scheme == "smtps":
        return Encryption.TLS
    return Encryption.STARTTLS_IF_OFFERED if host in LOOPBACK_HOSTS else Encryption.STARTTLS
