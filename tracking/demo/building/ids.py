"""Derives the ids of an order and its parts from the order's name: they never change."""

import re
from zlib import crc32

FIRST = 5_900_000_000_000
_NUMBER = re.compile(r"gid://shopify/[A-Za-z]+/(?P<number>[0-9]{13})(?:[0-9]{3})*")


def order_number_id(name: str) -> int:
    """The numeric id of the order with this name."""
    return FIRST + crc32(name.encode())


def confirmation_number(number: int) -> str:
    """The confirmation number of the order with this numeric id."""
    return f"HG{number % 10**7:07}"


def gid(kind: str, number: int, *indices: int) -> str:
    """The global id of an order, or of its part at these indices."""
    return f"gid://shopify/{kind}/{number}" + "".join(f"{index + 1:03}" for index in indices)


def number_of_order(node_id: str) -> int | None:
    """The numeric id of the order with this global id, or with a part that has it."""
    found = _NUMBER.fullmatch(node_id)
    return int(found["number"]) if found else None
