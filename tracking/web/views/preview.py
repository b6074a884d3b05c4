"""The preview for the merchant: every example order and every letter, in the shop's branding or in one to try."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from flask import abort, render_template, request, url_for

from tracking.order.vocabulary import Condition, Reason
from tracking.services import Example, services
from tracking.theming.brand_color import brand_color
from tracking.theming.embed_theme import SCHEMES
from tracking.web import keys
from tracking.web.authorization import demo_order
from tracking.web.localization import languages
from tracking.web.order_page_model import page_of
from tracking.web.preview_codes import preview_codes
from tracking.web.preview_letters import EXAMPLES
from tracking.web.preview_options import PreviewOptions, show_with

_LETTERS = "Letters"


@dataclass(frozen=True, slots=True)
class PreviewOrder:
    """An order of the demo store, in its own words: English; or a letter, whose ``number`` is its code.

    ``page_url`` leads to its page, ``url`` to the preview with that page in the frame, whose address is ``frame_url``.
    """

    slug: str
    number: str
    situation: str
    group: str
    url: str
    page_url: str
    frame_url: str


@dataclass(frozen=True, slots=True)
class PreviewGroup:
    """The orders of one kind of situation."""

    title: str
    orders: tuple[PreviewOrder, ...]


@dataclass(frozen=True, slots=True)
class Neighbors:
    """The order before and the one after; the list has no end."""

    before: PreviewOrder
    after: PreviewOrder


def choose() -> str:
    """Lists the example orders, and shows one of them in a frame."""
    check_preview_key()
    options = PreviewOptions.of_request()
    orders = (*_listed(options), *_letters(options))
    shown = next((each for each in orders if each.slug == request.args.get("show")), orders[0] if orders else None)
    return render_template(
        "preview.html",
        groups=[PreviewGroup(title, tuple(group)) for title, group in groupby(orders, key=lambda each: each.group)],
        shown=shown,
        neighbors=_neighbors(orders, shown) if shown else None,
        options=options,
        notes=brand_color(f"#{options.theme.color}").changes if options.theme.color else (),
        offered=languages().offered.values(),
        schemes=SCHEMES,
        conditions=[*Condition],
        reasons=[*Reason],
        action=url_for("preview.choose"),
        letters_url=url_for("demo_letters") if services().settings.is_demo else None,
    )


def show(situation: str) -> str:
    """Shows an example order as its customer would see it."""
    check_preview_key()
    snapshot = demo_order(situation) or abort(404)
    options = PreviewOptions.of_request()
    show_with(options)
    orders = () if options.is_framed else _listed(options)
    shown = next((each for each in orders if each.slug == situation), None)
    list_url = f"{url_for('preview.choose')}{_query(options.params())}"
    return render_template(
        "preview-order.html",
        page=page_of(snapshot, lookup_url=list_url, is_made_up=True),
        neighbors=_neighbors(orders, shown) if shown else None,
        list_url=list_url,
        is_framed=options.is_framed,
    )


def check_preview_key() -> None:
    """Responds 404 to requests without PREVIEW_KEY; the demo needs none."""
    key = services().settings.preview_key
    if not services().examples and not keys.matches_key(key, request.args.get("key", ""), keys.bearer_token()):
        abort(404)


def _listed(options: PreviewOptions) -> tuple[PreviewOrder, ...]:
    """Returns the orders that have the code of the filter, by group."""
    examples = _filtered(services().demo.examples, options.code)
    return tuple(_entry(each.slug, each.order, each.situation, each.group, options) for each in examples)


def _entry(slug: str, number: str, situation: str, group: str, options: PreviewOptions) -> PreviewOrder:
    path, params = url_for("preview.choose"), options.params()
    return PreviewOrder(
        slug=slug,
        number=number,
        situation=situation,
        group=group,
        url=f"{path}?{urlencode({**params, 'show': slug}, safe='/')}",
        page_url=f"{path}/{slug}{_query(params)}",
        frame_url=f"{path}/{slug}{_query(options.framed().params())}",
    )


def _letters(options: PreviewOptions) -> tuple[PreviewOrder, ...]:
    """Returns the letters in a group of their own; a filter is for orders."""
    return (
        ()
        if options.code
        else tuple(
            _entry(f"letters/{code}", code, example.title, _LETTERS, options) for code, example in EXAMPLES.items()
        )
    )


def _query(params: Mapping[str, str]) -> str:
    return f"?{urlencode(params)}" if params else ""


def _filtered(examples: Iterable[Example], code: str | None) -> Iterable[Example]:
    if code is None:
        return examples
    codes = preview_codes()
    return [each for each in examples if code in codes.get(each.slug, ())]


def _neighbors(orders: tuple[PreviewOrder, ...], shown: PreviewOrder) -> Neighbors:
    at = orders.index(shown)
    return Neighbors(before=orders[at - 1], after=orders[(at + 1) % len(orders)])
