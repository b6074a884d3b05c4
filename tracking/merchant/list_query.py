"""The query of the merchant's list: one field for each parameter of its address."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from tracking.directory.views import OrderView
from tracking.i18n.text import Phrase, text
from tracking.merchant.list_codes import LettersFilter, PartsFilter, Sort, TrackingFilter
from tracking.merchant.list_parameters import PARAMETERS, RefusedValue
from tracking.merchant.out_of_step import OutOfStepCode
from tracking.merchant.page_key import LastRow
from tracking.order.vocabulary import Condition, Reason, Route, Stage

DEFAULT_SIZE = 50
_FILTERS = tuple(name for name, row in PARAMETERS.items() if row.is_filter)

_EMAIL = text("Use the search field for an email address: it never stands in the address of a page.")
_OTHER_LIST = text("This page belongs to another list. Start again from the first page.")


class InvalidQuery(Exception):
    """A value that no list has; ``sentence`` says so to whoever typed or programmed it."""

    def __init__(self, parameter: str, sentence: Phrase) -> None:
        super().__init__(parameter)
        self.parameter = parameter
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """The parameters as they were read; None filters nothing.

    ``found`` are the hashes of a customer's address that was searched for, ``ids`` are orders that were selected. Days
    are the shop's, and ``placed_from`` and ``placed_to`` both included. ``sort`` None is the view's own order: what
    needs you most first, else the newest.
    ``after`` is the last row of the page before.
    """

    view: OrderView = OrderView.NEEDS_YOU
    q: str | None = None
    found: tuple[str, ...] | None = None
    ids: tuple[str, ...] | None = None
    stage: Stage | None = None
    condition: Condition | None = None
    reason: Reason | None = None
    carrier: str | None = None
    country: str | None = None
    location: str | None = None
    tag: str | None = None
    route: Route | None = None
    out_of_step: OutOfStepCode | None = None
    older_than_days: int | None = None
    placed_from: date | None = None
    placed_to: date | None = None
    tracking: TrackingFilter | None = None
    parts: PartsFilter | None = None
    letters: LettersFilter | None = None
    sort: Sort | None = None
    size: int = DEFAULT_SIZE
    after: LastRow | None = None

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the view."""
        return any(getattr(self, name) is not None for name in _FILTERS)

    def query_string(self, **changes: object) -> str:
        """The query of this list's address with these fields changed, without what is the default.

        Another page, unless ``after`` is among the changes, is the first one: no link carries it on by accident.
        """
        given = {**self._given(), "after": None, **changes}
        given = {name: value for name, value in given.items() if value is not None}
        defaults = {"view": _default_view(given), "size": DEFAULT_SIZE}
        return urlencode(
            {
                name: PARAMETERS[name].write(given[name])
                for name in PARAMETERS
                if name in given and given[name] != defaults.get(name)
            }
        )

    def _given(self) -> dict[str, object]:
        values = {name: getattr(self, name) for name in PARAMETERS}
        return {name: value for name, value in values.items() if value is not None}


def read_list_query(args: Mapping[str, str]) -> ListQuery:
    """The list that the parameters ask for; empty and unknown ones are ignored: Shopify adds some of its own.

    Raises InvalidQuery.
    """
    read = {name: _read(name, value) for name in PARAMETERS if (value := args.get(name, "").strip())}
    query = ListQuery(**{"view": _default_view(read), **read})  # type: ignore[arg-type] # each parameter reads what its field holds
    if query.after and query.after.sort != query.sort:
        raise InvalidQuery("after", _OTHER_LIST)
    return query


def _default_view(given: Container[str]) -> OrderView:
    """All orders for a search or a selection, which may stand in any view."""
    return OrderView.ALL if any(name in given for name in ("q", "found", "ids")) else OrderView.NEEDS_YOU


def _read(name: str, value: str) -> object:
    if name == "q" and "@" in value:
        raise InvalidQuery(name, _EMAIL)
    try:
        return PARAMETERS[name].read(value)
    except RefusedValue as refused:
        raise InvalidQuery(name, refused.sentence) from None
