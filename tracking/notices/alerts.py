"""How the merchant hears of what is wrong with the letters, and that it is over."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """``alert`` takes a sentence that says what is wrong and what mends it, ``all_clear`` one that it is over."""

    alert: Callable[[str], None]
    all_clear: Callable[[str], None]
