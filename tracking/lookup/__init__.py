"""Finds orders, and knows them from a moment ago when Shopify cannot be asked."""

from tracking.lookup.errors import BadInput, Gone, LookupUnavailable, NotFound
from tracking.lookup.lookup import Lookup, Snapshot
from tracking.lookup.pseudonym import Pseudonyms
from tracking.lookup.rows import Rows, RowSerializer

__all__ = [
    "BadInput",
    "Gone",
    "Lookup",
    "LookupUnavailable",
    "NotFound",
    "Pseudonyms",
    "RowSerializer",
    "Rows",
    "Snapshot",
]
