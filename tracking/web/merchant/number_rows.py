"""The numbers as one table for a spreadsheet: a row for each number, with all that it is of."""

from collections.abc import Iterator

from tracking.merchant.numbers import ShopNumbers

HEADS = ("figure", "of", "by", "value", "number")

Row = tuple[str, str, str, str, int | None]


def number_rows(numbers: ShopNumbers) -> Iterator[Row]:
    """``figure`` is what was counted, ``of`` the step or kind, ``by`` and ``value`` whose it is."""
    for step in numbers.steps:
        whose = (step.step, step.by, step.value)
        yield "count", *whose, step.count
        yield "median_hours", *whose, step.median
        yield "p90_hours", *whose, step.most
    for change in numbers.changes:
        whose = (change.step, change.by, change.value)
        yield "median_hours_30_days", *whose, change.now
        yield "median_hours_30_days_before", *whose, change.before
    for promise in numbers.promises:
        yield "promises", "promises", promise.by, promise.value, promise.count
        yield "promises_kept", "promises", promise.by, promise.value, promise.kept
        yield "p90_days_late", "promises", promise.by, promise.value, promise.most
    for late in numbers.late:
        yield "late_orders", "open_orders", late.by, late.value, late.late
        yield "open_orders", "open_orders", late.by, late.value, late.open
    for of, figures in (("letters", numbers.news), ("own_letters", numbers.own_letters)):
        for news in figures:
            yield "news_sent", of, "week", news.week, news.sent
            yield "news_withheld", of, "week", news.week, news.withheld
            yield "news_failed", of, "week", news.week, news.failed
    for opening in numbers.openings:
        yield "page_openings", "pages", "week", opening.week, opening.times
        yield "orders_opened_on_a_day", "pages", "week", opening.week, opening.order_days
    for answer in numbers.answers:
        yield "answers", answer.kind, "", "", answer.given
        yield "answers_open", answer.kind, "", "", answer.open
