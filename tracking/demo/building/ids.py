"""The ids of an order and its parts: always the same for the same order number."""

from zlib import crc32

FIRST = 5_900_000_000_000


def number_of(name: str) -> int:
    """The numeric id of the order with this name."""
    return FIRST + crc32(name.encode())


def gid(kind: str, number: int, *indices: int) -> str:
    """The global id of an order, or of its part at these indices."""
    return f"gid://shopify/{kind}/{number}" + "".join(f"{index + 1:03}" for index in indices)
