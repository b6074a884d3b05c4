"""Letters to customers in the shop's own words: looked at, sent, and taken back."""

from http import HTTPStatus

from flask import jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracking.database import DatabaseUnavailable
from tracking.i18n.text import text
from tracking.merchant.order_lock import NotStored
from tracking.notices.letterhead import LetterLinks
from tracking.notices.own_words import OwnWords, own_words, problems_of
from tracking.services import services
from tracking.shopify.errors import Unavailable
from tracking.shopify.parsing.order import read_order
from tracking.web.accept import wants_json
from tracking.web.merchant import order_words
from tracking.web.merchant.navigation import overview_url
from tracking.web.merchant.session import current_staff
from tracking.web.merchant.submitted_form import SubmittedForm
from tracking.web.merchant.views import order_page
from tracking.web.merchant.views.written_batch import show_batch
from tracking.web.merchant.written import written, written_json

NO_MAIL = text("Emails aren’t set up on this site: who runs it can change that.")


def write(order_id: str) -> Response:
    """Shows the letter as the customer would get it, or with ``confirm`` has it sent."""
    words = own_words(request.form.get("subject", ""), request.form.get("text", ""))
    typed = SubmittedForm(
        values={"subject": words.subject, "text": words.text},
        problems={problem.field: problem.sentence for problem in problems_of(words)},
    )
    site, who = services(), current_staff().name
    if site.notices.merchant_channel is None:
        typed = SubmittedForm(values=typed.values, problems={**typed.problems, "write": NO_MAIL})
    if typed.problems:
        return order_page.refused(order_id, typed)
    try:
        if request.form.get("confirm"):
            write_id = site.merchant.letter_actions.write(order_id, who, words.subject, words.text)
            return redirect(overview_url("merchant.written", write_id=write_id), HTTPStatus.SEE_OTHER)
        draft_id = site.merchant.letter_actions.draft(order_id, who, words.subject, words.text)
    except DatabaseUnavailable:
        return order_page.not_saved(typed, order_page.NOT_SAVED)
    shown = order_page.read(order_id)
    return make_response(
        render_template("merchant/write-preview.html", shown=shown, typed=typed, draft_id=draft_id, said=order_words)
    )


def show(write_id: str) -> Response:
    """Shows what was written, and what became of it. Raises NotStored."""
    site = services()
    if batch := site.merchant.bulk_letters.written(write_id):
        return show_batch(batch)
    letter = site.merchant.letter_actions.written(write_id)
    shown = written(letter)
    if wants_json():
        return jsonify(written_json(shown))
    return make_response(
        render_template("merchant/written.html", shown=shown, order=order_page.read(letter.order_id), said=order_words)
    )


def undo(write_id: str) -> Response:
    """Takes back what has not left, and leads to what became of it."""
    services().merchant.letter_actions.undo(write_id, current_staff().name)
    return redirect(overview_url("merchant.written", write_id=write_id), HTTPStatus.SEE_OTHER)


def show_letter(write_id: str) -> Response:
    """The letter alone, for a frame: as its customer gets it, but for the links, which lead to the overview."""
    site = services()
    letter = site.merchant.letter_actions.shown(write_id)
    page = url_for("merchant.order", order_id=letter.order_id)
    record = site.merchant.order_records.read(letter.order_id)
    try:
        order = read_order(record.order.answer)
    except Unavailable as error:  # kept by another release: it is asked for again
        raise NotStored from error
    shown = site.letters.write_own(
        OwnWords(subject=letter.subject, text=letter.text),
        order,
        letterhead=site.letterhead,
        links=LetterLinks(order=page, stop=page),
        now=site.clock(),
    )
    return make_response(shown.html)
