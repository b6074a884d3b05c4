"""A row that a table lacks: the page shows a fallback, the log and the tests name the row and the file to change."""

import logging
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import lru_cache
from typing import TypeAlias, TypeVar

Code: TypeAlias = Enum | tuple[Enum, ...]
C = TypeVar("C", bound=Code)
V = TypeVar("V")

log = logging.getLogger(__name__)


def row(table: Mapping[C, V], code: C, fallback: V, *, content: str, module: str) -> V:
    """The row of a code. Where there is none, ``fallback``, and one line in the log for each process.

    ``what`` is what a row gives, such as "words"; ``module`` the file of the table.
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
    """Once a process: the same order is shown again and again."""
    log.error("%s", message)
