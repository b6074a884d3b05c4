"""Actions on many orders at once: each first says on how many, and then leads back to the list."""

from datetime import datetime, time, timedelta
from http import HTTPStatus

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracking.merchant.bulk_actions import BulkResult
from tracking.services import services
from tracking.web.accept import wants_json
from tracking.web.merchant.chosen import ChosenForm, RefusedForm, read_chosen
from tracking.web.merchant.navigation import LIST
from tracking.web.merchant.session import current_staff
from tracking.web.merchant.views.order_actions import LONGEST, NO_DAY, read_day, read_moment


def set_aside() -> Response:
    """Asks until which day, then sets the orders aside. Raises InvalidQuery, RefusedForm and TooManyChosen."""
    chosen, site = read_chosen(), services()
    typed = request.form.get("until", "").strip()
    zone = site.merchant.overview.zone()
    today = site.clock().astimezone(zone).date()
    if not typed and not request.form.get("confirm"):
        return _ask("merchant/many-set-aside.html", chosen, tomorrow=today + timedelta(days=1))
    day = read_day(typed)
    if day is None or not today < day <= today + LONGEST:
        if wants_json():
            raise RefusedForm(NO_DAY)
        asked = _ask(
            "merchant/many-set-aside.html", chosen, tomorrow=today + timedelta(days=1), until=typed, problem=NO_DAY
        )
        asked.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return asked
    until = datetime.combine(day, time(), zone)
    done = site.merchant.bulk_actions.set_aside(chosen.query, current_staff().name, until, day)
    return _done(chosen, done, "merchant/many-set-aside.html", tomorrow=today + timedelta(days=1), until=typed)


def handled() -> Response:
    """Asks once more, then marks what the customers have answered as handled. Raises as ``set_aside``."""
    chosen, site = read_chosen(), services()
    now = site.clock()
    if not request.form.get("confirm"):
        return _ask("merchant/many-handled.html", chosen, seen=now)
    seen_at = read_moment(request.form.get("seen", "")) or now
    done = site.merchant.bulk_actions.handle_answers(chosen.query, current_staff().name, seen_at=seen_at)
    for order_id in done.ids:
        site.orders.invalidate(order_id)
    return _done(chosen, done, "merchant/many-handled.html", seen=seen_at)


def export() -> Response:
    """To the file of the orders: an address, which has none of the form's other fields."""
    address, query = f"{url_for(LIST)}export.csv", read_chosen().query_string
    return redirect(f"{address}?{query}" if query else address, HTTPStatus.SEE_OTHER)


def _ask(template: str, chosen: ChosenForm, **values: object) -> Response:
    """The page that says how many orders they are."""
    count = services().merchant.bulk_actions.chosen.count(chosen.query)
    return make_response(render_template(template, chosen=chosen, count=count, **{"done": None, **values}))


def _done(chosen: ChosenForm, done: BulkResult, template: str, **values: object) -> Response:
    """Back to the list; where it took too long for all of them, a page that goes on."""
    if done.is_all:
        return redirect(chosen.list_url, HTTPStatus.SEE_OTHER)
    return _ask(template, chosen, done=len(done.ids), **values)
