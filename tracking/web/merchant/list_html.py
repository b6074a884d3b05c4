"""The page of the list, put together of what is kept: its rows, and what stands around them."""

from collections.abc import Iterator
from functools import cached_property, partial
from secrets import token_hex

from flask import current_app, render_template, request
from markupsafe import Markup

from tracking.merchant.overview import OverviewPage
from tracking.merchant.row_source import RowSource
from tracking.services import services
from tracking.web.fragment_cache import fragment_cache
from tracking.web.localization import current_language, current_localizer, requested_language
from tracking.web.merchant.forms import form_token, token_left_out
from tracking.web.merchant.list_page import list_page
from tracking.web.merchant.list_row import list_row
from tracking.web.merchant.navigation import show_views
from tracking.web.merchant.session import current_staff

_ROWS = token_hex(16)  # stands in their place


def list_html(found: OverviewPage) -> str:
    """The page of these orders."""
    show_views(found.views)
    rows = "".join(_rows(found))
    # A form shows what the database has, and what was typed is not to be kept; views are what people open all day.
    if found.query.is_filtered or any(name in request.args for name in ("filters", "export")):
        return _page(found, rows)
    with token_left_out() as token:
        around = _around(found)
    return around.replace(token, form_token()).replace(_ROWS, rows)


def _page(found: OverviewPage, rows: str) -> str:
    markup = Markup(rows)  # noqa: S704 - made by our templates
    return render_template("merchant/list.html", page=list_page(found), rows=markup)


def _around(found: OverviewPage) -> str:
    """All but the rows and the token of the forms, which is another one each time."""
    address = (request.script_root, request.path, request.query_string.decode("latin-1"))
    made_of = (found.views, found.count, found.more, found.next, found.today, bool(found.listed), services().brand)
    return fragment_cache().get(
        ("", current_language().code, current_staff().name, *address),
        made_of,
        lambda: _page(found, _ROWS if found.listed else ""),
    )


def _rows(found: OverviewPage) -> Iterator[str]:
    localizer, kept, template = current_localizer(), fragment_cache(), _RowTemplate(found)
    place = (current_language().code, requested_language(), request.script_root)
    for each in found.listed:
        ages = [localizer.whole(moment) if moment else None for moment in each.moments()]
        made_of = (each.made_of(), ages, localizer.today, found.today)
        yield kept.get((each.id, *place), made_of, partial(template.render, each))


class _RowTemplate:
    """The template with what ``render_template`` would hand to it for each row: found out once, for the first."""

    def __init__(self, found: OverviewPage) -> None:
        self._today = found.today

    def render(self, listed: RowSource) -> str:
        """The HTML of the row."""
        row = list_row(listed.row(), self._today, current_localizer())
        return current_app.jinja_env.get_template("merchant/row.html").render(self._context, row=row)

    @cached_property
    def _context(self) -> dict[str, object]:
        context: dict[str, object] = {}
        current_app.update_template_context(context)
        return context
