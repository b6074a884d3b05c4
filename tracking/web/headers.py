"""The headers of every answer, errors included: one table, and what a few kinds of answer change in it."""

from urllib.parse import urlsplit

from flask import Flask, Response, request

from tracking.settings import Settings
from tracking.web.surfaces import current_surface

# Where Shopify keeps its merchants' pictures.
SHOPIFY_IMAGES = "https://cdn.shopify.com"

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "X-Robots-Tag": "noindex",
    # What may not be stored is never revalidated, and the page of an order is asked for again and again.
    "Cache-Control": "private, no-cache",
}

HSTS = "max-age=31536000"

_OF_ENDPOINTS = {
    "page.form": {"X-Robots-Tag": "all"},
    # The shop's pages load these; they say nothing of anybody.
    "static": {"X-Robots-Tag": "all", "Cross-Origin-Resource-Policy": "cross-origin"},
}


def content_security_policy(ancestors: tuple[str, ...], logo_url: str | None) -> str:
    """Nothing but our own files, Shopify's pictures and the merchant's logo; framed by the ancestors only."""
    pictures = ["'self'", SHOPIFY_IMAGES]
    if logo_url:
        pictures.append("{0.scheme}://{0.netloc}".format(urlsplit(logo_url)))
    directives = {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": pictures,
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": list(ancestors) or ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


def add_headers(app: Flask, settings: Settings) -> None:
    """Dress every answer, whoever made it."""

    @app.after_request
    def dress(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        policy = content_security_policy(current_surface().ancestors, settings.brand_logo_url)
        response.headers["Content-Security-Policy"] = policy
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = HSTS
        for name, value in _OF_ENDPOINTS.get(request.endpoint or "", {}).items():
            response.headers[name] = value
        return response
