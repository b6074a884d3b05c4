"""Orders of the bench's own shop, by what their customers left: an address, a phone number, or neither."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from tracking.demo.store import Node

EMAIL = "ada@example.com"
EACH = 200  # of each kind: of one number only so many tries are let through
KINDS: Mapping[str, Sequence[int]] = MappingProxyType(
    {
        "e-mail": range(20_000, 20_000 + EACH),
        "phone": range(21_000, 21_000 + EACH),
        "no contact": range(22_000, 22_000 + EACH),
    }
)
NONE = range(23_000, 23_000 + EACH)  # no order has these numbers either
FURTHER = 50_000  # beyond each of them is a number that no order has, and that has as many digits


def orders_like(template: Node) -> Iterator[Node]:
    """The same order again and again, with a number, an id and a contact of its own."""
    for kind, numbers in KINDS.items():
        for number in numbers:
            email = EMAIL if kind == "e-mail" else None
            phone = _phone(number) if kind == "phone" else None
            order_id = f"gid://shopify/Order/{number}"
            own = {"id": order_id, "name": f"#{number}", "confirmationNumber": confirmation(number)}
            yield {**template, **own, "email": email, "phone": phone}


def confirmation(number: int) -> str:
    """The confirmation number of the order with this number."""
    return f"LD{number}XY"


def _phone(number: int) -> str:
    """Numbers that are kept free for stories, of three countries."""
    nth = number % 90
    return (f"+467017406{nth:02}", f"+4477009001{nth:02}", f"+12025550{100 + nth}")[number % 3]
