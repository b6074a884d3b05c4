"""A year of a made-up shop, day by day: what is said of each step is held against what then happened."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

import pytest

from tests.durations.made_up_year import (
    LAST,
    MADE_TO_ORDER,
    NEW_WAREHOUSE,
    RARE,
    REGION,
    SHELF,
    STRIKE,
    YEAR,
    Step,
    steps_of_the_year,
)
from tracking.durations.steps import IN_WORKING_DAYS, TimedStep
from tracking.durations.usual_times import DAYS, UsualTime, usual_times
from tracking.durations.working_days import add_days, working_days_until

KEPT = (0.85, 0.95)
BACK_AFTER = timedelta(days=21)
MONTH = timedelta(days=28)
STEPS = (TimedStep.SENT, TimedStep.FIRST_SCAN, TimedStep.ARRIVED)


@dataclass(frozen=True)
class Sentence:
    """The usual time that was told of a step on the day on which it began, in whole days."""

    step: Step
    time: UsualTime

    @property
    def is_kept(self) -> bool:
        last = max(1, ceil(self.time.most / 2))
        if self.step.step in IN_WORKING_DAYS:
            return working_days_until(self.step.started_on, self.step.ended_on, REGION) <= last
        return self.step.days <= (add_days(self.step.started_on, last, REGION) - self.step.started_on).days

    @property
    def touches_the_strike(self) -> bool:
        return self.step.started_on <= STRIKE[1] and self.step.ended_on >= STRIKE[0]


def said(steps: list[Step], mornings: Iterable[date]) -> Iterator[Sentence]:
    """Each sentence of these days, from what was known in the morning: the steps that had ended before."""
    began: defaultdict[date, list[Step]] = defaultdict(list)
    ended: defaultdict[date, list[Step]] = defaultdict(list)
    for step in steps:
        began[step.started_on].append(step)
        ended[step.ended_on].append(step)
    for day in mornings:
        known = [
            step for earlier in days(day - timedelta(days=DAYS), day - timedelta(days=1)) for step in ended[earlier]
        ]
        times = usual_times(known, day, REGION)
        for step in began[day]:
            time = times.of(
                step.step,
                carrier=step.carrier,
                shipping_method=step.shipping_method,
                country=step.country,
                location=step.location,
                product_type=step.product_type,
            )
            if time:
                yield Sentence(step, time)


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=each) for each in range((last - first).days + 1)]


def share(sentences: Iterable[Sentence]) -> float:
    kept = Counter(sentence.is_kept for sentence in sentences)
    assert kept.total() >= 100  # else it says nothing
    return kept[True] / kept.total()


def between(sentences: Iterable[Sentence], step: TimedStep, first: date, last: date) -> list[Sentence]:
    return [each for each in sentences if each.step.step is step and first <= each.step.started_on < last]


@pytest.fixture(scope="module")
def steps() -> list[Step]:
    return steps_of_the_year(slower_by=2, is_renamed=True)


@pytest.fixture(scope="module", params=["what happens", pytest.param("every day", marks=pytest.mark.audit)])
def mornings(request: pytest.FixtureRequest) -> list[date]:
    """Those of the year; in the sample without the months in which nothing is new."""
    if request.param == "every day":
        return days(YEAR, LAST)
    around_the_strike = days(STRIKE[0] - timedelta(days=14), STRIKE[1] + MONTH)
    return [*around_the_strike, *days(NEW_WAREHOUSE - timedelta(days=7), LAST)]


@pytest.fixture(scope="module")
def year(steps: list[Step], mornings: list[date]) -> list[Sentence]:
    return list(said(steps, mornings))


def test_nine_of_ten_sentences_are_kept_and_a_new_warehouse_is_followed(
    steps: list[Step], year: list[Sentence], mornings: list[date]
) -> None:
    looked_at = {*mornings}
    assert len(year) > 0.98 * sum(step.started_on in looked_at for step in steps)
    back_on = NEW_WAREHOUSE + BACK_AFTER
    for step in STEPS:
        december = between(year, step, date(LAST.year, 12, 1), LAST + timedelta(days=1))
        assert KEPT[0] <= share(december) <= KEPT[1]
        without_strike = [each for each in year if each.step.step is step and not each.touches_the_strike]
        assert KEPT[0] <= share(without_strike) <= KEPT[1]
        assert KEPT[0] <= share(between(year, step, back_on, back_on + MONTH)) <= KEPT[1]
    # Else neither the strike nor the warehouse would have had to be noticed.
    during = [each for each in year if each.step.step is TimedStep.ARRIVED and each.touches_the_strike]
    assert share(during) < KEPT[0] - 0.2
    assert share(between(year, TimedStep.SENT, NEW_WAREHOUSE, NEW_WAREHOUSE + timedelta(days=10))) < KEPT[0]


def test_a_slower_warehouse_is_followed_under_its_old_name() -> None:
    back_on = NEW_WAREHOUSE + BACK_AFTER
    steps = steps_of_the_year(slower_by=2, is_renamed=False)
    sentences = [each for each in said(steps, days(back_on, back_on + MONTH)) if each.step.step is TimedStep.SENT]
    assert KEPT[0] <= share(sentences) <= KEPT[1]


def test_nine_of_ten_sentences_are_kept_for_each_product_type(year: list[Sentence]) -> None:
    for product_type in (SHELF, MADE_TO_ORDER, RARE):
        assert KEPT[0] <= share(of_type(year, product_type)) <= KEPT[1], product_type


def test_of_all_types_together_what_is_made_to_order_would_be_promised_too_early() -> None:
    steps = [each for each in steps_of_the_year(slower_by=2, is_renamed=True) if each.step is TimedStep.SENT]
    untold = {id(step := replace(each, product_type=None)): (step, each.product_type) for each in steps}
    autumn = list(said([step for step, _ in untold.values()], days(date(LAST.year, 10, 1), LAST)))
    together = {each: [one for one in autumn if untold[id(one.step)][1] == each] for each in (SHELF, MADE_TO_ORDER)}
    assert share(together[MADE_TO_ORDER]) < KEPT[0] - 0.05
    assert share(together[SHELF]) > 0.99  # up to three times as long as it takes


def of_type(sentences: Iterable[Sentence], product_type: str) -> list[Sentence]:
    return [each for each in sentences if each.step.step is TimedStep.SENT and each.step.product_type == product_type]
