"""A letter of the preview: as its customer gets it, in the shop's branding or in one to try."""

from dataclasses import replace
from urllib.parse import urlencode

from flask import Response, abort, request, url_for

from tracking.notices.codes import NoticeCode
from tracking.notices.letter import Letter
from tracking.notices.letterhead import Letterhead, LetterLinks
from tracking.services import services
from tracking.web.authorization import demo_order
from tracking.web.preview_letters import EXAMPLES, example_letter
from tracking.web.preview_options import PreviewOptions
from tracking.web.views.preview import check_preview_key


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
    page = f"{url_for('preview.show', situation=slug)}?{urlencode(options.params())}"
    letter = example_letter(
        notice,
        snapshot,
        locale=options.language,
        letterhead=_letterhead(options),
        links=LetterLinks(order=page, stop=page),
    )
    return _response(letter, is_text=options.is_text)


def _letterhead(options: PreviewOptions) -> Letterhead:
    own, color = services().letterhead, options.theme.color
    return replace(own, name=options.name or own.name, color=f"#{color}" if color else own.color)


def _response(letter: Letter, *, is_text: bool) -> Response:
    if is_text:
        return Response(f"{letter.subject}\n\n{letter.text}", content_type="text/plain; charset=utf-8")
    return Response(letter.html, content_type="text/html; charset=utf-8")
