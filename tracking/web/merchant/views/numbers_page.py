"""How long orders take, what is late, what customers were told and asked: tables with charts, or CSV."""

from datetime import date

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from tracking.carriers import Carriers
from tracking.durations.steps import TimedStep
from tracking.i18n.localizer import Localizer
from tracking.merchant.numbers import FigureBy, ShopNumbers
from tracking.merchant.promise_figures import PromiseBy
from tracking.services import services
from tracking.web.csv_table import csv_table
from tracking.web.localization import current_localizer
from tracking.web.merchant.bar_chart import BAR, WIDTH
from tracking.web.merchant.number_rows import HEADS, number_rows
from tracking.web.merchant.number_tables import (
    BY_TEXTS,
    PROMISE_TEXTS,
    SAID_TEXTS,
    STEP_TEXTS,
    ChangeTable,
    LateTable,
    PromiseTable,
    StepTable,
    WaitTable,
    late_tables,
    longest_table,
    promise_tables,
    slower_table,
    step_tables,
)

_CSV = "text/csv"
_LOCATIONS = "read_locations"
_DAYS_FROM = 72  # hours: fewer are told in hours
_DAY = 24
_LABEL_WIDTH = 140  # pixels, of the chart


def show() -> ResponseReturnValue:
    """Renders the page of a step; a step that is none is 422."""
    if request.accept_mimetypes.best_match(["text/html", _CSV]) == _CSV:
        return send_csv()
    step, numbers = _step(), services().merchant.numbers.current()
    return render_template(
        "merchant/numbers.html",
        numbers=numbers,
        step=step,
        steps=STEP_TEXTS,
        by_texts=BY_TEXTS,
        tables=[*step_tables(numbers, step)] if numbers else [],
        promise_texts=PROMISE_TEXTS,
        promises=[*promise_tables(numbers)] if numbers else [],
        slower=slower_table(numbers) if numbers else None,
        longest=longest_table(numbers) if numbers else None,
        late=[*late_tables(numbers)] if numbers else [],
        label=label,
        duration=duration,
        lacks_locations=numbers is not None and _lacks_locations(numbers),
        names_of=names_of,
        label_width=_LABEL_WIDTH,
        bar_height=BAR,
        width=WIDTH,
    )


def send_csv() -> Response:
    """All numbers, of every step; 503 while those of a large shop are counted for the first time."""
    _step()  # a wrong one is refused here, too
    numbers = services().merchant.numbers.current() or abort(503)
    headers = {"Content-Disposition": 'attachment; filename="numbers.csv"'}
    return Response(csv_table(HEADS, number_rows(numbers)), mimetype=_CSV, headers=headers)


def label(by: FigureBy | PromiseBy | str, value: str) -> str:
    """A value as people read it; empty where it is not known."""
    return _label(by, value, current_localizer(), services().policy.carriers) if value else ""


def _label(by: FigureBy | PromiseBy | str, value: str, localizer: Localizer, carriers: Carriers) -> str:
    if by == FigureBy.WEEK:
        return localizer.short_day(date.fromisoformat(value))
    if by == FigureBy.COUNTRY:
        return localizer.country(value)
    if by == PromiseBy.SAID_BY:
        return localizer.translate(SAID_TEXTS[value]) if value in SAID_TEXTS else value
    row = carriers.row(value) if by == FigureBy.CARRIER else None
    return row.name if row else value


def names_of(table: StepTable | LateTable | PromiseTable | ChangeTable | WaitTable) -> list[str]:
    """The names of a table's rows, for its chart."""
    return [label(row.by, row.value) or "\N{EN DASH}" for row in table.rows]


def duration(hours: int) -> str:
    """Hours, or days where there are many: one that has begun counts, for what is said is that it took no longer."""
    localizer = current_localizer()
    return localizer.hours(hours) if hours < _DAYS_FROM else localizer.whole_days(-(-hours // _DAY))


def _lacks_locations(numbers: ShopNumbers) -> bool:
    """Whether no location is known because the app may not read them."""
    profile = services().shopify.profile.last
    if profile is None or not profile.scopes or _LOCATIONS in profile.scopes:
        return False
    values = [*((row.by, row.value) for row in numbers.steps), *((row.by, row.value) for row in numbers.late)]
    return not any(value for by, value in values if by == FigureBy.LOCATION)


def _step() -> TimedStep:
    value = request.args.get("step")
    try:
        return TimedStep(value) if value else TimedStep.SENT
    except ValueError:
        abort(422)
