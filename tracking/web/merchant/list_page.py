"""The list of orders as its template shows it: its title, what narrows and sorts it, the ways on from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import request

from tracking.directory.views import OrderView
from tracking.i18n.text import text
from tracking.merchant.code_texts import SORT_TEXTS
from tracking.merchant.list_codes import Sort
from tracking.merchant.list_query import ListQuery
from tracking.merchant.list_words import empty_words, filter_words
from tracking.merchant.overview import OverviewPage
from tracking.merchant.saved_views import SavedView
from tracking.merchant.view_texts import VIEW_TEXTS
from tracking.services import services
from tracking.web.localization import current_localizer
from tracking.web.merchant.chosen import list_fields
from tracking.web.merchant.export_form import ExportForm, export_form
from tracking.web.merchant.filter_form import FilterForm, filter_form
from tracking.web.merchant.navigation import LIST, overview_url, saved_views

_NEWEST = text("Newest")
_SIZES = (25, 50, 100, 200)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLink:
    """A link to the same list in another form."""

    name: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyList:
    """The words in place of rows; ``link`` leads on, None where there is nowhere to go."""

    title: str
    text: str
    link: ListLink | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """``filters`` and ``export`` are forms, None while closed.

    ``fields`` name the list in the form in which its rows are chosen. ``save_query`` is what can be saved under a name,
    ``saved`` the view that has been.
    """

    title: str
    count: str
    url: str
    sorts: Sequence[ListLink]
    chips: Sequence[ListLink]
    filters: FilterForm | None
    filters_url: str
    next_url: str | None
    first_url: str | None
    sizes: Sequence[ListLink]
    empty: EmptyList
    fields: Sequence[tuple[str, str]]
    save_query: str | None
    saved: SavedView | None
    export: ExportForm | None
    export_url: str


def list_page(found: OverviewPage) -> ListPage:
    """The page around these rows."""
    query, localizer = found.query, current_localizer()
    is_open, is_exporting, saved = "filters" in request.args, "export" in request.args, _saved(query)
    return ListPage(
        title=localizer.translate(VIEW_TEXTS[query.view].name),
        count=f"{localizer.number(found.count)}{'+' if found.more else ''}",
        url=url(query),
        sorts=tuple(_sorts(query)),
        chips=tuple(chips(query)),
        filters=filter_form(query) if is_open else None,
        filters_url=url(query) if is_open else f"{overview_url(LIST, _joined(query, 'filters'))}#filters",
        next_url=url(query, after=found.next) if found.next else None,
        first_url=url(query) if query.after else None,
        sizes=tuple(_sizes(query)) if found.next or query.after or query.size != _SIZES[1] else (),
        empty=_empty(query),
        fields=tuple(list_fields(query)),
        save_query=query.query_string() if saved is None and _can_be_saved(query) else None,
        saved=saved,
        export=export_form(query) if is_exporting else None,
        export_url=url(query) if is_exporting else f"{overview_url(LIST, _joined(query, 'export'))}#export",
    )


def url(query: ListQuery, **changes: object) -> str:
    """The address of the list with these changes."""
    return overview_url(LIST, query.query_string(**changes))


def chips(query: ListQuery) -> Iterator[ListLink]:
    """The filters of the list, with the addresses of the list without each."""
    for name, words in filter_words(query, services().policy.carriers).items():
        yield ListLink(name=current_localizer().translate(words), url=url(query, **{name: None}))


def _can_be_saved(query: ListQuery) -> bool:
    """Whether it is more than a view, and neither a search for a customer nor some orders that were selected."""
    return query.found is None and query.ids is None and (query.is_filtered or query.sort is not None)


def _saved(query: ListQuery) -> SavedView | None:
    """The view under whose name the shop has saved this list."""
    shown = query.query_string()
    return next((view for view in saved_views() if view.query and view.query.query_string() == shown), None)


def _joined(query: ListQuery, form: str) -> str:
    """The list, with this form open."""
    return "&".join(filter(None, [query.query_string(), f"{form}=open"]))


def _sorts(query: ListQuery) -> Iterator[ListLink]:
    translate = current_localizer().translate
    needs_you = query.view is OrderView.NEEDS_YOU
    if not needs_you:
        yield ListLink(name=translate(_NEWEST), url=url(query, sort=None), is_current=query.sort is None)
    for sort, words in SORT_TEXTS.items():
        is_own = needs_you and sort is Sort.NEED
        is_current = query.sort is sort or (is_own and query.sort is None)
        yield ListLink(name=translate(words), url=url(query, sort=None if is_own else sort), is_current=is_current)


def _sizes(query: ListQuery) -> Iterator[ListLink]:
    for size in _SIZES:
        yield ListLink(name=str(size), url=url(query, size=size), is_current=size == query.size)


def _empty(query: ListQuery) -> EmptyList:
    words, translate = empty_words(query), current_localizer().translate
    return EmptyList(title=translate(words.empty), text=translate(words.meaning), link=_way_out(query))


def _way_out(query: ListQuery) -> ListLink | None:
    """To all that is in the view, where filters leave none of it; from the needs, to all orders."""
    translate = current_localizer().translate
    if query.is_filtered:
        plain = ListQuery(view=query.view)
        name = text("Show everything in “%(view)s”", view=VIEW_TEXTS[query.view].name)
        return ListLink(name=translate(name), url=url(plain))
    if query.view is OrderView.ALL:
        return None
    return ListLink(name=translate(text("Show all orders")), url=url(ListQuery(view=OrderView.ALL)))
