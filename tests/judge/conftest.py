"""A site whose day is set at will, also backwards."""

from dataclasses import dataclass

import pytest

from tests.fakes import Clock


@dataclass
class DayClock(Clock):
    """The time of day jumps; what counts seconds goes forward, by an hour with each page that is opened."""

    pages: int = 0

    def monotonic(self) -> float:
        return self.pages * 3600.0


@pytest.fixture
def clock() -> Clock:
    return DayClock()
