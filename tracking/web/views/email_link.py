"""The link in the shop's notification emails, which has the order's id and a signature."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from tracking.web.authorization import token_for_notification
from tracking.web.localization import requested_language


def open_email_link(order_id: str) -> Response:
    """Redirects ``/o/<order id>?s=<hex>`` to the order's page."""
    token = token_for_notification(order_id, request.args.get("s", ""))
    return redirect(url_for("page.order", token=token, lang=requested_language()), 303)
