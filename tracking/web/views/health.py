"""Health checks: /healthz for a load balancer, /readyz for an alarm.

A process that is not ready must not be taken out of service: while Shopify is down, it still shows cached orders.
"""

import logging
from collections.abc import Callable

from flask import Response, jsonify, request
from redis import RedisError

from tracking.database import DatabaseUnavailable
from tracking.security.self_check import SelfCheckResult
from tracking.services import services
from tracking.shopify.errors import Refused, ShopifyError
from tracking.shopify.resilience import Deadline
from tracking.web import keys
from tracking.worker.lease_watch import WorkerState

_OK, _DOWN, _REFUSED = "ok", "down", "refused"
_TIMEOUT = 2.0  # seconds for Shopify; monitors call this view often

log = logging.getLogger(__name__)


def is_alive() -> Response:
    """Responds 200; to a probe of ``whereabouts doctor`` also with the request as the process received it."""
    probe = keys.bearer_token()
    observed = services().self_check.answer(probe, _observed()) if probe else None
    return _uncached(jsonify(status="ok", seen=observed) if observed else jsonify(status="ok"))


def is_ready() -> Response:
    """Responds 200 when Shopify, database and Redis answer, else 503 with what is wrong with which of them."""
    parts = {
        "shopify": _state("Shopify", _check_shopify),
        "database": _state("The database", services().database_probe.check),
    }
    if redis := services().redis:
        parts["redis"] = _state("Redis", redis.ping)
    # Pages do without a worker, so that its absence alone does not fail; a database by which all its work fails, does.
    watch = services().worker.parts.lease_watch
    worker = watch.state() if parts["database"] == _OK else watch.without_database()
    if parts["database"] == _OK and worker is WorkerState.FAILING:
        parts["database"] = watch.problem or _OK
    is_healthy = all(state == _OK for state in parts.values())
    status = 200 if is_healthy else 503
    return _uncached(jsonify(status=_OK if is_healthy else _DOWN, parts=parts, worker=worker), status)


def _observed() -> SelfCheckResult:
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    return SelfCheckResult(
        trusted=services().settings.trusted_proxies,
        forwarded=sum(bool(address.strip()) for address in forwarded),
        has_forwarded_scheme="X-Forwarded-Proto" in request.headers,
        scheme=request.scheme,
        host=request.host,
        address=request.remote_addr or "",
    )


def _state(name: str, check: Callable[[], object]) -> str:
    """``refused``: the part answers, and the merchant must act; the log names the fix."""
    try:
        check()
    except Refused as refusal:
        log.error("%s refuses access: %s", name, refusal)  # noqa: TRY400 - the message says all
        return _REFUSED
    except DatabaseUnavailable as error:
        log.warning("%s cannot be used: %s", name, error)
        return error.problem
    except (ShopifyError, RedisError) as error:
        log.warning("%s does not answer: %s", name, type(error).__name__)
        return _DOWN
    return _OK


def _check_shopify() -> None:
    services().shopify.check(Deadline.after(_TIMEOUT))


def _uncached(answer: Response, status: int = 200) -> Response:
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    return answer
