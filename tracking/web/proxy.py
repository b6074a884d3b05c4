"""What Shopify's app proxy fetches for a visitor of the shop: who may ask, and in what form it is answered.

https://shopify.dev/docs/apps/build/online-store/app-proxies
"""

import logging
from ipaddress import ip_address

from flask import Blueprint, Response, g, request

from tracking.services import services
from tracking.shopify.signatures import NotSigned, read_path_prefix

log = logging.getLogger(__name__)


def relay(blueprint: Blueprint) -> None:
    """Let a blueprint answer the proxy, and nobody else."""
    blueprint.before_request(_check)
    blueprint.after_request(_as_liquid)


def _check() -> None:
    settings = services().settings
    now = services().clock()
    try:
        g.path_prefix = read_path_prefix(
            request.query_string, settings.app_secrets, shop=settings.shopify_shop, now=now
        )
    except NotSigned as error:
        log.warning("A request to the app proxy was refused: %s", error)
        raise
    request.remote_addr = _visitor() or request.remote_addr


def _visitor() -> str | None:
    """The address that Shopify, now known to be the sender, saw: one hop beyond our own proxies.

    Hops further left may be the visitor's own invention. https://www.rfc-editor.org/rfc/rfc7239#section-8.1
    """
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    beyond = services().settings.trusted_proxies + 1
    try:
        return str(ip_address(hops[-beyond].strip()))
    except (IndexError, ValueError):
        return None


def _as_liquid(response: Response) -> Response:
    """Set a page into the shop's theme. Shopify runs it as a Liquid template: no brace of ours may mean anything."""
    if response.mimetype == "text/html" and not _is_for_a_script():
        response.data = response.get_data(as_text=True).replace("{", "&#123;").replace("}", "&#125;")
        response.mimetype = "application/liquid"
    return response


def _is_for_a_script() -> bool:
    """Whether live.js asks: it accepts nothing but HTML, and wants the fragment without a theme around it."""
    return request.endpoint == "proxy.live" and [*request.accept_mimetypes.values()] == ["text/html"]
