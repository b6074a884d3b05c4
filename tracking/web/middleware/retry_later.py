"""What a view says to the front door: whoever asked brought nothing to keep in the answer, and is to come again."""

from dataclasses import dataclass
from wsgiref.types import WSGIEnvironment

from werkzeug.wrappers import Response

from tracking.web.middleware.request_log import defer_request_log

_KEY = "whereabouts.come_again"


@dataclass(frozen=True, slots=True)
class ComeAgain:
    """After how many ``seconds``, and what the log and the figures say of the visit."""

    seconds: int
    endpoint: str
    order_id: str | None


def come_again(environ: WSGIEnvironment, told: ComeAgain) -> Response:
    """An answer without words: the door has them ready, for each language, where making them takes time."""
    environ[_KEY] = told
    defer_request_log(environ)
    return Response(status=503)


def told_to_come_again(environ: WSGIEnvironment) -> ComeAgain | None:
    """What a view said."""
    told: ComeAgain | None = environ.get(_KEY)
    return told
