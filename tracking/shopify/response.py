"""What an answer of Shopify's amounts to: a reply to read, or one of our errors.

https://shopify.dev/docs/api/admin-graphql#status_and_error_codes
"""

import math
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from tracking.shopify.cost import Cost
from tracking.shopify.errors import AccessDenied, Refused, Throttled, Unavailable
from tracking.shopify.json_access import Json, JsonObject, as_list, as_object, dig
from tracking.shopify.transport import HttpResponse

_OK, _REDIRECT, _REQUEST_TIMEOUT, _TOO_MANY, _SERVER_ERROR = 200, 300, 408, 429, 500
_LONGEST_WAIT = 3600.0
_DEFAULT_WAIT = 1.0

# What the merchant has to do, in the log's words.
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
    """An error beside the data: its code, and the names on the way to the field that it emptied."""

    code: str
    path: tuple[str, ...]

    @property
    def is_denied(self) -> bool:
        """Whether a scope or the shop's plan hides the field, today and tomorrow."""
        return self.code == _DENIED


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphQLResponse:
    """What Shopify said, and what it left out."""

    data: JsonObject
    errors: tuple[GraphQLError, ...] = ()

    @property
    def is_partial(self) -> bool:
        """Whether asking again might bring more: what a scope or the plan denies never comes."""
        return not all(fault.is_denied for fault in self.errors)


def check_status(answer: HttpResponse) -> None:
    """Pass an answer with status 200; raise what any other one means."""
    status = answer.status
    if status == _OK:
        return
    seen = f"(status {status}, request {answer.headers.get('X-Request-Id', '-')[:64]})"
    if status == _TOO_MANY:
        raise Throttled(f"Shopify asks for a pause {seen}", retry_after=_retry_after(answer), status=status)
    if status == _REQUEST_TIMEOUT or status >= _SERVER_ERROR or status < _REDIRECT:
        raise Unavailable(f"Shopify failed {seen}", retry_after=_retry_after(answer), status=status)
    raise Refused(f"{_REFUSALS.get(status, 'Shopify refused the request')} {seen}", status=status)


def read_response(payload: JsonObject) -> GraphQLResponse:
    """The data with the errors beside it; raises what errors without data mean."""
    faults = tuple(_fault(error) for error in as_list(payload.get("errors")))
    data = payload.get("data")
    if isinstance(data, dict):
        return GraphQLResponse(data=data, errors=faults)
    codes = {fault.code for fault in faults}
    if _THROTTLED in codes:
        raise Throttled("Shopify asks for a pause (THROTTLED)", retry_after=_restored_in(payload))
    if _DENIED in codes:
        paths = frozenset(name for fault in faults for name in fault.path)
        raise AccessDenied(f"The app's scopes do not cover {', '.join(sorted(paths)) or 'this'}", paths=paths)
    if _INACTIVE in codes:
        raise Refused("Shopify says that the shop is not active")
    raise Unavailable(f"Shopify answered without data ({', '.join(sorted(codes)) or 'no error named'})")


def _fault(error: Json) -> GraphQLError:
    code = dig(error, "extensions").get("code")
    path = as_list(as_object(error).get("path"))
    return GraphQLError(
        code=code[:64] if isinstance(code, str) else "UNKNOWN",
        path=tuple(step for step in path if isinstance(step, str)),
    )


def _restored_in(payload: JsonObject) -> float:
    """Seconds until the budget suffices."""
    cost = Cost.read(payload)
    if not cost.restore_rate:
        return _DEFAULT_WAIT
    return min(max(0.0, cost.requested - cost.available) / cost.restore_rate, _LONGEST_WAIT)


def _retry_after(answer: HttpResponse) -> float | None:
    """The header in seconds: "2", "2.0", or a date, which the answer's own clock turns into seconds."""
    value = answer.headers.get("Retry-After", "")
    try:
        seconds = float(value)
    except ValueError:
        return _until(value, answer.headers.get("Date", ""))
    return min(max(0.0, seconds), _LONGEST_WAIT) if math.isfinite(seconds) else None


def _until(moment: str, now: str) -> float | None:
    try:
        wait = parsedate_to_datetime(moment) - parsedate_to_datetime(now)
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(0.0, wait.total_seconds()), _LONGEST_WAIT)
