"""Checks for the merchant whether a page of the shop may show the widget, and names the setting to change.

This view never fetches the page: anyone could use it to send requests from our server. ``flask embed-check`` does.
"""

from flask import render_template, request

from tracking.services import services
from tracking.settings.embed_origins import check_embedding

_MAX_LENGTH = 2000


def show() -> str:
    """Shows the form, and the result for ``?url=``, the address of a page of the shop."""
    url = request.args.get("url", "")[:_MAX_LENGTH].strip()
    settings = services().settings
    result = check_embedding(url, settings) if url else None
    return render_template("embed-check.html", url=url, result=result, site=settings.public_url)
