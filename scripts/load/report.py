"""Prints measurements beside their limits."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the report; ``holds`` is None where nothing was promised."""

    what: str
    measured: str
    target: str = ""
    holds: bool | None = None

    def __str__(self) -> str:
        verdict = {True: "", False: "  MISSED", None: ""}[self.holds]
        target = f"   ({self.target})" if self.target else ""
        return f"  {self.what:58} {self.measured}{target}{verdict}"


def at_most(what: str, value: float, limit: float, unit: str, note: str = "") -> Figure:
    """A figure that should be small."""
    measured, target = f"{value:.4g} {unit} {note}".rstrip(), f"<= {limit:g} {unit}".rstrip()
    return Figure(what=what, measured=measured, target=target, holds=value <= limit)


def at_least(what: str, value: float, limit: float, unit: str) -> Figure:
    """A figure that should be large."""
    measured, target = f"{value:.4g} {unit}".rstrip(), f">= {limit:g} {unit}".rstrip()
    return Figure(what=what, measured=measured, target=target, holds=value >= limit)


def just(what: str, measured: str) -> Figure:
    """Something worth knowing."""
    return Figure(what=what, measured=measured)
