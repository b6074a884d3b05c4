"""What an order's page shows, as JSON for the operator: in English, and without a request."""

from datetime import datetime
from gettext import NullTranslations

from tracking.i18n.catalogues import SOURCE
from tracking.i18n.localizer import Localizer
from tracking.order.model import Order
from tracking.order.policy import Policy
from tracking.order.status import order_status
from tracking.web.views.order_json import Json, as_json


def export_order(order: Order, fetched_at: datetime, now: datetime, policy: Policy) -> dict[str, Json]:
    """The page's public JSON."""
    return as_json(
        order_status(order, now, policy),
        as_of=fetched_at,
        stale=False,
        expires_at=None,
        language=SOURCE,
        localizer=Localizer(SOURCE, order.zone, NullTranslations(), now),
    )
