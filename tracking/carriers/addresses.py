"""Web addresses in the text of a tracking field, and the tracking numbers in an address."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from tracking.carriers.urls import UnsafeUrlError, WebAddress, read_url

ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"']+", re.IGNORECASE)
_END = ".,;:!?)]}"
_WORD = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")
_MIN_CHARACTERS = 6
_MIN_DIGITS = 4


def split_addresses(text: str) -> tuple[str, list[str]]:
    """The text without its web addresses, and these."""
    addresses = [found.rstrip(_END) for found in ADDRESS.findall(text)]
    return (ADDRESS.sub(" ", text), addresses) if addresses else (text, [])


def public_address(text: str) -> WebAddress | None:
    """The address if it is plainly a public web page; one without a scheme is taken for https."""
    try:
        return read_url(text if "://" in text else f"https://{text}")
    except UnsafeUrlError:
        return None


def numbers_in(address: WebAddress, fits: Callable[[str], bool]) -> list[str]:
    """The words of the address in a known format, else the only one that looks like a number."""
    words = list(dict.fromkeys(_WORD.findall(unquote(address.rest))))
    known = [word for word in words if fits(word.upper())]
    likely = [word for word in words if len(word) >= _MIN_CHARACTERS and sum(map(str.isdecimal, word)) >= _MIN_DIGITS]
    return known or (likely if len(likely) == 1 else [])
