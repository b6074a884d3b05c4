"""Letters to many customers at once: written, shown in each language and counted, then sent."""

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from math import ceil

from flask import jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from tracking.database import DatabaseUnavailable
from tracking.i18n.text import Phrase, text
from tracking.merchant.bulk_letters import LetterCount
from tracking.notices.merchant_letters import LEAVES_WITHIN
from tracking.services import services
from tracking.web.accept import wants_json
from tracking.web.localization import current_localizer, languages
from tracking.web.merchant import bulk_texts
from tracking.web.merchant.chosen import ChosenForm, RefusedForm, read_chosen
from tracking.web.merchant.letter_fields import LetterFields, read_letter_fields
from tracking.web.merchant.navigation import overview_url
from tracking.web.merchant.session import current_staff
from tracking.web.merchant.views.letters import NO_MAIL

_CHANGED = text("This is what it looks like now: the words were changed after they were shown.")
_GONE = text("What was shown is more than a day old, or was shown or sent anew since: this is how it would be now.")
_NOT_SENT = text("Nothing was sent: have the letters shown again first.")
_NOTHING_WRITTEN = text("Write at least one letter.")
_NOBODY = text("Nobody would get this letter.")


def write() -> Response:
    """Shows the form, then the letters, or with ``confirm`` has them sent. Raises InvalidQuery and RefusedForm."""
    chosen, typed = read_chosen(), read_letter_fields()
    if services().notices.merchant_channel is None:
        raise RefusedForm(NO_MAIL)
    try:
        return _written(chosen, typed)
    except DatabaseUnavailable:
        return not_saved()


def not_saved() -> Response:
    """503 while the database cannot be used: all that was sent is there to be sent again."""
    sentence = bulk_texts.NOT_SAVED
    if wants_json():
        response = jsonify(error=current_localizer().translate(sentence))
    else:
        fields = [item for item in request.form.items(multi=True) if item[0] != "token"]
        response = make_response(render_template("merchant/many-not-saved.html", fields=fields, sentence=sentence))
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    response.headers["Retry-After"] = "30"
    return response


def _written(chosen: ChosenForm, typed: LetterFields) -> Response:
    letters, who, form = services().merchant.bulk_letters, current_staff().name, request.form
    if not typed.letters and not form.get("confirm") and not wants_json():
        return _form(chosen, typed)
    if typed.problems or typed.are_empty:
        return _refused(chosen, typed)
    batch, note = form.get("batch") or None, None
    if form.get("confirm") and batch:
        note = _CHANGED if form.get("shown") != typed.digest else _GONE
        if note is _GONE and letters.confirm(batch, who):
            return _to(batch)
        if wants_json():
            raise RefusedForm(_NOT_SENT)
    drafts = letters.draft(chosen.query, who, typed.words, before=batch)
    if form.get("confirm") and not batch:
        # A program, which has not looked at them.
        if drafts.id and drafts.total and letters.confirm(drafts.id, who):
            return _to(drafts.id)
        raise RefusedForm(_NOBODY)
    return _preview(chosen, typed, drafts, note)


def _to(batch: str) -> Response:
    return redirect(overview_url("merchant.written", write_id=batch), HTTPStatus.SEE_OTHER)


def _form(chosen: ChosenForm, typed: LetterFields, problem: Phrase | None = None) -> Response:
    customers = services().merchant.bulk_letters.customers(chosen.query)
    return _page(chosen, typed, customers, problem=problem)


def _refused(chosen: ChosenForm, typed: LetterFields) -> Response:
    if wants_json():
        translate = current_localizer().translate
        response: Response = jsonify(error=" ".join(map(translate, typed.problems or [_NOTHING_WRITTEN])))
    else:
        response = _form(chosen, typed, None if typed.problems else _NOTHING_WRITTEN)
    response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return response


def _preview(chosen: ChosenForm, typed: LetterFields, drafts: LetterCount, note: Phrase | None) -> Response:
    if wants_json():
        without = {why.value: number for why, number in drafts.without.items()}
        return jsonify(id=drafts.id, shown=typed.digest, count=drafts.total, languages=drafts.letters, without=without)
    samples = services().merchant.bulk_letters.samples(drafts.id) if drafts.id else {}
    return _page(chosen, typed, drafts, samples=samples, note=note)


def _page(
    chosen: ChosenForm,
    typed: LetterFields,
    counted: LetterCount,
    *,
    samples: Mapping[str, str] | None = None,
    note: Phrase | None = None,
    problem: Phrase | None = None,
) -> Response:
    codes = [*counted.letters, *(each.language for each in typed.letters if each.language)]
    offered, per_hour = languages().offered, services().notices.terms.schedule.per_hour
    hours = ceil(counted.total / per_hour)
    return make_response(
        render_template(
            "merchant/many-write.html",
            chosen=chosen,
            typed=typed,
            counted=counted,
            spoken=[offered[code] for code in dict.fromkeys(codes)],
            samples=samples or {},
            is_preview=samples is not None,
            per_hour=per_hour,
            hours=hours,
            is_too_slow=timedelta(hours=hours) > LEAVES_WITHIN,
            note=note,
            problem=problem,
            said=bulk_texts,
        )
    )
