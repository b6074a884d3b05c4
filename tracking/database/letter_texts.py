"""The words of letters and texts that were sent, without their links: what was said to the customer."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from tracking.database.insert import insert_into
from tracking.database.tables import letter_texts

_ROW = letter_texts.c


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterText:
    """``subject`` is None of a text message."""

    subject: str | None
    text: str


def put(transaction: Connection, order_id: str, letter: str, words: LetterText) -> None:
    """Keep the words of a letter of an order that is known; those of its last attempt hold."""
    row = insert_into(transaction.dialect.name, letter_texts).values(
        order_id=order_id, letter=letter, subject=words.subject, text=words.text
    )
    changes = {name: row.excluded[name] for name in ("subject", "text")}
    transaction.execute(row.on_conflict_do_update(index_elements=[_ROW.order_id, _ROW.letter], set_=changes))


def of_order(transaction: Connection, order_id: str) -> Mapping[str, LetterText]:
    """The words by letter."""
    found = transaction.execute(select(_ROW.letter, _ROW.subject, _ROW.text).where(_ROW.order_id == order_id))
    return {letter: LetterText(subject=subject, text=text) for letter, subject, text in found}
