"""Where an act was asked from: the page that shows what has become of it."""

from urllib.parse import urlsplit

from flask import request, url_for


def asked_from() -> str:
    """The path of the page of the overview whose form was sent, else that of the list.

    These pages let browsers say where they come from, and only to this site; what another one claims is ignored.
    """
    came_from, overview = urlsplit(request.referrer or ""), url_for("merchant.overview")
    if not came_from.path.startswith(overview):
        return overview
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
