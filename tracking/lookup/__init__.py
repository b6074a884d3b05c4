"""Finds orders, and knows them from a moment ago when Shopify cannot be asked."""

from tracking.lookup.background import Background, Threads
from tracking.lookup.changes import Changes
from tracking.lookup.errors import BadInput, Busy, Gone, LookupUnavailable, NotFound, Unreadable
from tracking.lookup.events import Events
from tracking.lookup.fetching import Fetching
from tracking.lookup.lookup import Lookup
from tracking.lookup.memory import Memory
from tracking.lookup.pseudonym import Pseudonyms
from tracking.lookup.rows import Rows
from tracking.lookup.slots import Slots
from tracking.lookup.snapshot import Snapshot
from tracking.lookup.turns import Turns

__all__ = [
    "Background",
    "BadInput",
    "Busy",
    "Changes",
    "Events",
    "Fetching",
    "Gone",
    "Lookup",
    "LookupUnavailable",
    "Memory",
    "NotFound",
    "Pseudonyms",
    "Rows",
    "Slots",
    "Snapshot",
    "Threads",
    "Turns",
    "Unreadable",
]
