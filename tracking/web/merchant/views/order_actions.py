"""Actions on one order from its page: each leads back to where it was asked from."""

import re
from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracking.database import DatabaseUnavailable
from tracking.i18n.text import text
from tracking.notices.own_words import lines_of
from tracking.services import services
from tracking.web.merchant.navigation import overview_url
from tracking.web.merchant.return_target import return_target
from tracking.web.merchant.session import current_staff
from tracking.web.merchant.submitted_form import SubmittedForm
from tracking.web.merchant.views import order_page

MAX_NOTE = 2_000  # characters
LONGEST = timedelta(days=366)
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")

_NO_NOTE = text("Please write a note.")
_TOO_LONG = text("That’s too long: please use %(count)s characters at most.", count=MAX_NOTE)
NO_DAY = text("Choose a day from tomorrow on, within a year.")
_CACHE = text("A copy in the cache (Redis) can’t be reached. Nothing was erased: try again in a few minutes.")


def note(order_id: str) -> Response:
    """Takes down a note for colleagues."""
    words = lines_of(request.form.get("text", ""))
    if not words or len(words) > MAX_NOTE:
        problem = _TOO_LONG if words else _NO_NOTE
        return order_page.refused(order_id, SubmittedForm(values={"note": words}, problems={"note": problem}))
    try:
        services().merchant.order_actions.add_note(order_id, current_staff().name, words)
    except DatabaseUnavailable:
        return order_page.not_saved(SubmittedForm(values={"text": words}), order_page.NOT_SAVED)
    return _back(order_id)


def set_aside(order_id: str) -> Response:
    """Sets the order aside until a day of the shop; without one it is taken up again."""
    typed = request.form.get("until", "").strip()
    actions, who = services().merchant.order_actions, current_staff().name
    if not typed:
        actions.take_up(order_id, who)
        return _back(order_id)
    day, record = read_day(typed), services().merchant.order_records.read(order_id)
    if day is None or not record.today < day <= record.today + LONGEST:
        return order_page.refused(order_id, SubmittedForm(values={"until": typed}, problems={"until": NO_DAY}))
    actions.set_aside(order_id, who, datetime.combine(day, time(), record.zone), day)
    return _back(order_id)


def handled(order_id: str) -> Response:
    """Marks what the customer has answered as handled, as far as the page showed it."""
    site = services()
    if site.merchant.order_actions.handle_answers(
        order_id, current_staff().name, seen_at=read_moment(request.form.get("seen", ""))
    ):
        site.orders.invalidate(order_id)  # also the pages of other processes: they say what became of an answer
    return _back(order_id)


def stop_letters(order_id: str) -> Response:
    """Stops letters to the customer about this order."""
    site = services()
    if site.merchant.order_actions.stop(order_id, current_staff().name):
        site.orders.invalidate(order_id)
    return _back(order_id)


def erase(order_id: str) -> Response:
    """Asks once more, then erases what is kept of the order: its page in the overview is gone, too."""
    site = services()
    shown = order_page.read(order_id)
    if not request.form.get("confirm"):
        return make_response(render_template("merchant/erase.html", shown=shown))
    if not site.orders.erase(order_id):
        typed = SubmittedForm(problems={"erase": _CACHE})
        return order_page.not_saved(typed, _CACHE)
    site.merchant.order_actions.erase(order_id, current_staff().name)
    return redirect(_elsewhere(order_id), HTTPStatus.SEE_OTHER)


def _back(order_id: str) -> Response:
    return redirect(return_target(default=overview_url("merchant.order", order_id=order_id)), HTTPStatus.SEE_OTHER)


def _elsewhere(order_id: str) -> str:
    """To the page before, unless it was one of the order's own."""
    came_from, own = return_target(), url_for("merchant.order", order_id=order_id)
    return overview_url("merchant.overview") if came_from.partition("?")[0].startswith(own) else came_from


def read_day(typed: str) -> date | None:
    """ISO 8601 as browsers send it, and nothing else that Python takes for it."""
    try:
        return date.fromisoformat(typed) if _DAY.fullmatch(typed) else None
    except ValueError:
        return None


def read_moment(typed: str) -> datetime | None:
    """When a page was made, as its form says it."""
    try:
        return datetime.fromisoformat(typed).astimezone(UTC) if typed else None
    except (ValueError, OverflowError):
        return None
