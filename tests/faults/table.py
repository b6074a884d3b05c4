"""Every way in which an answer of Shopify's can fail, and what the log says of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.shopify.faulty_server import (
    Behavior,
    closes_early,
    http_response,
    resets_connection,
    responds,
    responds_gzipped,
)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """``cause`` stands in the log. What ``passes`` is asked again while the visitor waits."""

    behavior: Behavior
    cause: str
    passes: bool = True


def _fails(cause: str, **behaviors: Behavior) -> dict[str, Fault]:
    return {name: Fault(behavior=behavior, cause=cause) for name, behavior in behaviors.items()}


def _refuses(status: int, cause: str) -> Fault:
    behavior = responds({}, status, {"X-Request-Id": "req-7", "Location": "https://elsewhere.example.com/"})
    return Fault(behavior=behavior, cause=cause, passes=False)


def _wrong(*codes: str, data: object = None, path: str = "order", **more: object) -> Behavior:
    errors = [{"message": "ada@example.com", "path": [path], "extensions": {"code": code}} for code in codes]
    return responds({"data": data, "errors": errors, **more})


_EMPTY_BUCKET = {"maximumAvailable": 2000, "currentlyAvailable": 300, "restoreRate": 100}

FAULTS: Mapping[str, Fault] = {
    **_fails(
        "could not be reached",
        reset=resets_connection,
        hangs_up=closes_early(b""),
        half_a_head=closes_early(b"HTTP/1"),
        no_http=closes_early(b"220 mail.example.com ESMTP\r\n\r\n"),
        truncated=closes_early(http_response(200, b'{"data"', {"Content-Length": "99"})),
        broken_gzip=responds(b"no gzip at all", headers={"Content-Encoding": "gzip"}),
        half_a_gzip=closes_early(
            http_response(200, b"\x1f\x8b\x08", {"Content-Length": "99", "Content-Encoding": "gzip"})
        ),
    ),
    **_fails(
        "not sound JSON",
        nothing=responds(b""),
        html=responds(b"<html>502</html>", headers={"Content-Type": "text/html"}),
        short_length=responds({"data": {"order": None}}, headers={"Content-Length": "9"}),
        half_an_object=responds(b'{"data": '),
        nan=responds(b'{"data": {"a": NaN}}'),
        endless_number=responds(b'{"data": {"a": 1%030d}}' % 0),
        a_key_twice=responds(b'{"data": null, "data": {"order": null}}'),
        no_utf8=responds(b'{"data": "\xff"}'),
        nested=responds(b'{"data":' * 70 + b"1" + b"}" * 70),
        bottomless=responds_gzipped(b'{"data":' * 100_000),
    ),
    **_fails("not a JSON object", null=responds(None), list=responds([]), number=responds(7), word=responds("ok")),
    **_fails("too large", gzip_bomb=responds_gzipped(b" " * 5_000_000)),
    **_fails("without data", data_null=responds({"data": None}), data_list=responds({"data": []}), bare=responds({})),
    **_fails("MAX_COST_EXCEEDED", too_dear=_wrong("MAX_COST_EXCEEDED")),
    **_fails("INTERNAL_SERVER_ERROR", internal=_wrong("INTERNAL_SERVER_ERROR")),
    **_fails(
        "THROTTLED",
        throttled=_wrong("THROTTLED"),
        throttled_until=_wrong(
            "THROTTLED", extensions={"cost": {"requestedQueryCost": 400, "throttleStatus": _EMPTY_BUCKET}}
        ),
    ),
    **_fails(
        "asks for a pause (status 429", pause=responds({}, 429, {"Retry-After": "1.0"}), bare_pause=responds({}, 429)
    ),
    **{
        f"status_{status}": Fault(behavior=responds(b"<html>", status), cause=f"Shopify failed (status {status}")
        for status in (204, 408, 500, 502, 503, 504, 520, 530)
    },
    **{f"status_{status}": _refuses(status, f"(status {status}, request req-7)") for status in (301, 302, 307, 308)},
    "status_400": _refuses(400, "refused the request"),
    "status_401": _refuses(401, "check SHOPIFY_ACCESS_TOKEN"),
    "status_402": _refuses(402, "has frozen the shop"),
    "status_403": _refuses(403, "check the app's scopes"),
    "status_404": _refuses(404, "knows no such shop or version"),
    "status_423": _refuses(423, "has locked the shop"),
    "status_430": _refuses(430, "as suspicious"),
    "inactive": Fault(behavior=_wrong("SHOP_INACTIVE"), cause="the shop is not active", passes=False),
    "denied": Fault(behavior=_wrong("ACCESS_DENIED"), cause="scopes do not cover order", passes=False),
}
