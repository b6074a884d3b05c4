"""The speech of this request, as templates find it: chosen when first needed, or when the order is known."""

from flask import Flask, g
from werkzeug.local import LocalProxy

from tracking.order.model import Order
from tracking.services import services
from tracking.web.addresses import current_url
from tracking.web.language import Language, choices, choose_language, languages
from tracking.web.speech import Localizer
from tracking.web.templating import offer

_NOWHERE = "UTC"


def set_localizer(order: Order | None = None) -> Localizer:
    """Settle the language, and the zone that times are shown in, for the rest of the request."""
    g.language = choose_language(order.locale if order else None)
    zone = order.zone if order else _NOWHERE
    g.speech = Localizer(g.language, zone, languages().translations(g.language), services().clock())
    return current_localizer()


def current_localizer() -> Localizer:
    """What was settled, or what suits a page without an order."""
    speech: Localizer = g.speech if "speech" in g else set_localizer()
    return speech


def current_language() -> Language:
    """The language that is spoken."""
    current_localizer()
    return languages().offered[g.language]


def add_localizer(app: Flask) -> None:
    """Give templates ``speech``, its words and its language: as globals, so that imported macros see them too."""
    speech = offer(app, "speech", current_localizer)
    offer(app, "language", current_language)
    app.jinja_env.globals |= {
        "languages": LocalProxy(lambda: choices(current_language().code, current_url())),
        "_": lambda message, **values: speech.get().gettext(message, **values),
        "ngettext": lambda one, many, count, **values: speech.get().ngettext(one, many, count, **values),
    }
