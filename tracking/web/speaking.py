"""The speech of this request, as templates find it: chosen when first needed, or when the order is known."""

from flask import Flask, g
from werkzeug.local import LocalProxy

from tracking.order.model import Order
from tracking.services import services
from tracking.web.addresses import here
from tracking.web.language import Language, choices, choose_language, languages
from tracking.web.speech import Speech
from tracking.web.templating import offer

_NOWHERE = "UTC"


def speak(order: Order | None = None) -> Speech:
    """Settle the language, and the zone that times are shown in, for the rest of the request."""
    g.language = choose_language(order.locale if order else None)
    zone = order.zone if order else _NOWHERE
    g.speech = Speech(g.language, zone, languages().translations(g.language), services().clock())
    return current_speech()


def current_speech() -> Speech:
    """What was settled, or what suits a page without an order."""
    speech: Speech = g.speech if "speech" in g else speak()
    return speech


def current_language() -> Language:
    """The language that is spoken."""
    current_speech()
    return languages().offered[g.language]


def add_speech(app: Flask) -> None:
    """Give templates ``speech``, its words and its language: as globals, so that imported macros see them too."""
    speech = offer(app, "speech", current_speech)
    offer(app, "language", current_language)
    app.jinja_env.globals |= {
        "languages": LocalProxy(lambda: choices(current_language().code, here())),
        "_": lambda message, **values: speech.get().gettext(message, **values),
        "ngettext": lambda one, many, count, **values: speech.get().ngettext(one, many, count, **values),
    }
