"""The figures of this process, for whoever knows METRICS_TOKEN; for others there is no such page."""

import hmac

from flask import Response, abort, request

from tracking.services import services


def expose() -> Response:
    """As text for Prometheus."""
    token = services().settings.metrics_token
    # What a header holds beyond ASCII arrives as if it were Latin-1: https://peps.python.org/pep-3333/#unicode-issues
    given = request.headers.get("Authorization", "").encode("latin-1", "replace")
    if not token or not hmac.compare_digest(given, f"Bearer {token}".encode()):
        abort(404)
    text, content_type = services().metrics.exposition()
    return Response(text, content_type=content_type, headers={"Cache-Control": "no-store"})
