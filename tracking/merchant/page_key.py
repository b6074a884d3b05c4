"""The last row of a page, as the address of the next page has it."""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from tracking.database.order_list import PageKey
from tracking.merchant.list_codes import Sort

_MOST = 400  # characters; ours have some sixty
_LARGEST = 2**63 - 1  # of both databases


@dataclass(frozen=True, slots=True)
class LastRow:
    """Where a list in this order goes on."""

    sort: Sort | None
    key: PageKey


def write_last_row(last: LastRow) -> str:
    """In letters, digits, ``-`` and ``_``: programs pass it on, and read nothing in it."""
    values = [last.sort, last.key.value, last.key.order_id]
    return urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def read_last_row(text: str) -> LastRow:
    """The row that ``write_last_row`` wrote. Raises ValueError for anything else."""
    if len(text) > _MOST:
        raise ValueError("too long")
    try:
        padded = text.encode() + b"=" * (-len(text) % 4)
        sort, value, order_id = json.loads(urlsafe_b64decode(padded))
    except (binascii.Error, TypeError, RecursionError) as error:
        raise ValueError("no row") from error
    if not (isinstance(order_id, str) and order_id.isascii() and order_id.isprintable()):
        raise ValueError("no order")
    if type(value) is not int or abs(value) > _LARGEST:
        raise ValueError("nothing that a list is sorted by")
    return LastRow(Sort(sort) if sort is not None else None, PageKey(value, order_id))
