"""The localizer of this request, as templates find it: chosen when first needed, or when the order is known."""

from flask import Flask, g
from werkzeug.local import LocalProxy

from tracking.i18n.localizer import Localizer
from tracking.order.model import Order
from tracking.services import services
from tracking.web.language import Language, choices, choose_language, languages
from tracking.web.templating import offer
from tracking.web.urls import current_url

_NOWHERE = "UTC"


def set_localizer(order: Order | None = None) -> Localizer:
    """Settle the language, and the zone that times are shown in, for the rest of the request."""
    g.language = choose_language(order.locale if order else None)
    zone = order.zone if order else _NOWHERE
    g.localizer = Localizer(g.language, zone, languages().translations(g.language), services().clock())
    return current_localizer()


def current_localizer() -> Localizer:
    """What was settled, or what suits a page without an order."""
    localizer: Localizer = g.localizer if "localizer" in g else set_localizer()
    return localizer


def current_language() -> Language:
    """The language that is spoken."""
    current_localizer()
    return languages().offered[g.language]


def add_localizer(app: Flask) -> None:
    """Give templates ``localizer``, its words and its language: as globals, so that imported macros see them too."""
    localizer = offer(app, "localizer", current_localizer)
    offer(app, "language", current_language)
    app.jinja_env.globals |= {
        "languages": LocalProxy(lambda: choices(current_language().code, current_url())),
        "_": lambda message, **values: localizer.get().gettext(message, **values),
        "ngettext": lambda one, many, count, **values: localizer.get().ngettext(one, many, count, **values),
    }
