"""Terms to find orders by beside their columns, several of a kind: tags, words of products, what is out of step."""

from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import Connection, bindparam, delete, insert, select

from tracking.database.column_types import ShortText
from tracking.database.tables import order_terms

NO_NUMBER = "f:no_number"
"""The term of an order without a tracking number."""

IN_PARTS = "f:in_parts"
"""The term of an order that is sent in several parcels."""

# Made once, as in ``orders``.
_KNOWN = select(order_terms.c.term).where(order_terms.c.order_id == bindparam("of_order", type_=ShortText))


class TermKind(StrEnum):
    """The letter before the term, which makes each kind a range of the index."""

    TAG = "t"  # a keyed hash of it
    WORD = "w"
    OUT_OF_STEP = "o"


def term(kind: TermKind, value: str) -> str:
    """The term as it is written."""
    return f"{kind}:{value}"


def put(transaction: Connection, order_id: str, terms: Collection[str], *, keep: TermKind | None = None) -> None:
    """Write the terms of the order in place of those that it has, but for those of a kind that is to be kept."""
    row = order_terms.c
    known = set(transaction.scalars(_KNOWN, {"of_order": order_id}))
    if keep:
        known = {each for each in known if not each.startswith(f"{keep}:")}
    gone, new = known.difference(terms), sorted(set(terms) - known)
    if gone:
        transaction.execute(delete(order_terms).where(row.order_id == order_id, row.term.in_(gone)))
    if new:
        transaction.execute(insert(order_terms), [{"order_id": order_id, "term": each} for each in new])
