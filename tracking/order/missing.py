"""Looks rows up in tables: for a missing row, the page gets a fallback, the log and the tests the file to change."""

import logging
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import lru_cache
from typing import TypeAlias, TypeVar

Code: TypeAlias = Enum | tuple[Enum, ...]
C = TypeVar("C", bound=Code)
V = TypeVar("V")

log = logging.getLogger(__name__)


def row_or_fallback(table: Mapping[C, V], code: C, fallback: V, *, content: str, module: str) -> V:
    """Returns the row of a code, else ``fallback`` with one log line per process.

    ``content`` describes a row, such as "words"; ``module`` is the file of the table.
    """
    if code in table:
        return table[code]
    _report(sentence(code, content=content, module=module))
    return fallback


def sentence(code: Code, *, content: str, module: str) -> str:
    """Reason.DELAYED has no words: add its row to tracking/order/reasons.py."""
    codes = code if isinstance(code, tuple) else (code,)
    name = ", ".join(f"{type(each).__name__}.{each.name}" for each in codes)
    return f"{name} has no {content}: add its row to {module}"


def missing(table: Mapping[C, object], codes: Iterable[C], *, content: str, module: str) -> list[str]:
    """A sentence for each code without a row."""
    return [sentence(code, content=content, module=module) for code in codes if code not in table]


@lru_cache(maxsize=256)
def _report(message: str) -> None:
    """Logs a message once per process, since the same order is rendered many times."""
    log.error("%s", message)
