from tests.fakes import NOW
from tracking.durations.promises import PromisedStep, SaidBy
from tracking.durations.steps import TimedStep
from tracking.merchant.numbers import FigureBy, LateFigure, ShopNumbers, StepChange, StepFigure
from tracking.merchant.promise_figures import PromiseBy, PromiseFigure
from tracking.web.merchant.number_tables import (
    BY_TEXTS,
    MOST_ROWS,
    PROMISE_TEXTS,
    SAID_TEXTS,
    STEP_TEXTS,
    late_tables,
    longest_table,
    promise_tables,
    slower_table,
    step_tables,
)


def test_each_step_and_what_it_is_told_apart_by_has_its_words() -> None:
    assert set(STEP_TEXTS) == set(TimedStep)
    assert set(BY_TEXTS) == set(FigureBy)


def test_a_table_has_a_chart_and_not_too_many_rows() -> None:
    steps = tuple(StepFigure("sent", "carrier", f"c{number}", 30, number, 2 * number) for number in range(20))
    others = (StepFigure("arrived", "carrier", "c1", 30, 1, 2), StepFigure("sent", "location", "", 30, 1, 2))
    (table,) = step_tables(ShopNumbers(at=NOW, steps=(*steps, *others)), TimedStep.SENT)
    assert (table.by, len(table.rows), table.left_out) == (FigureBy.CARRIER, MOST_ROWS, 20 - MOST_ROWS)
    assert table.chart
    assert len(table.chart.bars) == MOST_ROWS


def test_late_orders_are_a_share_of_open_ones() -> None:
    late = (LateFigure("country", "SE", 10, 30), LateFigure("country", "DE", 1, 19), LateFigure("carrier", "dhl", 0, 2))
    (table,) = late_tables(ShopNumbers(at=NOW, late=late))
    assert (table.by, table.percents) == (FigureBy.COUNTRY, [33, None])
    assert table.chart
    assert table.chart.longest == 100, "a share is one of the whole"


def test_shares_of_promises_have_a_chart_and_too_few_have_none() -> None:
    promises = (PromiseFigure("carrier", "dhl", 40, 30, 2), PromiseFigure("carrier", "ups", 3, 3, None))
    (table,) = promise_tables(ShopNumbers(at=NOW, promises=promises))
    assert (table.by, table.percents, table.left_out) == (PromiseBy.CARRIER, [75, None], 0)
    assert table.chart
    assert [bar.length for bar in table.chart.bars] == [240, None]


def test_every_promise_has_words() -> None:
    assert set(SAID_TEXTS) == {f"{said_by} {step}" for said_by in SaidBy for step in PromisedStep} - {"carrier send"}
    assert set(PROMISE_TEXTS) == set(PromiseBy)


def test_only_steps_that_take_longer_are_slower() -> None:
    changes = (
        StepChange("arrived", "carrier", "dhl", 50, 40),
        StepChange("sent", "carrier", "dhl", 50, 40),
        StepChange("arrived", "carrier", "ups", 40, 40),
    )
    table = slower_table(ShopNumbers(at=NOW, changes=changes))
    assert table
    assert [row.value for row in table.rows] == ["dhl"]
    assert slower_table(ShopNumbers(at=NOW, changes=changes[1:])) is None


def test_where_orders_wait_longest_is_told_by_who_they_wait_for() -> None:
    steps = (
        StepFigure("sent", "location", "Lund", 30, 20, 90),
        StepFigure("sent", "country", "SE", 30, 20, 95),
        StepFigure("arrived", "carrier", "dhl", 30, 48, 99),
        StepFigure("arrived", "carrier", "", 30, 48, 99),
        StepFigure("first_scan", "carrier", "dhl", 3, None, None),
    )
    table = longest_table(ShopNumbers(at=NOW, steps=steps))
    assert table
    assert [(row.step, row.value) for row in table.rows] == [("arrived", "dhl"), ("sent", "Lund")]
    assert longest_table(ShopNumbers(at=NOW)) is None
