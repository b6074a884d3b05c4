"""Counts each opening of an order's page by a browser, also where the page comes from the cache."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from tracking.web.accept import prefers_json
from tracking.web.middleware.request_log import RECORD, RequestRecord
from tracking.web.robots import is_robot
from tracking.web.surfaces import SURFACES

_PAGES = frozenset(f"{name}.order" for name in SURFACES)
_SHOWN = frozenset({HTTPStatus.OK.value, HTTPStatus.NOT_MODIFIED.value})


class OpeningCounter:
    """WSGI middleware inside of the request log, which says what was requested, and with which result."""

    def __init__(
        self, app: WSGIApplication, count: Callable[[str], object], is_of_staff: Callable[[str], bool]
    ) -> None:
        """``count`` takes the order's id, ``is_of_staff`` a Cookie header: the shop's own people are not counted."""
        self._app = app
        self._count = count
        self._is_of_staff = is_of_staff

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The application's response, unchanged."""
        response = self._app(environ, start_response)
        record: RequestRecord = environ[RECORD]
        if record.endpoint in _PAGES and record.order_id and record.status in _SHOWN and self._is_opening(environ):
            self._count(record.order_id)
        return response

    def _is_opening(self, environ: WSGIEnvironment) -> bool:
        return _is_opening(environ) and not self._is_of_staff(environ.get("HTTP_COOKIE", ""))


def _is_opening(environ: WSGIEnvironment) -> bool:
    """Neither a robot, nor JSON, nor a page that the browser fetches in case it will be opened."""
    return (
        environ["REQUEST_METHOD"] == "GET"
        and "HTTP_SEC_PURPOSE" not in environ
        and _is_browsing(environ.get("HTTP_USER_AGENT", ""), environ.get("HTTP_ACCEPT", ""))
    )


@lru_cache(maxsize=512)
def _is_browsing(user_agent: str, accept: str) -> bool:
    return not is_robot(user_agent) and not prefers_json(accept)
