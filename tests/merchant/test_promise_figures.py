from dataclasses import replace
from datetime import date

from tracking.database.promise_counts import PromiseOutcome
from tracking.durations.percentiles import LEAST_VALUES
from tracking.merchant.promise_figures import PromiseFigure, promise_figures

KEPT = PromiseOutcome(week=date(2026, 11, 16), step="arrive", said_by="carrier", carrier="dhl", days_over=0)


def test_promises_are_told_by_week_by_the_carriers_own_and_by_who_said_what() -> None:
    counted = [
        (KEPT, 15),
        (replace(KEPT, days_over=2), 5),
        (replace(KEPT, week=date(2026, 11, 9)), LEAST_VALUES - 1),
        (replace(KEPT, said_by="shop", days_over=1), 3),
        (replace(KEPT, said_by="shop", step="send", carrier=""), 2),
        (replace(KEPT, said_by="usual"), 1),
    ]
    assert [*promise_figures(counted)] == [
        PromiseFigure("week", "2026-11-16", 25, 17, 2),
        PromiseFigure("week", "2026-11-09", 19, 19, None),
        PromiseFigure("carrier", "dhl", 39, 34, 2),
        PromiseFigure("said_by", "carrier arrive", 39, 34, 2),
        PromiseFigure("said_by", "shop arrive", 3, 0, None),
        PromiseFigure("said_by", "shop send", 2, 2, None),
        PromiseFigure("said_by", "usual arrive", 1, 1, None),
    ]


def test_nothing_is_told_of_nothing() -> None:
    assert [*promise_figures([])] == []
