import re

from tests.order.builders import english
from tracking.order.pickup_texts import TEXTS, TITLES, pickup_text
from tracking.order.reasons import reason_text
from tracking.order.vocabulary import Reason


def test_reason_without_a_row_has_its_usual_texts() -> None:
    assert pickup_text(Reason.AT_WAREHOUSE) == reason_text(Reason.AT_WAREHOUSE)


def test_row_replaces_the_texts_and_nothing_else() -> None:
    row, usual = pickup_text(Reason.SCHEDULED), reason_text(Reason.SCHEDULED)
    assert english(row.text) == "This is planned to be ready at a later date."
    assert (row.dated, row.title, row.actor) == (TEXTS[Reason.SCHEDULED][1], usual.title, usual.actor)


def test_texts_name_no_parcel_and_no_sending() -> None:
    said = [phrase.message for texts in TEXTS.values() for phrase in texts if phrase]
    said += [phrase.message for phrase in TITLES.values()]
    assert [text for text in said if re.search(r"parcel|\bsent\b|carrier", text)] == []
