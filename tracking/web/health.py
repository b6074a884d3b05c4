"""Whether the process lives, and whether the parts it stands on answer."""

import logging
from collections.abc import Callable

from flask import Response, jsonify
from redis import RedisError

from tracking.services import services
from tracking.shopify.deadline import Deadline
from tracking.shopify.errors import ShopifyError

_PATIENCE = 2.0  # seconds for Shopify; what asks here asks often

log = logging.getLogger(__name__)


def lives() -> Response:
    """200 as long as this process answers at all."""
    return jsonify(status="ok")


def is_ready() -> tuple[Response, int]:
    """200 when every part answers, else 503; which one does not is named."""
    parts = {"shopify": _answers("Shopify", _ask_shopify)}
    if redis := services().redis:
        parts["redis"] = _answers("Redis", redis.ping)
    is_well = all(parts.values())
    words = {name: "ok" if answers else "down" for name, answers in parts.items()}
    return jsonify(status="ok" if is_well else "down", parts=words), 200 if is_well else 503


def _answers(name: str, ask: Callable[[], object]) -> bool:
    try:
        ask()
    except (ShopifyError, RedisError) as error:
        log.warning("%s does not answer: %s", name, type(error).__name__)
        return False
    return True


def _ask_shopify() -> None:
    services().orders.profile(Deadline.after(_PATIENCE))
