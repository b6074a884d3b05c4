"""Which orders a form of the overview is about: rows that were chosen in a list, or the whole list."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request

from tracking.i18n.text import Phrase, text
from tracking.merchant.list_parameters import PARAMETERS
from tracking.merchant.list_query import ListQuery, read_list_query
from tracking.merchant.list_words import filter_words
from tracking.merchant.view_texts import VIEW_TEXTS
from tracking.services import services
from tracking.web.merchant.navigation import LIST, overview_url

SCOPE, WHOLE, ROWS = "scope", "list", "rows"
_IDS = "ids"
_LISTED = "listed"  # the ids of a list that is itself one of selected orders: its boxes have the other name

_NOTHING = text("Select at least one order, or all of the list.")


class RefusedForm(Exception):
    """A form that cannot be done; ``sentence`` says why."""

    def __init__(self, sentence: Phrase) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenForm:
    """``query`` has the orders, ``listed`` is the list in which they were chosen; the same where all of it was."""

    query: ListQuery
    listed: ListQuery

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the list."""
        return self.query is self.listed

    @property
    def fields(self) -> Iterator[tuple[str, str]]:
        """The hidden fields that choose the same again."""
        yield from list_fields(self.listed)
        yield SCOPE, WHOLE if self.is_whole else ROWS
        if not self.is_whole:
            yield from ((_IDS, order_id) for order_id in self.query.ids or ())

    @property
    def words(self) -> tuple[Phrase, ...]:
        """The whole list in words: its view and filters; nothing where its rows were chosen."""
        if not self.is_whole:
            return ()
        return (VIEW_TEXTS[self.query.view].name, *filter_words(self.query, services().policy.carriers).values())

    @property
    def list_url(self) -> str:
        """The list, at the page from which they were chosen."""
        return overview_url(LIST, self.listed.query_string(after=self.listed.after))

    @property
    def query_string(self) -> str:
        """The query of an address that has these orders."""
        return self.query.query_string()


def list_fields(query: ListQuery) -> Iterator[tuple[str, str]]:
    """The hidden fields that say which list a form stands in, and which page of it."""
    plain = ListQuery()
    for name, row in PARAMETERS.items():
        value = getattr(query, name)
        if value is not None and (name == "view" or value != getattr(plain, name)):
            yield _LISTED if name == _IDS else name, row.write(value)


def read_chosen() -> ChosenForm:
    """The orders that the form of this request names. Raises InvalidQuery and RefusedForm.

    By ``scope``, as the list's own form says it: all of the list, or the rows. Programs leave it out: then ``ids``
    count, and without any the filters: an empty one chooses nothing.
    """
    form = request.form
    given = {name: form[name] for name in PARAMETERS if name != _IDS and name in form}
    if _LISTED in form:
        given[_IDS] = form[_LISTED]
    ids, scopes = list(filter(None, form.getlist(_IDS))), form.getlist(SCOPE)
    listed = read_list_query(given)
    if WHOLE in scopes or (given and _IDS not in form and not scopes):
        return ChosenForm(query=listed, listed=listed)
    if not ids:
        raise RefusedForm(_NOTHING)
    return ChosenForm(query=read_list_query({_IDS: ",".join(ids)}), listed=listed)
