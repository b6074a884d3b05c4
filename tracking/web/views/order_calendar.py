"""The calendar of an order: its days as a file, which a calendar may subscribe to."""

from werkzeug.wrappers import Response

from tracking.order.calendar_days import calendar_days
from tracking.order.promise_texts import moved_by_parcel
from tracking.services import services
from tracking.web.authorization import authorize_token
from tracking.web.calendar_file import calendar_file
from tracking.web.localization import current_localizer
from tracking.web.localized_status import localized_status
from tracking.web.order_page_model import promised
from tracking.web.views.order_page import with_cache_policy


def show(token: str) -> Response:
    """Responds with the days that are known; with an empty calendar where there is none, and after the arrival."""
    access = authorize_token(token)
    site = services()
    order, status = access.snapshot.order, localized_status(access.snapshot, token)
    histories = promised(access.order_id, status)
    file = calendar_file(
        access.order_id,
        status.order,
        calendar_days(order, status, site.clock(), histories),
        shop=site.brand.name,
        localizer=current_localizer(),
        pseudonyms=site.pseudonyms,
        moved=moved_by_parcel(status, histories),
    )
    return with_cache_policy(Response(file, mimetype="text/calendar"), access)
