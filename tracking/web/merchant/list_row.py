"""A row of the list in words, as its template shows it."""

from dataclasses import dataclass
from datetime import date

from tracking.carriers import Link
from tracking.durations.promises import Promise
from tracking.i18n.localizer import Localizer
from tracking.i18n.text import Days
from tracking.merchant import row_words
from tracking.merchant.order_row import LetterCounts, MerchantRow
from tracking.merchant.row_words import RowProgress, RowState
from tracking.order.vocabulary import Condition
from tracking.web.merchant.navigation import LIST, overview_url


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """Words are empty, and parts None, where the row has nothing to say.

    ``url`` is the order's page in the overview, ``customers_url`` leads to the customer's. ``step_url`` is None where
    the remedy is nothing to do; ``is_done_here``: on the order's page.
    """

    id: str
    name: str
    select: str
    url: str
    customers_url: str
    is_test: bool
    age: str
    country: str
    state: RowState
    condition: str
    progress: RowProgress | None
    stage: str
    route: str
    answer: str
    cause: str
    remedy: str
    step_url: str | None
    is_done_here: bool
    place: str
    aside: str
    link: Link | None
    further: str
    scan: str
    promised: str
    is_over: bool
    letters: str
    has_failed_letter: bool


def list_row(row: MerchantRow, today: date, localizer: Localizer) -> ListRow:
    """The row; ``today`` is the shop's. Its addresses are put together: that takes less long."""
    path, mark, params = overview_url(LIST).partition("?")
    address = (f"{path}orders/{row.id}", f"{mark}{params}")
    state, route = row_words.state(row), row_words.route(row)
    url, days = "".join(address), row.estimate or (row.promised[-1] if row.promised else None)
    is_done_here = row_words.is_done_here(row)
    return ListRow(
        id=row.id,
        name=row.name,
        select=localizer.gettext("Select %(order)s", order=row.name),
        url=url,
        customers_url="/page".join(address),
        is_test=row.is_test,
        age=localizer.age(row.placed_at),
        country=localizer.country(row.country) if row.country else "",
        state=state,
        condition=localizer.translate(state.word),
        progress=row_words.progress(row),
        stage=_stage(row, localizer),
        route=localizer.translate(route) if route else "",
        answer=_answer(row, localizer),
        cause=localizer.translate(row.cause) if row.cause else "",
        remedy=localizer.translate(row.remedy) if row.remedy else "",
        step_url=(url if is_done_here else row_words.step_url(row)) if row_words.has_step(row) else None,
        is_done_here=is_done_here,
        place=localizer.translate(row.place) if row.place else "",
        aside=_aside(row, localizer),
        link=row.tracking,
        further=localizer.gettext("+ %(count)s", count=row.parcels - 1) if row.parcels > 1 else "",
        scan=localizer.gettext("Last scan %(ago)s", ago=localizer.ago(row.last_scan_at)) if row.last_scan_at else "",
        promised=_promised(row, days, localizer) if days else "",
        is_over=days is not None and days.last < today and row.condition != Condition.DONE,
        letters=_letters(row.letters, localizer),
        has_failed_letter=row.letters.failed > 0,
    )


def _stage(row: MerchantRow, localizer: Localizer) -> str:
    """With how much has left, where that is not all."""
    stage = localizer.translate(row_words.stage(row))
    if not 0 < row.items_sent < row.items_total:
        return stage
    return f"{stage} ({localizer.gettext('%(sent)s of %(total)s', sent=row.items_sent, total=row.items_total)})"


def _answer(row: MerchantRow, localizer: Localizer) -> str:
    if row.answer is None or row.answer.handled:
        return ""
    said, ago = localizer.translate(row_words.answer(row.answer)), localizer.ago(row.answer.at)
    return localizer.gettext("“%(answer)s”, %(ago)s", answer=said, ago=ago)


def _aside(row: MerchantRow, localizer: Localizer) -> str:
    until = row.set_aside_until
    return localizer.gettext("Set aside until %(day)s", day=localizer.short_day(until)) if until else ""


def _promised(row: MerchantRow, days: Days | Promise, localizer: Localizer) -> str:
    """The days that the customer counts on, and the first ones if these were others."""
    first, said = row.promised[0] if row.promised else days, localizer.short_days(days.first, days.last)
    if (first.first, first.last) == (days.first, days.last):
        return localizer.gettext("Promised %(days)s", days=said)
    before = localizer.short_days(first.first, first.last)
    return localizer.gettext("Promised %(days)s, at first %(before)s", days=said, before=before)


def _letters(letters: LetterCounts, localizer: Localizer) -> str:
    if letters.failed:
        failed = letters.failed
        return localizer.ngettext("%(count)s letter could not be sent", "%(count)s letters could not be sent", failed)
    if letters.sent:
        return localizer.ngettext("%(count)s letter", "%(count)s letters", letters.sent)
    return localizer.gettext("A letter is about to leave") if letters.waiting else ""
