"""The geometry of a chart with a bar for each row of the table beside it: pure."""

from collections.abc import Sequence
from dataclasses import dataclass

ROW, BAR, WIDTH = 24, 12, 320
"""Pixels: the height of a row and of the bar in it, and the width of the longest bar."""


@dataclass(frozen=True, slots=True)
class Bar:
    """``length`` is the bar's, ``reach`` that of the thin line behind it; None: the row has no figure."""

    y: int
    length: float | None
    reach: float | None


@dataclass(frozen=True, slots=True)
class BarChart:
    """``height`` is in pixels; ``longest`` is the value at the end of the scale."""

    bars: tuple[Bar, ...]
    height: int
    longest: int


def bar_chart(rows: Sequence[tuple[int | None, int | None]], *, longest: int | None = None) -> BarChart | None:
    """Of the rows' values: of the bar, and of the line behind it. None where no row has a figure.

    The scale ends at ``longest``, without one at the greatest value.
    """
    greatest = max((value for row in rows for value in row if value is not None), default=None)
    longest = greatest if longest is None or greatest is None else longest
    if longest is None:
        return None
    scale = WIDTH / max(longest, 1)
    bars = tuple(
        Bar(y=ROW * number + (ROW - BAR) // 2, length=_scaled(row[0], scale), reach=_scaled(row[1], scale))
        for number, row in enumerate(rows)
    )
    return BarChart(bars=bars, height=ROW * len(rows), longest=longest)


def _scaled(value: int | None, scale: float) -> float | None:
    return None if value is None else round(value * scale, 1)
