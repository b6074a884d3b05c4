"""The figures of this process, for whoever knows METRICS_TOKEN; for others there is no such page."""

from flask import Response, abort

from tracking.services import services
from tracking.web import keys


def expose() -> Response:
    """As text for Prometheus."""
    if not keys.opens(services().settings.metrics_token, keys.bearer()):
        abort(404)
    text, content_type = services().metrics.exposition()
    return Response(text, content_type=content_type, headers={"Cache-Control": "no-store"})
