"""Lists that somebody in the shop has given a name, for everybody in the shop."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from tracking.database import Database, Transaction, saved_views
from tracking.database.saved_views import SavedViewRow
from tracking.i18n.text import Phrase, text
from tracking.merchant import history
from tracking.merchant.list_query import InvalidQuery, ListQuery, read_list_query

MOST = 50
MOST_LETTERS = 60
_MOST_IN_QUERY = 2000  # characters, more than all filters together need

_NO_NAME = text("Give the view a name of up to %(most)s letters.", most=MOST_LETTERS)
_NAME_TAKEN = text("There is a saved view with this name already.")
_TOO_MANY = text("There are %(most)s saved views already. Remove one that nobody uses.", most=MOST)
_OF_A_CUSTOMER = text("A search for a customer can’t be saved.")
_WRONG_LIST = text("This list can’t be saved. Open it again, and save it from there.")


class NotSaved(Exception):
    """Nothing was changed; ``sentence`` says why."""

    def __init__(self, sentence: Phrase) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


class NoSuchView(Exception):
    """Raised where no saved view has the id: it was removed meanwhile, or never saved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """``query`` is None where it was saved by a release that knew a filter that this one does not."""

    id: int
    name: str
    query: ListQuery | None


def read(transaction: Transaction) -> list[SavedView]:
    """All that there are, the oldest first."""
    return [SavedView(id=row.id, name=row.name, query=_query_of(row)) for row in saved_views.listed(transaction)]


class SavedViews:
    """Every method raises DatabaseUnavailable. ``view_id`` is as in an address; ``who`` is the name of who does it."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def listed(self) -> list[SavedView]:
        """All of them, the oldest first."""
        with self._database.read() as transaction:
            return read(transaction)

    def add(self, name: str, query_string: str, who: str) -> ListQuery:
        """Save the list under the name; returns it. Raises NotSaved."""
        name, query, now = _name(name), _query(query_string), self._clock()
        with self._database.write() as transaction:
            rows = _held(transaction)
            if len(rows) >= MOST:
                raise NotSaved(_TOO_MANY)
            _refuse_taken(name, rows)
            saved_views.add(transaction, name=name, query=query.query_string(), who=who, at=now)
            history.record(transaction, who, f"{history.VIEW_SAVED} {name}", now=now)
        return query

    def rename(self, view_id: str, name: str, who: str) -> None:
        """Raises NotSaved and NoSuchView."""
        name = _name(name)
        with self._database.write() as transaction:
            rows = _held(transaction)
            row = _row(view_id, rows)
            _refuse_taken(name, [each for each in rows if each.id != row.id])
            saved_views.rename(transaction, row.id, name)
            history.record(transaction, who, f"{history.VIEW_RENAMED} {name}", now=self._clock())

    def remove(self, view_id: str, who: str) -> None:
        """Raises NoSuchView."""
        with self._database.write() as transaction:
            row = _row(view_id, _held(transaction))
            saved_views.remove(transaction, row.id)
            history.record(transaction, who, f"{history.VIEW_REMOVED} {row.name}", now=self._clock())


def _held(transaction: Transaction) -> list[SavedViewRow]:
    saved_views.hold(transaction)
    return saved_views.listed(transaction)


def _row(view_id: str, rows: Sequence[SavedViewRow]) -> SavedViewRow:
    found = next((row for row in rows if str(row.id) == view_id), None)
    if found is None:
        raise NoSuchView
    return found


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name or len(name) > MOST_LETTERS or not name.isprintable():
        raise NotSaved(_NO_NAME)
    return name


def _refuse_taken(name: str, rows: Sequence[SavedViewRow]) -> None:
    if name.casefold() in {row.name.casefold() for row in rows}:
        raise NotSaved(_NAME_TAKEN)


def _query(query_string: str) -> ListQuery:
    """The list of an address, from its first page on."""
    if len(query_string) > _MOST_IN_QUERY:
        raise NotSaved(_WRONG_LIST)
    try:
        query = read_list_query(dict(parse_qsl(query_string)))
    except InvalidQuery as error:
        raise NotSaved(error.sentence) from None
    if query.found:
        raise NotSaved(_OF_A_CUSTOMER)
    return query


def _query_of(row: SavedViewRow) -> ListQuery | None:
    try:
        return read_list_query(dict(parse_qsl(row.query)))
    except InvalidQuery:
        return None
