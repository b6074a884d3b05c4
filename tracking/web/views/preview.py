"""For the merchant: every situation of the demo store in the shop's own face, and in any language."""

from dataclasses import dataclass

from flask import abort, render_template, request, url_for

from tracking.services import services
from tracking.web import keys
from tracking.web.authorization import situation_of
from tracking.web.language import asked_language
from tracking.web.views.order_page import page_of


@dataclass(frozen=True, slots=True)
class PreviewLink:
    """A way to an order of the demo store, in the demo's own English."""

    text: str
    url: str


def choose() -> str:
    """All of them."""
    _check_key()
    situations = [PreviewLink(each.situation, _address("show", each.slug)) for each in services().demo.examples]
    return render_template("preview.html", situations=situations)


def show(situation: str) -> str:
    """One of them, as its customer would see it."""
    _check_key()
    snapshot = situation_of(situation) or abort(404)
    page = page_of(snapshot, live_url=None, lookup_url=_address("choose"), is_made_up=True)
    return render_template("order.html", page=page)


def _check_key() -> None:
    """Let in who knows PREVIEW_KEY, and in the demo everybody. For others there is no such page."""
    key = services().settings.preview_key
    if not services().examples and not keys.opens(key, request.args.get("key", ""), keys.bearer()):
        abort(404)


def _address(view: str, situation: str | None = None) -> str:
    return url_for(f"preview.{view}", situation=situation, lang=asked_language(), key=request.args.get("key"))
