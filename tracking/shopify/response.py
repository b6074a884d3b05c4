"""Turns an HTTP response of Shopify's into a GraphQLResponse, or into one of our errors.

https://shopify.dev/docs/api/admin-graphql#status_and_error_codes
"""

import math
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from tracking.shopify.errors import AccessDenied, Refused, Throttled, Unavailable
from tracking.shopify.json_decoder import Json, JsonObject, as_list, as_object, dig
from tracking.shopify.rate_limit import QueryCost
from tracking.shopify.transport import HttpResponse

_OK, _REDIRECT, _REQUEST_TIMEOUT, _TOO_MANY, _SERVER_ERROR = 200, 300, 408, 429, 500
_MAX_WAIT = 3600.0
_DEFAULT_WAIT = 1.0

# Log messages: what the merchant has to do.
_REFUSALS = {
    401: "Shopify does not accept the access token: check SHOPIFY_ACCESS_TOKEN and that the app is installed",
    402: "Shopify has frozen the shop until its owner pays the bill",
    403: "Shopify forbids the request: check the app's scopes and that it is installed in the shop",
    404: "Shopify knows no such shop or version: check SHOPIFY_SHOP, SHOPIFY_API_URL, SHOPIFY_API_VERSION",
    423: "Shopify has locked the shop: its owner has to contact Shopify",
    430: "Shopify rejected the request as suspicious: contact Shopify",
}
_DENIED, _THROTTLED, _INACTIVE = "ACCESS_DENIED", "THROTTLED", "SHOP_INACTIVE"


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphQLError:
    """An error beside the data: its code, and the path of the field that it emptied."""

    code: str
    path: tuple[str, ...]

    @property
    def is_denied(self) -> bool:
        """Whether a scope or the shop's plan hides the field, so that a retry does not help."""
        return self.code == _DENIED


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphQLResponse:
    """The data, and the errors beside it."""

    data: JsonObject
    errors: tuple[GraphQLError, ...] = ()

    @property
    def is_partial(self) -> bool:
        """Whether a retry might bring more: not where a scope or the plan denies a field."""
        return not all(error.is_denied for error in self.errors)


def check_status(response: HttpResponse) -> None:
    """Raises the error that stands for any status but 200."""
    status = response.status
    if status == _OK:
        return
    details = f"(status {status}, request {response.headers.get('X-Request-Id', '-')[:64]})"
    if status == _TOO_MANY:
        raise Throttled(f"Shopify asks for a pause {details}", retry_after=_retry_after(response), status=status)
    if status == _REQUEST_TIMEOUT or status >= _SERVER_ERROR or status < _REDIRECT:
        raise Unavailable(f"Shopify failed {details}", retry_after=_retry_after(response), status=status)
    raise Refused(f"{_REFUSALS.get(status, 'Shopify refused the request')} {details}", status=status)


def read_response(payload: JsonObject) -> GraphQLResponse:
    """Reads the data with the errors beside it; raises the error that stands for errors without data."""
    errors = tuple(_error(error) for error in as_list(payload.get("errors")))
    data = payload.get("data")
    if isinstance(data, dict):
        return GraphQLResponse(data=data, errors=errors)
    codes = {error.code for error in errors}
    if _THROTTLED in codes:
        raise Throttled("Shopify asks for a pause (THROTTLED)", retry_after=_restore_seconds(payload))
    if _DENIED in codes:
        paths = frozenset(name for error in errors for name in error.path)
        raise AccessDenied(f"The app's scopes do not cover {', '.join(sorted(paths)) or 'this'}", paths=paths)
    if _INACTIVE in codes:
        raise Refused("Shopify says that the shop is not active")
    raise Unavailable(f"Shopify answered without data ({', '.join(sorted(codes)) or 'no error named'})")


def _error(error: Json) -> GraphQLError:
    code = dig(error, "extensions").get("code")
    path = as_list(as_object(error).get("path"))
    return GraphQLError(
        code=code[:64] if isinstance(code, str) else "UNKNOWN",
        path=tuple(name for name in path if isinstance(name, str)),
    )


def _restore_seconds(payload: JsonObject) -> float:
    """The seconds until the bucket holds the query's cost."""
    cost = QueryCost.read(payload)
    if not cost.bucket.restore_rate:
        return _DEFAULT_WAIT
    return min(max(0.0, cost.requested - cost.bucket.available) / cost.bucket.restore_rate, _MAX_WAIT)


def _retry_after(response: HttpResponse) -> float | None:
    """The header in seconds: "2", "2.0", or a date, relative to the response's own Date header."""
    value = response.headers.get("Retry-After", "")
    try:
        seconds = float(value)
    except ValueError:
        return _seconds_between(response.headers.get("Date", ""), value)
    return min(max(0.0, seconds), _MAX_WAIT) if math.isfinite(seconds) else None


def _seconds_between(now: str, later: str) -> float | None:
    try:
        wait = parsedate_to_datetime(later) - parsedate_to_datetime(now)
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(0.0, wait.total_seconds()), _MAX_WAIT)
