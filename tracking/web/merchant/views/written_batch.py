"""Letters that were written at once: what has become of them, also long after their page was closed."""

from urllib.parse import urlencode

from flask import abort, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response

from tracking.merchant.bulk_letters import WrittenBatch
from tracking.services import services
from tracking.web.accept import wants_json
from tracking.web.localization import languages
from tracking.web.merchant import bulk_texts
from tracking.web.merchant.navigation import overview_url
from tracking.web.merchant.shown_batch import PARTS, BatchPart, ShownBatch, batch_json, shown_batch

SIZE = 100


def show_batch(batch: WrittenBatch) -> Response:
    """Renders them, counted, with a page of the orders of one part (``show``); or their JSON."""
    shown = _shown(batch)
    if wants_json():
        return jsonify(batch_json(shown))
    return make_response(
        render_template(
            "merchant/many-written.html",
            shown=shown,
            spoken=languages().offered,
            said=bulk_texts,
            now=services().clock(),
            page_url=lambda **params: overview_url("merchant.written", urlencode(params), write_id=shown.id),
        )
    )


def _shown(batch: WrittenBatch) -> ShownBatch:
    asked = request.args.get("show", "")
    if not asked:
        return shown_batch(batch)
    if asked not in set(BatchPart):
        abort(422)
    part, after = BatchPart(asked), request.args.get("after", "")
    found = services().merchant.bulk_letters.letters(batch.id, states=PARTS[part], after=after, limit=SIZE + 1)
    last = found[SIZE - 1].id if len(found) > SIZE else None
    return shown_batch(batch, part=part, orders=found[:SIZE], after=last)
