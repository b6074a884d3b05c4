"""Derives the ids of an order and its parts from the order's name: they never change."""

from zlib import crc32

FIRST = 5_900_000_000_000


def order_number_id(name: str) -> int:
    """The numeric id of the order with this name."""
    return FIRST + crc32(name.encode())


def gid(kind: str, number: int, *indices: int) -> str:
    """The global id of an order, or of its part at these indices."""
    return f"gid://shopify/{kind}/{number}" + "".join(f"{index + 1:03}" for index in indices)
