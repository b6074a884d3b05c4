"""Serves Shopify's app proxy, which fetches pages for visitors of the shop: checks the signature, responds in Liquid.

https://shopify.dev/docs/apps/build/online-store/app-proxies
"""

import logging
from ipaddress import ip_address

from flask import Blueprint, Response, g, request

from tracking.services import services
from tracking.shopify.signatures import NotSigned, read_path_prefix

log = logging.getLogger(__name__)


def restrict_to_app_proxy(blueprint: Blueprint) -> None:
    """Rejects requests to a blueprint that the app proxy did not sign."""
    blueprint.before_request(_check_signature)
    blueprint.after_request(_as_liquid)


def _check_signature() -> None:
    settings = services().settings
    now = services().clock()
    try:
        g.path_prefix = read_path_prefix(
            request.query_string, settings.app_secrets, shop=settings.shopify_shop, now=now
        )
    except NotSigned as error:
        log.warning("A request to the app proxy was refused: %s", error)
        raise
    request.remote_addr = _client_address() or request.remote_addr


def _client_address() -> str | None:
    """Returns the client's address as Shopify, the verified sender, saw it: one hop beyond our own proxies.

    The client may forge hops further left. https://www.rfc-editor.org/rfc/rfc7239#section-8.1
    """
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    beyond = services().settings.trusted_proxies + 1
    try:
        return str(ip_address(hops[-beyond].strip()))
    except (IndexError, ValueError):
        return None


def _as_liquid(response: Response) -> Response:
    """Responds in Liquid, which Shopify renders inside of the shop's theme; escapes the braces of the page."""
    if response.mimetype == "text/html" and not _is_live_fragment():
        response.data = response.get_data(as_text=True).replace("{", "&#123;").replace("}", "&#125;")
        response.mimetype = "application/liquid"
    return response


def _is_live_fragment() -> bool:
    """Whether live.js sent the request: it accepts only HTML, and needs the fragment without the theme."""
    return request.endpoint == "proxy.live" and [*request.accept_mimetypes.values()] == ["text/html"]
