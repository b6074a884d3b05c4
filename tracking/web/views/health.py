"""Whether the process lives, and whether the parts it stands on answer.

The first is for a load balancer. The second is for an alarm: while Shopify is down, orders that are known are still
shown, so a process that says so must not be taken away.
"""

import logging
from collections.abc import Callable

from flask import Response, jsonify, request
from redis import RedisError

from tracking.security.self_check import SelfCheckResult
from tracking.services import services
from tracking.shopify.deadline import Deadline
from tracking.shopify.errors import Refused, ShopifyError
from tracking.web import keys

_OK, _DOWN, _REFUSED = "ok", "down", "refused"
_PATIENCE = 2.0  # seconds for Shopify; what asks here asks often

log = logging.getLogger(__name__)


def lives() -> Response:
    """200 as long as this process answers at all. To ``flask doctor``, and to nobody else, also what reaches it."""
    probe = keys.bearer()
    seen = services().self_check.answer(probe, _seen()) if probe else None
    return _of_now(jsonify(status="ok", seen=seen) if seen else jsonify(status="ok"))


def is_ready() -> Response:
    """200 when every part answers, else 503; which one does not, or refuses access, is named."""
    parts = {"shopify": _state("Shopify", _ask_shopify)}
    if redis := services().redis:
        parts["redis"] = _state("Redis", redis.ping)
    is_well = all(state == _OK for state in parts.values())
    return _of_now(jsonify(status=_OK if is_well else _DOWN, parts=parts), 200 if is_well else 503)


def _seen() -> SelfCheckResult:
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    return SelfCheckResult(
        trusted=services().settings.trusted_proxies,
        forwarded=sum(bool(address.strip()) for address in forwarded),
        has_forwarded_scheme="X-Forwarded-Proto" in request.headers,
        scheme=request.scheme,
        host=request.host,
        address=request.remote_addr or "",
    )


def _state(name: str, ask: Callable[[], object]) -> str:
    """``refused``: it answers, and nothing helps until the merchant acts; the log says what is to be done."""
    try:
        ask()
    except Refused as refusal:
        log.error("%s refuses access: %s", name, refusal)  # noqa: TRY400 - the message says all
        return _REFUSED
    except (ShopifyError, RedisError) as error:
        log.warning("%s does not answer: %s", name, type(error).__name__)
        return _DOWN
    return _OK


def _ask_shopify() -> None:
    services().orders.check(Deadline.after(_PATIENCE))


def _of_now(answer: Response, status: int = 200) -> Response:
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    return answer
