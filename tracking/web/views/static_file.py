"""Serves the site's stylesheets, script, pictures and fonts."""

from flask import Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from tracking.web.branding.setup import assets


def send(name: str) -> AnyResponse:
    """Responds with a file, in gzip where the browser accepts it; immutable where its address has a fingerprint."""
    served = assets().serve(name)
    if served is None:
        abort(404)
    response = Response(served.asset.body, content_type=served.asset.content_type)
    response.headers["Cache-Control"] = served.cache_control
    response.set_etag(served.asset.fingerprint)
    if served.asset.gzipped:
        response.vary.add("Accept-Encoding")
        if request.accept_encodings["gzip"]:
            response.data = served.asset.gzipped
            response.content_encoding = "gzip"
            response.set_etag(f"{served.asset.fingerprint}-gzip")
    return response.make_conditional(request)
