"""The sites of the comparison: the site, and beside it, at ``/bare``, the least that Flask can do.

``python -m scripts.load.site PORT`` serves it as ``make serve`` serves the site alone.
"""

import sys
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from app import app as whereabouts
from scripts.bench import bare
from tracking.cli.serve import listen, run_server
from tracking.services import services

_BARE = bare()


def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Both behind one server, so that both pay for it alike."""
    if environ["PATH_INFO"] == "/bare":
        environ["PATH_INFO"] = "/"
        return _BARE(environ, start_response)
    return whereabouts.wsgi_app(environ, start_response)


if __name__ == "__main__":
    with whereabouts.app_context():
        parts = services()
    run_server(app, listen("127.0.0.1", int(sys.argv[1])), parts)
