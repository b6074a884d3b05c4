"""Public holidays of a country, or of a part of it, as the library ``holidays`` has them.

Its package imports 250 countries, which would take 20 MB and half a second: of it the one module is loaded that is
needed, when it is needed.
"""

import importlib.util
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Protocol, cast

_SATURDAY = 5

# Beside the public ones, days such as Christmas Eve in Sweden: no law says so, and nobody works.
_CATEGORIES = frozenset({"public", "de_facto"})


class _Country(Protocol):
    """As much as is used of a class of the library."""

    supported_categories: Iterable[str]
    subdivisions: Iterable[str]

    def __call__(self, *, subdiv: str | None, years: int, categories: Iterable[str]) -> Mapping[date, str]: ...


@dataclass(frozen=True, slots=True)
class _Part:
    country: _Country
    code: str | None  # None: the whole country


@lru_cache(maxsize=256)
def free_weekdays(region: str, year: int) -> frozenset[date]:
    """The holidays of the year from Monday to Friday; none where the library does not know the country.

    ``region`` is an ISO 3166 code such as "SE" or "US-CA"; of a part that is not known the country's count.
    """
    part = _part(region)
    if part is None:
        return frozenset()
    categories = _CATEGORIES.intersection(part.country.supported_categories)
    days = part.country(subdiv=part.code, years=year, categories=categories)
    return frozenset(day for day in days if day.weekday() < _SATURDAY)


def _part(region: str) -> _Part | None:
    country_code, _, code = region.partition("-")
    country = _country(country_code)
    if country is None:
        return None
    return _Part(country, code if code in country.subdivisions else None)


@lru_cache(maxsize=16)
def _country(code: str) -> _Country | None:
    # The imports are here, since most of the commands count no working days.
    import holidays  # noqa: PLC0415
    from holidays.registry import COUNTRIES  # noqa: PLC0415

    for module, (name, *codes) in COUNTRIES.items():
        if codes[0] == code:
            path = Path(holidays.__file__).parent / "countries" / f"{module}.py"
            return cast("_Country", getattr(_loaded(module, path), name))
    return None


def _loaded(name: str, path: Path) -> object:
    """https://docs.python.org/3/library/importlib.html#importing-a-source-file-directly ."""
    spec = importlib.util.spec_from_file_location(f"{__name__}.{name}", path)
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
