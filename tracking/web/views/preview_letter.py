"""A letter of the preview: as its customer gets it, in the shop's branding or in one to try."""

from dataclasses import replace
from urllib.parse import urlencode

from flask import Response, abort, request, url_for

from tracking.notices.codes import NoticeCode
from tracking.notices.letterhead import Letterhead, LetterLinks
from tracking.services import services
from tracking.web.authorization import demo_order
from tracking.web.preview_letters import EXAMPLES, example_letter
from tracking.web.preview_options import PreviewOptions
from tracking.web.views.preview import check_preview_key

_WHERE_DARK = "@media (prefers-color-scheme: dark)"
_SCHEMES = {"dark": "@media all", "light": "@media not all"}


def show(code: str) -> Response:
    """Shows the letter of a notice's code: its HTML, or with ``?part=text`` its subject and text.

    ``?order`` names another example order by its slug.
    """
    check_preview_key()
    if code not in EXAMPLES:
        abort(404)
    notice, options = NoticeCode(code), PreviewOptions.of_request()
    slug = request.args.get("order", EXAMPLES[notice].slug)
    snapshot = demo_order(slug) or abort(404)
    path, query = url_for("preview.show", situation=slug), urlencode(options.params())
    page = f"{path}?{query}" if query else path
    letter = example_letter(
        notice,
        snapshot,
        locale=options.language,
        letterhead=_letterhead(options),
        links=LetterLinks(order=page, stop=page),
    )
    if options.is_text:
        return Response(f"{letter.subject}\n\n{letter.text}", content_type="text/plain; charset=utf-8")
    return Response(_in_scheme(letter.html, options.theme.scheme), content_type="text/html; charset=utf-8")


def _letterhead(options: PreviewOptions) -> Letterhead:
    own, color = services().letterhead, options.theme.color
    return replace(own, name=options.name or own.name, color=f"#{color}" if color else own.color)


def _in_scheme(html: str, scheme: str | None) -> str:
    """The letter as a light or dark device shows it, whichever this one is."""
    return html.replace(_WHERE_DARK, _SCHEMES[scheme]) if scheme in _SCHEMES else html
