"""Brings the address of a recipient into the form that SMTP takes."""

import re

_LOCAL = re.compile(r"[^\x00-\x20\x7f-\xa0\s\"(),:;<>@\[\\\]]{1,64}")
_DOMAIN = re.compile(r"(?=.{1,255}$)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*")


def smtp_address(address: str) -> str:
    """The address with its domain in ASCII (``xn--...``). Raises ValueError if no letter can be sent to it.

    The part before the ``@`` may hold any letters: then the server must have SMTPUTF8.
    """
    local, at, domain = address.strip().rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:  # an empty part, or one that is too long
        raise ValueError("no email address") from None
    if not (at and _LOCAL.fullmatch(local) and local.isprintable() and _DOMAIN.fullmatch(ascii_domain)):
        raise ValueError("no email address")
    return f"{local}@{ascii_domain}"
