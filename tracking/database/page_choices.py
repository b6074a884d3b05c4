"""The choices of an order's customer, and of what else the database has rows for its page: one query a page."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, Exists, Table, bindparam, exists, literal, select, true

from tracking.database.erased_orders import IS_AMONG
from tracking.database.notice_preferences import OF_ORDER, Preference
from tracking.database.tables import answers, promises


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChoices:
    """``preference`` is None where nothing was chosen; ``is_erased``: the order was."""

    preference: Preference | None
    is_erased: bool
    has_answers: bool
    has_promises: bool


def _has_row(table: Table) -> Exists:
    return exists().where(table.c.order_id == _ORDER)


_ORDER = bindparam("of_order", type_=answers.c.order_id.type)
_CHOSEN = OF_ORDER.subquery()
# Made once. One row, also where nothing was chosen.
_OF_PAGE = select(
    exists().where(IS_AMONG).label("is_erased"),
    _has_row(answers).label("has_answers"),
    _has_row(promises).label("has_promises"),
    *_CHOSEN.c,
).select_from(select(literal(1).label("one")).subquery().outerjoin(_CHOSEN, true()))


def of_order(transaction: Connection, order_id: str, hashes: Collection[str]) -> PageChoices:
    """Those for the page of the order; ``hashes`` are those under which it may be remembered as erased."""
    found = transaction.execute(_OF_PAGE, {"of_order": order_id, "hashes": list(hashes)}).one()
    return PageChoices(
        preference=Preference(found.level, found.changed_at, found.channel) if found.level else None,
        is_erased=bool(found.is_erased),
        has_answers=bool(found.has_answers),
        has_promises=bool(found.has_promises),
    )
