"""The site's own stylesheet, script and pictures."""

from flask import Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from tracking.web.branding import assets


def send(name: str) -> AnyResponse:
    """A file, compressed where the browser takes that; for ever where its address names its content."""
    served = assets().serve(name)
    if served is None:
        abort(404)
    response = Response(served.asset.body, content_type=served.asset.content_type)
    response.headers["Cache-Control"] = served.cache_control
    response.set_etag(served.asset.fingerprint)
    if served.asset.zipped:
        response.vary.add("Accept-Encoding")
        if request.accept_encodings["gzip"]:
            response.data = served.asset.zipped
            response.content_encoding = "gzip"
            response.set_etag(f"{served.asset.fingerprint}-gzip")
    return response.make_conditional(request)
