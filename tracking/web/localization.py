"""The language of a page: the requested one, the order's, the browser's, or the shop's; and its localizer."""

from typing import cast

from flask import Flask, current_app, g, request

from tracking.i18n.languages import Language, Languages
from tracking.i18n.localizer import Localizer
from tracking.i18n.offered import match
from tracking.order.estimate_texts import estimate_text
from tracking.order.model import Order
from tracking.services import services
from tracking.web.templating import add_template_global

_KEY = "whereabouts.languages"
_DEFAULT_ZONE = "UTC"


def add_languages(app: Flask, languages: Languages) -> None:
    """Offer these."""
    app.extensions[_KEY] = languages


def languages() -> Languages:
    """Returns the languages of the current app."""
    return cast("Languages", current_app.extensions[_KEY])


def requested_language() -> str | None:
    """Returns the language of ``?lang``, where it is offered; links carry it on."""
    if "requested_language" not in g:  # a list has fifty links
        g.requested_language = match(request.args.get("lang"), languages().catalogues)
    code: str | None = g.requested_language
    return code


def set_localizer(order: Order | None = None, *, zone: str = _DEFAULT_ZONE) -> Localizer:
    """Sets the language and the time zone for the rest of the request; an order has its own."""
    offered, order_locale = languages(), order.locale if order else None
    code = offered.choose((request.args.get("lang"), order_locale, *request.accept_languages.values()))
    zone = order.zone if order else zone
    g.language = offered.offered[code]
    g.localizer = localizer = Localizer(code, zone, offered.catalogues[code], services().clock())
    return localizer


def current_localizer() -> Localizer:
    """Returns the localizer of the request; by default that of a page without an order."""
    localizer: Localizer = g.localizer if "localizer" in g else set_localizer()
    return localizer


def current_language() -> Language:
    """Returns the language of the request."""
    current_localizer()
    language: Language = g.language
    return language


def add_localizer(app: Flask) -> None:
    """Adds ``localizer``, ``language`` and the gettext functions as globals, which imported macros see too."""
    localizer = add_template_global(app, "localizer", current_localizer)
    add_template_global(app, "language", current_language)
    app.jinja_env.globals |= {
        "_": lambda message, **values: localizer.get().gettext(message, **values),
        "ngettext": lambda one, many, count, **values: localizer.get().ngettext(one, many, count, **values),
        "estimate_text": estimate_text,
    }
