"""Pieces of pages that are kept with all that they are made of.

A piece is sent again only while everything that it is made of is the same, compared at each request: a change, by
whatever way, makes another piece. So none can be out of date, and nothing has to be told of a change. Pieces of an
erased order are forgotten all the same, and pieces that are not asked for within the hour.
"""

from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from threading import Lock
from typing import cast

from cachetools import TTLCache
from flask import Flask, current_app, g

from tracking.services import Services

MOST_CHARACTERS = 8 * 1024 * 1024
_SECONDS = 3600
_OVERHEAD = 3200  # bytes that what a piece is made of takes beside it, as measured
_KEY = "whereabouts.fragments"
_PAGES = ("merchant/", "components/")  # the templates that pieces are made by

Name = tuple[str | None, ...]


class FragmentCache:
    """The least recently used go first. Safe to share between threads."""

    def __init__(self, *, monotonic: Callable[[], float], most_characters: int = MOST_CHARACTERS) -> None:
        self._most = most_characters
        self._lock = Lock()
        self._forgotten = 0  # times: a piece that was being made meanwhile is not kept
        self._kept: TTLCache[Name, tuple[object, str]] = TTLCache(most_characters, _SECONDS, monotonic, _size)

    def get(self, name: Name, made_of: object, make: Callable[[], str]) -> str:
        """The piece under this name, made anew unless it was made of the same.

        A name begins with the id of the order that it is about, or with nothing.
        """
        with self._lock, suppress(KeyError):
            forgotten = self._forgotten
            known, piece = self._kept[name]
            if known == made_of:
                return piece
        piece = make()
        # A piece that our own templates rendered because the merchant's failed is tried again.
        if not g.get("is_fallback") and _size((made_of, piece)) <= self._most:
            with self._lock:
                if forgotten == self._forgotten:
                    self._kept[name] = (made_of, piece)
        return piece

    def forget(self, order_id: str | None, _: datetime | None = None) -> None:
        """Forget the pieces of an order, or all."""
        with self._lock:
            self._forgotten += 1
            for name in [name for name in self._kept if order_id in (None, name[0])]:
                self._kept.pop(name, None)

    def __len__(self) -> int:
        """How many are kept."""
        with self._lock:
            return len(self._kept)


def add_fragment_cache(app: Flask, services: Services, own_templates: Collection[str]) -> None:
    """Let the views of the app use them.

    None are kept while somebody works on the templates, and none where ``own_templates``, the names of the merchant's,
    are used: these may show what ours do not, such as who is logged in or the token of a form.
    """
    is_own = any(name.startswith(_PAGES) for name in own_templates)
    most = 0 if app.debug or is_own else MOST_CHARACTERS
    app.extensions[_KEY] = kept = FragmentCache(monotonic=services.monotonic, most_characters=most)
    services.invalidation.subscribe(kept.forget)


def fragment_cache() -> FragmentCache:
    """Those of the current app."""
    return cast("FragmentCache", current_app.extensions[_KEY])


def _size(kept: tuple[object, str]) -> int:
    return len(kept[1]) + _OVERHEAD
