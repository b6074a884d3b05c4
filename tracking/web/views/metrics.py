"""The metrics of this process; without METRICS_TOKEN the page responds 404."""

from flask import Response, abort

from tracking.services import services
from tracking.web import keys


def expose() -> Response:
    """Responds with the metrics as text for Prometheus."""
    if not keys.matches_key(services().settings.metrics_token, keys.bearer_token()):
        abort(404)
    text, content_type = services().metrics.exposition()
    return Response(text, content_type=content_type, headers={"Cache-Control": "no-store"})
