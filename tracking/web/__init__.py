"""HTTP in, HTML out: one module for each thing a browser meets, and one for each policy."""

from collections.abc import Callable, Mapping
from gettext import NullTranslations

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from tracking.services import Services
from tracking.web.body_limits import add_body_limits
from tracking.web.branding import add_appearance
from tracking.web.errors import add_errors
from tracking.web.headers import add_headers
from tracking.web.language import add_languages
from tracking.web.localization import add_localizer
from tracking.web.middleware.edge import EdgeMiddleware
from tracking.web.middleware.request_log import RequestLog, add_request_log
from tracking.web.rate_limits.limits import add_limits
from tracking.web.routes import add_routes
from tracking.web.templating import Environment


class _Json(DefaultJSONProvider):
    """Keys stay in the order of the public contract, and letters stay letters."""

    sort_keys = False
    ensure_ascii = False


def add_site(
    app: Flask, parts: Services, catalogues: Mapping[str, NullTranslations], *, monotonic: Callable[[], float]
) -> None:
    """Everything that a browser meets."""
    app.json = _Json(app)
    app.jinja_environment = Environment
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    trusts_proxy = parts.settings.trusted_proxies > 0
    visits = RequestLog(parts.metrics, parts.pseudonyms, trusts_proxy=trusts_proxy)
    add_languages(app, parts.settings, catalogues)
    add_localizer(app)
    add_appearance(app, parts.settings, parts.brand_status)
    add_request_log(app, visits)
    add_body_limits(app)
    add_headers(app, parts.settings)
    add_limits(app, parts.redis, clock=parts.clock, monotonic=monotonic)
    app.jinja_env.globals |= {"examples": parts.examples, "is_demo": bool(parts.examples)}
    add_routes(app)
    add_errors(app)
    app.wsgi_app = EdgeMiddleware(app, parts, visits)  # type: ignore[method-assign] # as Flask documents it
