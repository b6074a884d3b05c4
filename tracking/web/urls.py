"""The addresses of this site's pages as the visitor knows them, with the wishes that travel along."""

from collections.abc import Callable
from urllib.parse import quote, urlencode

from flask import g, request, url_for

from tracking.web.embed_theme import requested_theme
from tracking.web.language import asked_language
from tracking.web.surfaces import PROXY, current_surface


def page_url(view: str, token: str | None = None) -> str:
    """The path of a view, of an order where it wants one, on the surface of this request."""
    path = _seen(url_for(f"{current_surface().name}.{view}", token=token))
    return f"{path}?{urlencode(wishes)}" if (wishes := _carried_params()) else path


def current_url() -> Callable[[str], str]:
    """Gives this very page in another language. A form that was sent is not sent again: it starts anew."""
    path, wishes = _seen(quote(request.path)), _carried_params()
    return lambda language: f"{path}?{urlencode({**wishes, 'lang': language})}"


def _carried_params() -> dict[str, str]:
    look = requested_theme()
    wishes = {
        "lang": asked_language(),
        "color": look.color,
        "scheme": look.scheme,
        "key": request.args.get("key") if request.blueprint == "preview" else None,
    }
    return {name: wish for name, wish in wishes.items() if wish}


def _seen(path: str) -> str:
    """Behind the app proxy, a visitor knows only the shop's own path."""
    return f"{g.path_prefix}{path.removeprefix(PROXY.path)}" if "path_prefix" in g else path
