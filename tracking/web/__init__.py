"""The HTTP side of the site: pages, policies and middlewares."""

from collections.abc import Mapping
from gettext import NullTranslations

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from werkzeug.middleware.proxy_fix import ProxyFix

from tracking.services import Services
from tracking.web.body_limits import add_body_limits
from tracking.web.branding.setup import add_branding
from tracking.web.errors import add_errors
from tracking.web.headers import add_headers
from tracking.web.language import add_languages
from tracking.web.localization import add_localizer
from tracking.web.middleware.edge import EdgeMiddleware
from tracking.web.middleware.header_limits import HeaderLimits
from tracking.web.middleware.request_log import RequestLog, add_request_log
from tracking.web.rate_limits.limits import add_limits
from tracking.web.routes import add_routes
from tracking.web.templating import Environment


class _Json(DefaultJSONProvider):
    """Writes keys in the order of the public contract, and characters beyond ASCII as they are."""

    sort_keys = False
    ensure_ascii = False


def add_site(app: Flask, services: Services, catalogues: Mapping[str, NullTranslations]) -> None:
    """Adds the pages, their policies and the middlewares around them."""
    app.json = _Json(app)
    app.jinja_environment = Environment
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    trusted_proxies = services.settings.trusted_proxies
    request_log = RequestLog(services.metrics, services.pseudonyms, trusts_proxy=trusted_proxies > 0)
    add_languages(app, services.settings, catalogues)
    add_localizer(app)
    add_branding(app, services.settings, services.branding)
    add_request_log(app, request_log)
    add_body_limits(app)
    add_headers(app, services.settings)
    add_limits(app, services.redis, clock=services.clock, monotonic=services.monotonic)
    app.jinja_env.globals |= {"examples": services.examples, "is_demo": bool(services.examples)}
    add_routes(app)
    add_errors(app)
    app.wsgi_app = EdgeMiddleware(app, services, request_log)  # type: ignore[method-assign] # as Flask documents it
    if trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign] # likewise
            app.wsgi_app, x_for=trusted_proxies, x_proto=trusted_proxies, x_host=0
        )
    app.wsgi_app = HeaderLimits(app.wsgi_app)  # type: ignore[method-assign] # likewise; before anything parses them
