"""Where an action was asked from: the page that shows what has become of it."""

from urllib.parse import urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException


def return_target(default: str | None = None) -> str:
    """The path of the page of the overview whose form was sent, else ``default``, else that of the list.

    These pages let browsers say where they come from, and only to this site; what another one claims is ignored, and
    so is an address that only forms are sent to.
    """
    overview = url_for("merchant.overview")
    try:
        came_from = urlsplit(request.referrer or "")
    except ValueError:
        return default or overview
    if not came_from.path.startswith(overview) or not is_page(came_from.path.removeprefix(request.script_root)):
        return default or overview
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path


def is_page(path: str) -> bool:
    """Whether there is something to read at the path, below that of the site, and not only to send a form to."""
    adapter = current_app.url_map.bind("")
    try:
        adapter.match(path, method="GET")
    except HTTPException:
        return False
    return True
