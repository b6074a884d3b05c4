"""The link in the shop's notification e-mails, which knows the order's id and nothing of us."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from tracking.web.authorization import token_for_notification
from tracking.web.language import asked_language


def open_email_link(order_id: str) -> Response:
    """``/o/<order id>?s=<hex>`` leads to the order's page."""
    token = token_for_notification(order_id, request.args.get("s", ""))
    return redirect(url_for("page.order", token=token, lang=asked_language()), 303)
