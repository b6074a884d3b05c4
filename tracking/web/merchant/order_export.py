"""One order of the overview as JSON for the operator: in English, and without a request."""

from datetime import datetime, timedelta
from gettext import NullTranslations

from tracking.i18n.catalogues import SOURCE
from tracking.i18n.localizer import Localizer
from tracking.merchant.order_record import OrderRecord
from tracking.merchant.row_json import Json
from tracking.order.policy import Policy
from tracking.web.merchant.order_json import merchant_order_json
from tracking.web.merchant.shown_order import shown_order


def export_order(record: OrderRecord, now: datetime, policy: Policy, retention: timedelta) -> dict[str, Json]:
    """The public JSON; finished orders are kept for ``retention``."""
    shown = shown_order(record, now=now, policy=policy, language=SOURCE, retention=retention)
    zone = shown.status.zone if shown.status else "UTC"
    return merchant_order_json(shown, Localizer(SOURCE, zone, NullTranslations(), now), SOURCE)
