"""The addresses of pages as the browser sees them, with the query parameters that links carry on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode

from flask import Flask, g, request, url_for
from werkzeug.local import LocalProxy

from tracking.services import services
from tracking.web.localization import current_language, languages, requested_language
from tracking.web.preview_options import preview_options
from tracking.web.surfaces import PROXY, current_surface, leaves_out, requested_theme


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A link to the same page in an offered language."""

    code: str
    endonym: str
    url: str
    current: bool


def add_language_links(app: Flask) -> None:
    """Adds ``languages`` to the globals of templates."""
    app.jinja_env.globals["languages"] = LocalProxy(language_links)


def page_url(view: str, token: str | None = None) -> str:
    """Returns the path of a view on the surface of this request; ``token`` is that of an order."""
    path = _public_path(_path(f"{current_surface().name}.{view}", token))
    return f"{path}?{urlencode(params)}" if (params := _carried_params()) else path


def order_url(endpoint: str, token: str) -> str | None:
    """Returns the address of a page of an order that exists only once, absolute where PUBLIC_URL is set.

    None within a page of the shop without it: a path would lead to the shop.
    """
    site = services().settings.public_url
    if site is None and current_surface().is_relayed:
        return None
    path = _path(endpoint, token)
    address = f"{site}{path.removeprefix(request.script_root)}" if site else path
    language = requested_language()
    return f"{address}?{urlencode({'lang': language})}" if language else address


def language_url(path: str) -> str:
    """Returns the path in the language that this request asks for, if it does."""
    language = requested_language()
    return f"{path}?{urlencode({'lang': language})}" if language else path


def language_links() -> tuple[LanguageLink, ...]:
    """Returns a link to this page in every offered language; a submitted form becomes an empty one.

    None where the page around a frame has chosen the language.
    """
    if _has_no_choice():
        return ()
    carried = [(name, value) for name, value in _carried_params().items() if name != "lang"]
    return links_by_language(_public_path(quote(request.path)), carried)


def links_by_language(path: str, params: Sequence[tuple[str, str]]) -> tuple[LanguageLink, ...]:
    """Returns a link to the path with these parameters in every offered language."""
    start = f"{path}?{urlencode(params)}{'&' if params else ''}"
    current = current_language()
    return tuple(
        LanguageLink(
            code=language.code,
            endonym=language.endonym,
            url=f"{start}lang={language.code}",
            current=language is current,
        )
        for language in languages().offered.values()
    )


def _carried_params() -> dict[str, str]:
    if preview := preview_options():
        return preview.params()
    if "carried_params" not in g:  # a page has a dozen links
        g.carried_params = _read_carried_params()
    params: dict[str, str] = g.carried_params
    return params


def _read_carried_params() -> dict[str, str]:
    theme = requested_theme()
    params = {
        "lang": requested_language(),
        "color": theme.color,
        "scheme": theme.scheme,
        "heading": "off" if leaves_out("heading") else None,
        "languages": "off" if _has_no_choice() else None,
        "key": request.args.get("key") if request.blueprint == "preview" else None,
    }
    return {name: value for name, value in params.items() if value}


def _has_no_choice() -> bool:
    return leaves_out("languages") and requested_language() is not None


def _path(endpoint: str, token: str | None) -> str:
    if token is None:
        return url_for(endpoint)
    return _path_of_order(endpoint, request.script_root).replace(_TOKEN, quote(token, safe=""))


_TOKEN = "a-token"  # noqa: S105 - stands for one


# A page has a dozen addresses, which differ in their tokens alone, and Werkzeug makes each slowly.
@lru_cache(maxsize=256)
def _path_of_order(endpoint: str, script_root: str) -> str:  # noqa: ARG001 - each prefix has addresses of its own
    return url_for(endpoint, token=_TOKEN)


def _public_path(path: str) -> str:
    """Returns the shop's own path behind the app proxy, else the path itself."""
    return f"{g.path_prefix}{path.removeprefix(PROXY.path)}" if "path_prefix" in g else path
