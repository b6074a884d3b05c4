"""The navigation around every page of the overview: who is logged in, the views with their counts, other languages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, g, request, url_for

from tracking.database import DatabaseUnavailable
from tracking.directory.views import OrderView
from tracking.i18n.text import text
from tracking.merchant.list_query import InvalidQuery, ListQuery, read_list_query
from tracking.merchant.overview import Views
from tracking.merchant.saved_views import SavedView
from tracking.merchant.view_texts import VIEW_GROUPS, VIEW_TEXTS
from tracking.services import services
from tracking.web.localization import current_localizer, requested_language
from tracking.web.merchant.guard import is_of_overview
from tracking.web.merchant.list_args import list_args
from tracking.web.merchant.return_target import is_page
from tracking.web.merchant.session import current_staff, has_staff
from tracking.web.urls import LanguageLink, links_by_language

LIST = "merchant.overview"
_SAVED = text("Saved views")
_PAGES = {
    "merchant.history": text("History"),
    "merchant.numbers": text("Numbers"),
    "merchant.state": text("State of the site"),
    "merchant.settings": text("Settings"),
}
# Parameters that the address of another language does not carry on: a form above the list, which was opened for once.
_LEFT_OUT = {"lang", "filters", "export"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewLink:
    """A view, one that the shop has saved, or another page: these have no ``code``, and no ``count``."""

    name: str
    url: str
    is_current: bool
    code: OrderView | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewGroup:
    """Views that belong together; ``title`` is None where they need none."""

    title: str | None
    views: tuple[ViewLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Navigation:
    """``staff`` is None without a session; then there are no views."""

    staff: str | None
    groups: tuple[ViewGroup, ...]
    languages: tuple[LanguageLink, ...]

    @property
    def current(self) -> ViewLink | None:
        """The view that is shown."""
        return next((view for group in self.groups for view in group.views if view.is_current), None)


def add_navigation(app: Flask) -> None:
    """Adds ``navigation`` and ``overview_url`` to the templates of the overview."""
    app.jinja_env.globals["overview_url"] = overview_url

    @app.context_processor
    def add() -> dict[str, Navigation]:
        return {"navigation": _navigation()} if is_of_overview() else {}


def overview_url(endpoint: str, query: str = "", **parts_of_path: Any) -> str:  # noqa: ANN401 - as Flask has it
    """The address of a page of the overview in the language of this request; ``query`` is encoded."""
    language = requested_language()
    parts = [query, urlencode({"lang": language}) if language else ""]
    joined = "&".join(filter(None, parts))
    path = url_for(endpoint, **parts_of_path)
    return f"{path}?{joined}" if joined else path


def saved_views() -> Sequence[SavedView]:
    """The lists that the shop has given a name. Raises DatabaseUnavailable."""
    return _views().saved


def show_views(views: Views) -> None:
    """Have the page show these, which were read with what it is about."""
    g.views = views


def _views() -> Views:
    if "views" not in g:
        g.views = services().merchant.overview.views()
    views: Views = g.views
    return views


def _navigation() -> Navigation:
    if not has_staff():
        return Navigation(staff=None, groups=(), languages=_languages())
    return Navigation(staff=current_staff().name, groups=tuple(_groups()), languages=_languages())


def _groups() -> Iterator[ViewGroup]:
    translate, counts, shown = current_localizer().translate, _counts(), _shown()
    saved = tuple(_saved_views(shown))
    is_saved = any(view.is_current for view in saved)
    for title, codes in VIEW_GROUPS:
        views = tuple(
            ViewLink(
                name=translate(VIEW_TEXTS[code].name),
                url=overview_url(LIST, urlencode({"view": code.value})),
                is_current=shown is not None and shown.view is code and not is_saved,
                code=code,
                count=counts.get(code),
            )
            for code in codes
        )
        yield ViewGroup(title=translate(title) if title else None, views=views)
    if saved:
        yield ViewGroup(title=translate(_SAVED), views=saved)
    yield ViewGroup(title=None, views=tuple(_pages()))


def _pages() -> Iterator[ViewLink]:
    """The pages beside the list."""
    for endpoint, name in _PAGES.items():
        words = current_localizer().translate(name)
        yield ViewLink(name=words, url=overview_url(endpoint), is_current=request.endpoint == endpoint)


def _saved_views(shown: ListQuery | None) -> Iterator[ViewLink]:
    """Those that this release can read; none while the database cannot be used."""
    try:
        saved = saved_views()
    except DatabaseUnavailable:
        return
    for view in saved:
        if view.query:
            query = view.query.query_string()
            is_current = shown is not None and shown.query_string() == query
            yield ViewLink(name=view.name, url=overview_url(LIST, query), is_current=is_current)


def _counts() -> Mapping[OrderView, int]:
    """None of them while the database cannot be used: the page says so in its place."""
    try:
        return _views().counts
    except DatabaseUnavailable:
        return {}


def _shown() -> ListQuery | None:
    """The list that this page shows."""
    if request.endpoint != LIST:
        return None
    try:
        return read_list_query(list_args())
    except InvalidQuery:
        return None


def _languages() -> tuple[LanguageLink, ...]:
    """None on the answer to a form whose address has no page: a link would lead nowhere, and lose what was typed."""
    if request.method == "POST" and not is_page(request.path):
        return ()
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in _LEFT_OUT]
    return links_by_language(f"{request.script_root}{quote(request.path)}", kept)
