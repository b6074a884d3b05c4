"""The part of the large matrices that ``make test`` takes; ``make audit`` takes them whole.

All other cases carry the mark ``audit``. The sample:

- demo orders (the fixture ``demo_slugs``): those that together have every code that a status can have, a quarter of
  all (tests/demo_orders.py); a quarter of those, where the order makes no difference (``some_demo_slugs``);
- pages in a real browser: those that together have nine tenths of the kinds of elements (tests/markup_sample.py has
  them all), with all rules of axe on the first two, and all but that of contrast, which takes the longest, on the
  others; most other pages in a light scheme only. The audit makes all pages, and sees that the sample has every kind.
  Whether a page is wider than its screen is asked of more of them, and in more languages, than axe is;
- tables and products of cases: the rows that a test names, one for each way in which its rule can break (``matrix``),
  or each third or so, where they are many of a kind (``spread``);
- what takes the fixture ``url`` or ``database``: on SQLite; on PostgreSQL, too, in tests/database, which runs every
  statement, and where processes meet or are killed (the mark ``both_databases``);
- tables of small functions: all rows, in one test each (``each_row``);
- wrong values of fields, steps of a clock, generated orders and lives: a half to a 48th, spread over all.
"""

import inspect
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import wraps
from itertools import product
from typing import TYPE_CHECKING, cast

import pytest

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet


def matrix(cases: Mapping[str, object], *sample: str) -> "list[ParameterSet]":
    """One parameter set a case: ``make test`` runs the sample, ``make audit`` all. A tuple is several arguments."""
    assert set(sample) <= set(cases)
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            id=name,
            marks=() if name in sample else pytest.mark.audit,
        )
        for name, case in cases.items()
    ]


def spread(step: int, cases: Iterable[object]) -> "list[ParameterSet]":
    """Likewise, each ``step``th case being the sample. Over a product, choose a step that meets every part of it."""
    return [
        pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=() if at % step == 0 else pytest.mark.audit)
        for at, case in enumerate(cases)
    ]


def each_row(
    names: str | tuple[str, ...], rows: Iterable[object], ids: Iterable[str] | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """As ``pytest.mark.parametrize``, in one test that goes on after a row and names each one that fails.

    For tables of functions that take less than what a test of its own costs in every process.
    """
    own, cases = (names,) if isinstance(names, str) else names, cast("list[tuple[object, ...]]", list(rows))
    labels = [*ids] if ids else cases
    assert len(labels) == len(cases)

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(test)

        @wraps(test)
        def all_rows(**others: object) -> None:
            failed: list[BaseException] = []
            for label, case in zip(labels, cases, strict=True):
                values = (case,) if isinstance(names, str) else case
                try:
                    test(**others, **dict(zip(own, values, strict=True)))
                except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 - raised below, with its row
                    error.add_note(f"in the row {label if ids else repr(case)}")
                    failed.append(error)
            if failed:
                raise BaseExceptionGroup(f"{len(failed)} of {len(cases)} rows", failed)

        left = [parameter for name, parameter in signature.parameters.items() if name not in own]
        all_rows.__signature__ = signature.replace(parameters=left)  # type: ignore[attr-defined] # pytest reads it
        return all_rows

    return decorate


def is_of_the_audit(item: pytest.Item) -> bool:
    """Whether a test is the same as one on SQLite, and tests/database runs its statements on PostgreSQL."""
    case = getattr(item, "callspec", None)
    is_second = case is not None and case.params.get("url") == "postgres" and item.path.parent.name != "database"
    return is_second and not item.get_closest_marker("both_databases")


def crossed(*axes: Mapping[str, object]) -> dict[str, tuple[object, ...]]:
    """Every combination of the axes, named by its parts: ``light-320``."""
    return {
        "-".join(name for name, _ in case): tuple(value for _, value in case)
        for case in product(*(axis.items() for axis in axes))
    }


def cover(features: Mapping[str, set[Hashable]]) -> list[str]:
    """Names that together have every feature: each adds some that the ones before it lack, until none is left."""
    missing = set().union(*features.values())
    chosen = []
    while missing:
        name = max(features, key=lambda each: len(features[each] & missing))
        chosen.append(name)
        missing -= features[name]
    return chosen
