"""The HTTP side of the site: pages, policies and middlewares."""

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from werkzeug.middleware.proxy_fix import ProxyFix

from tracking.i18n.languages import Languages
from tracking.services import KEY, Services
from tracking.web.body_limits import add_body_limits
from tracking.web.branding.setup import add_branding, own_templates
from tracking.web.contact_link import add_contact_link
from tracking.web.errors import add_errors
from tracking.web.fragment_cache import add_fragment_cache
from tracking.web.headers import add_headers
from tracking.web.localization import add_languages, add_localizer
from tracking.web.middleware import wrap
from tracking.web.middleware.header_limits import HeaderLimits
from tracking.web.middleware.request_log import add_request_log
from tracking.web.preview_codes import add_preview_codes
from tracking.web.rate_limits.limits import add_limits
from tracking.web.routes import add_routes
from tracking.web.templating import Environment
from tracking.web.urls import add_language_links


class _Json(DefaultJSONProvider):
    """Writes keys in the order of the public contract, and characters beyond ASCII as they are."""

    sort_keys = False
    ensure_ascii = False


def add_site(app: Flask, services: Services, languages: Languages) -> None:
    """Adds the pages, their policies and the middlewares around them."""
    app.extensions[KEY] = services
    app.json = _Json(app)
    app.jinja_environment = Environment
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    add_languages(app, languages)
    add_localizer(app)
    add_language_links(app)
    add_contact_link(app)
    add_branding(app, services.settings, services.branding)
    add_fragment_cache(app, services, own_templates(app))
    add_request_log(app)
    add_body_limits(app)
    add_headers(app, services.settings, services.webhooks.shop)
    add_limits(app, services.redis, monotonic=services.monotonic)
    app.jinja_env.globals |= {"examples": services.featured_examples, "is_demo": bool(services.examples)}
    add_preview_codes(app)
    add_routes(app)
    add_errors(app)
    app.wsgi_app = wrap(app, services)  # type: ignore[method-assign] # as Flask documents it
    if trusted := services.settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=0)  # type: ignore[method-assign] # likewise
    app.wsgi_app = HeaderLimits(app.wsgi_app)  # type: ignore[method-assign] # likewise; before anything parses them
