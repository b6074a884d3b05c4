from tests.fakes import NOW
from tracking.merchant.numbers import (
    AnswerFigure,
    LateFigure,
    NewsFigure,
    OpeningFigure,
    ShopNumbers,
    StepChange,
    StepFigure,
)
from tracking.merchant.promise_figures import PromiseFigure
from tracking.web.merchant.number_rows import HEADS, number_rows

NUMBERS = ShopNumbers(
    at=NOW,
    steps=(StepFigure("sent", "country", "SE", 30, 20, None),),
    late=(LateFigure("country", "SE", 1, 3),),
    news=(NewsFigure("2026-11-16", 4, 2, 1),),
    own_letters=(NewsFigure("2026-11-16", 214, 3, 0),),
    openings=(OpeningFigure("2026-11-16", 9, 5),),
    answers=(AnswerFigure("wait", 3, 1),),
    promises=(PromiseFigure("carrier", "dhl", 40, 35, 2),),
    changes=(StepChange("sent", "location", "Lund", 60, 50),),
)


def test_every_number_is_a_row_that_says_what_it_is_of() -> None:
    rows = [*number_rows(NUMBERS)]
    assert {len(row) for row in rows} == {len(HEADS)}
    assert ("median_hours", "sent", "country", "SE", 20) in rows
    assert ("news_sent", "own_letters", "week", "2026-11-16", 214) in rows
    assert ("p90_hours", "sent", "country", "SE", None) in rows
    assert [row[-1] for row in rows] == [30, 20, None, 60, 50, 40, 35, 2, 1, 3, 4, 2, 1, 214, 3, 0, 9, 5, 3, 1]
