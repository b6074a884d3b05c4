"""What a view says to the front door: whoever asked brought nothing to keep in the answer, and is to come again."""

from wsgiref.types import WSGIEnvironment

from werkzeug.wrappers import Response

_KEY = "whereabouts.come_again"


def come_again(environ: WSGIEnvironment, seconds: int) -> Response:
    """An answer without words: the door has them ready, for each language, where making them takes time."""
    environ[_KEY] = str(seconds)
    return Response(status=503)


def told_to_come_again(environ: WSGIEnvironment) -> str | None:
    """After how many seconds, where a view said so."""
    seconds: str | None = environ.get(_KEY)
    return seconds
