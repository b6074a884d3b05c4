"""For the merchant: may a page of the shop show the widget, and if not, what to change.

The page itself is never fetched from here: whoever finds this address could make us ask anybody anything.
``flask embed-check`` does that, for those who run the site.
"""

from flask import render_template, request

from tracking.services import services
from tracking.settings.embed_origins import check_embedding

_LONGEST = 2000


def show() -> str:
    """The question, and the answer where one was asked: ``?url=`` is the address of a page of the shop."""
    url = request.args.get("url", "")[:_LONGEST].strip()
    settings = services().settings
    result = check_embedding(url, settings) if url else None
    return render_template("embed-check.html", url=url, result=result, site=settings.public_url)
