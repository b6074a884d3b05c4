"""The localizer of the current request: made when it is first needed, or when the order is loaded."""

from flask import Flask, g
from werkzeug.local import LocalProxy

from tracking.i18n.localizer import Localizer
from tracking.order.model import Order
from tracking.services import services
from tracking.web.language import Language, choices, choose_language, languages
from tracking.web.templating import add_template_global
from tracking.web.urls import current_url

_DEFAULT_ZONE = "UTC"


def set_localizer(order: Order | None = None) -> Localizer:
    """Sets the language and the time zone for the rest of the request."""
    g.language = choose_language(order.locale if order else None)
    zone = order.zone if order else _DEFAULT_ZONE
    g.localizer = Localizer(g.language, zone, languages().translations(g.language), services().clock())
    return current_localizer()


def current_localizer() -> Localizer:
    """Returns the localizer of the request; by default that of a page without an order."""
    localizer: Localizer = g.localizer if "localizer" in g else set_localizer()
    return localizer


def current_language() -> Language:
    """Returns the language of the request."""
    current_localizer()
    return languages().offered[g.language]


def add_localizer(app: Flask) -> None:
    """Adds ``localizer``, ``language`` and the gettext functions as globals, which imported macros see too."""
    localizer = add_template_global(app, "localizer", current_localizer)
    add_template_global(app, "language", current_language)
    app.jinja_env.globals |= {
        "languages": LocalProxy(lambda: choices(current_language().code, current_url())),
        "_": lambda message, **values: localizer.get().gettext(message, **values),
        "ngettext": lambda one, many, count, **values: localizer.get().ngettext(one, many, count, **values),
    }
