"""Parses the sender of letters: an address, alone or with a name before it."""

import re
from email.errors import HeaderParseError
from email.headerregistry import Address

_ADDRESS = re.compile(r"[!#-'*+./0-9=?A-Z^-~-]{1,64}@(?=.{1,255}$)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
_NAMED = re.compile(r"\s*\"?(?P<name>[^<>\"]*)\"?\s*<(?P<address>[^<>\s]+)>\s*")
_NAME = re.compile(r"[^\x00-\x1f<>\"\\]{0,60}")
_FORM = "must be an email address, alone or behind a name: Harbor Goods <orders@example.com>"


def mail_from(value: str) -> Address:
    """The address, which headers can hold as it is. Raises ValueError with the correction."""
    name, address = _parts(value)
    if not (_NAME.fullmatch(name) and name.isprintable()) or len(value.splitlines()) != 1:
        raise ValueError(_FORM)
    if not address.isascii():
        raise ValueError("must have an address of plain letters: xn--... for a domain with others")
    if not _ADDRESS.fullmatch(address):
        raise ValueError(_FORM)
    try:
        return Address(display_name=name, addr_spec=address)
    except (HeaderParseError, ValueError):  # such as a dot at the end of its user
        raise ValueError(_FORM) from None


def _parts(value: str) -> tuple[str, str]:
    """The name, which may be empty, and the address, which may be wrong."""
    found = _NAMED.fullmatch(value)
    return (found["name"].strip(), found["address"]) if found else ("", value.strip())
