"""The preview for the merchant: every example order of the demo store in the shop's branding and any language."""

from dataclasses import dataclass

from flask import abort, render_template, request, url_for

from tracking.services import services
from tracking.web import keys
from tracking.web.authorization import demo_order
from tracking.web.language import requested_language
from tracking.web.views.order_page import page_of


@dataclass(frozen=True, slots=True)
class PreviewLink:
    """A link to an order of the demo store; its text is English."""

    text: str
    url: str


def choose() -> str:
    """Lists the example orders."""
    _check_key()
    situations = [PreviewLink(each.situation, _address("show", each.slug)) for each in services().demo.examples]
    return render_template("preview.html", situations=situations)


def show(situation: str) -> str:
    """Shows an example order as its customer would see it."""
    _check_key()
    snapshot = demo_order(situation) or abort(404)
    page = page_of(snapshot, lookup_url=_address("choose"), is_made_up=True)
    return render_template("order.html", page=page)


def _check_key() -> None:
    """Responds 404 to requests without PREVIEW_KEY; the demo needs none."""
    key = services().settings.preview_key
    if not services().examples and not keys.matches_key(key, request.args.get("key", ""), keys.bearer_token()):
        abort(404)


def _address(view: str, situation: str | None = None) -> str:
    return url_for(f"preview.{view}", situation=situation, lang=requested_language(), key=request.args.get("key"))
