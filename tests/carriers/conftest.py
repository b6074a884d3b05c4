"""The built-in carriers."""

from collections.abc import Callable

import pytest

from tracking.carriers import Carriers, Link
from tracking.carriers.row import CarrierRow


@pytest.fixture(scope="session")
def carriers() -> Carriers:
    return Carriers.built_in()


@pytest.fixture(scope="session")
def rows(carriers: Carriers) -> dict[str, CarrierRow]:
    return {row.code: row for row in carriers.rows}


@pytest.fixture(scope="session")
def resolve(carriers: Carriers) -> Callable[..., Link]:
    return carriers.resolve
