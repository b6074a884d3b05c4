"""Strategies that others are made of: gaps between two events of an order, and how often something happens."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

MINUTES = (3, 40, 130, 5 * 60, 17 * 60, 24 * 60 + 7, 2 * 24 * 60, 3 * 24 * 60 + 90, 6 * 24 * 60)
_LONG = (8, 12, 20, 35, 70)  # days

FIRST = datetime(2025, 11, 3, tzinfo=UTC)
starts = st.integers(0, 364 * 24 * 4).map(lambda quarters: FIRST + timedelta(minutes=15 * quarters))
gaps = st.sampled_from(MINUTES).map(lambda minutes: timedelta(minutes=minutes))
long_gaps = gaps | st.sampled_from(_LONG).map(lambda days: timedelta(days=days, minutes=11))
rarely = st.integers(0, 9).map(lambda number: number == 9)
sometimes = st.integers(0, 9).map(lambda number: number >= 6)
often = st.integers(0, 9).map(lambda number: number < 8)
