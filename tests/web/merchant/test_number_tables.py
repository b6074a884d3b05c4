from tests.fakes import NOW
from tracking.merchant.numbers import FigureBy, LateFigure, ShopNumbers, StepFigure
from tracking.order.step_durations import TimedStep
from tracking.web.merchant.number_tables import BY_TEXTS, MOST_ROWS, STEP_TEXTS, late_tables, step_tables


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


def test_what_is_late_is_a_share_of_what_is_open() -> None:
    late = (LateFigure("country", "SE", 10, 30), LateFigure("country", "DE", 1, 19), LateFigure("carrier", "dhl", 0, 2))
    (table,) = late_tables(ShopNumbers(at=NOW, late=late))
    assert (table.by, table.percents) == (FigureBy.COUNTRY, [33, None])
    assert table.chart
    assert table.chart.longest == 100, "a share is one of the whole"
