"""One order of the overview for programs: its page's public form, and what the shop alone sees."""

from collections.abc import Callable
from typing import cast

from tracking.database.answers import AnswerRow
from tracking.i18n.localizer import Localizer
from tracking.i18n.text import Phrase
from tracking.merchant.out_of_step import OutOfStep
from tracking.merchant.row_json import Json, json_time, row_json
from tracking.notices.codes import NoticeLevel
from tracking.notices.order_letters import letters_json
from tracking.web.merchant.shown_order import ShownOrder
from tracking.web.views.order_json import as_json

# Of the row in the list: what the page's form has no key for.
_OF_ROW = (
    "id",
    "cause",
    "remedy",
    "admin_url",
    "page_url",
    "location",
    "country",
    "tags",
    "promised",
    "set_aside_until",
    "needs",
    "out_of_step",
)


def merchant_order_json(shown: ShownOrder, localizer: Localizer, language: str) -> dict[str, Json]:
    """Every key. ``evidence`` says of each code of ``out_of_step`` how it shows, and what to do."""
    record, translate = shown.record, localizer.translate
    row = row_json(record.row, translate)
    return {
        **_page(shown, localizer, language),
        **{name: row[name] for name in _OF_ROW},
        "evidence": [_evidence(each, translate) for each in record.row.out_of_step],
        "letters": cast("list[Json]", letters_json(shown.letters)),
        "answers": [_answer(each) for each in record.answers],
        "notes": [{"at": json_time(note.at), "who": note.who, "text": note.text} for note in record.notes],
        "history": [{"at": json_time(each.at), "who": each.who, "what": each.what} for each in record.history],
        "kept_until": json_time(shown.kept_until) if shown.kept_until else None,
    }


def _page(shown: ShownOrder, localizer: Localizer, language: str) -> dict[str, Json]:
    record = shown.record
    if shown.status is None:
        return {"order": record.order.name}
    level = record.level if record.level in set(NoticeLevel) else None
    return as_json(
        shown.status,
        as_of=record.order.fetched_at,
        stale=False,
        expires_at=None,
        language=language,
        localizer=localizer,
        level=NoticeLevel(level) if level else None,
        promises=shown.promises,
    )


def _evidence(found: OutOfStep, translate: Callable[[Phrase], str]) -> Json:
    return {
        "code": found.code.value,
        "evidence": translate(found.evidence),
        "cause": translate(found.cause),
        "step": translate(found.step),
        "place": translate(found.place),
    }


def _answer(answer: AnswerRow) -> Json:
    return {
        "id": answer.id,
        "kind": answer.kind,
        "at": json_time(answer.at),
        "handled": answer.is_handled,
        "deadline": answer.deadline.isoformat(),
        "words": answer.words,
    }
