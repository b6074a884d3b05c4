"""The headers of every response, errors included: one table, and the exceptions from it."""

import re
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, request

from tracking.settings import Settings
from tracking.web.branding.setup import assets
from tracking.web.merchant.guard import is_of_overview
from tracking.web.surfaces import current_surface, requested_theme

# Shopify serves its merchants' pictures from there.
SHOPIFY_IMAGES = "https://cdn.shopify.com"

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "X-Robots-Tag": "noindex",
    # "no-store" would prevent revalidation, and the page of an order is requested again and again.
    "Cache-Control": "private, no-cache",
}

HSTS = "max-age=31536000"

# The shop's pages load these; they hold no personal data.
_PUBLIC = {"X-Robots-Tag": "all", "Cross-Origin-Resource-Policy": "cross-origin"}

_OF_ENDPOINTS: Mapping[str, dict[str, str]] = {
    "page.form": {"X-Robots-Tag": "all"},
    "static": _PUBLIC,
    # Browsers load a module of another origin only with CORS.
    "embed": _PUBLIC | {"Access-Control-Allow-Origin": "*"},
}

# Forms are sent with their Origin, which no page's does that hides where it is from; and nothing is kept on a machine
# that several people use.
_OF_OVERVIEW = {"Referrer-Policy": "same-origin", "Cache-Control": "no-store"}
SHOPIFY_ADMIN = "https://admin.shopify.com"

_OWN_STYLES = "style-src 'self'"

# The ways to Shopify's own pages of an order, which are asked for each time: no response there may be stored.
_NEVER_STORED = re.compile(r"/order/[^/]+/(?:pay|shop)/?")

# Shopify may forward our headers with the shop's whole page, whose scripts and styles they must not forbid.
_RELAYED = ("X-Content-Type-Options", "Referrer-Policy", "X-Robots-Tag", "Cache-Control")
_RELAYED_POLICY = "frame-ancestors 'none'"


def content_security_policy(
    ancestors: tuple[str, ...], logo_url: str | None, *, has_fonts: bool = False, has_frame: bool = False
) -> str:
    """Allows our own files, an icon in the page, Shopify's pictures and the logo; the ancestors may frame the page.

    ``has_frame``: the page shows another one of ours in a frame.
    """
    pictures = ["'self'", "data:", SHOPIFY_IMAGES]
    if logo_url and logo_url.startswith("https://"):
        pictures.append("{0.scheme}://{0.netloc}".format(urlsplit(logo_url)))
    directives = {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": pictures,
        **({"font-src": ["'self'"]} if has_fonts else {}),
        **({"frame-src": ["'self'"]} if has_frame else {}),
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": list(ancestors) or ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


def letter_policy(logo_url: str | None, *, ancestors: str = "'self'") -> str:
    """Allows what a letter is made of: styles in its elements, and the merchant's logo. Nothing in it runs."""
    has_logo = logo_url is not None and logo_url.startswith("https://")
    pictures = f"'self' https://{urlsplit(logo_url or '').netloc}" if has_logo else "'self'"
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src {pictures}; form-action 'none'; base-uri 'none'; "
        f"frame-ancestors {ancestors}"
    )


def add_headers(app: Flask, settings: Settings, shop: str) -> None:
    """Adds the headers to every response; the admin of the shop, example.myshopify.com, may frame the overview."""
    with app.app_context():
        has_fonts = assets().has_fonts
    policy = partial(content_security_policy, logo_url=settings.brand_logo_url, has_fonts=has_fonts)
    framed, unframed = policy(settings.embed_origins), policy(())
    admins = (SHOPIFY_ADMIN, f"https://{shop}")
    of_overview = policy(admins)
    with_letter = policy(admins, has_frame=True)
    parts_of_overview = {
        "merchant.write": with_letter,
        "merchant.write_many": with_letter,
        "merchant.written": with_letter,
        # Every page around a framed one has to be allowed to frame it.
        "merchant.letter": letter_policy(settings.brand_logo_url, ancestors=" ".join(("'self'", *admins))),
    }
    # The preview shows its own pages in a frame, and no other site may frame them.
    of_preview = {
        "preview.choose": policy(("'self'",), has_frame=True),
        "preview.show": policy(("'self'",)),
        "preview.letter": letter_policy(settings.brand_logo_url),
        "demo_letter": letter_policy(settings.brand_logo_url, ancestors="'none'"),
    }

    @app.after_request
    def add(response: Response) -> Response:
        surface = current_surface()
        if surface.is_relayed:
            return _add_to_relayed(response)
        if is_of_overview():
            response.headers.update(_OF_OVERVIEW)
        is_error, is_shown = response.status_code >= HTTPStatus.BAD_REQUEST, response.status_code == HTTPStatus.OK
        own = {} if is_error else _OF_ENDPOINTS.get(request.endpoint or "", {})
        for name, value in (HEADERS | own).items():
            response.headers.setdefault(name, value)
        if _NEVER_STORED.fullmatch(request.path):
            response.headers["Cache-Control"] = "no-store"
        others = unframed if is_error else of_preview.get(request.endpoint or "", unframed)
        if is_of_overview():
            others = parts_of_overview.get(request.endpoint or "", of_overview) if is_shown else of_overview
        own_policy = framed if surface.is_framed else others
        is_page = response.mimetype == "text/html" and not is_of_overview()
        # The busy page, which was rendered elsewhere, has the policy of its own style.
        response.headers.setdefault(
            "Content-Security-Policy", _with_inline_style(own_policy) if is_page else own_policy
        )
        if settings.is_https or request.is_secure:
            response.headers["Strict-Transport-Security"] = HSTS
        return response


def _with_inline_style(policy: str) -> str:
    style = assets().inline_style(requested_theme())
    return policy.replace(_OWN_STYLES, f"{_OWN_STYLES} {style.source}") if style else policy


def refusal_headers(settings: Settings) -> dict[str, str]:
    """Returns the headers of responses that the server sends by itself to invalid requests."""
    secured = {"Strict-Transport-Security": HSTS} if settings.is_https else {}
    return {**HEADERS, "Content-Security-Policy": content_security_policy((), None), **secured}


def _add_to_relayed(response: Response) -> Response:
    for name in _RELAYED:
        response.headers.setdefault(name, HEADERS[name])
    response.headers["Content-Security-Policy"] = _RELAYED_POLICY
    return response
