import statistics
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tracking.durations.percentiles import LEAST_VALUES, Percentiles, percentile, percentiles


def test_half_of_the_values_are_no_greater_than_the_median() -> None:
    found = percentiles(Counter(range(1, 101)))
    assert found == Percentiles(count=100, median=50, most=90)


def test_of_too_few_values_no_figure_is_made() -> None:
    assert percentiles({}) == Percentiles(count=0, median=None, most=None)
    assert percentiles({5: LEAST_VALUES - 1}).median is None
    assert percentiles({5: LEAST_VALUES}) == Percentiles(count=LEAST_VALUES, median=5, most=5)


@given(st.lists(st.integers(0, 9000), min_size=1, max_size=200), st.integers(1, 100))
def test_percentile_is_the_least_value_that_so_many_do_not_exceed(values: list[int], percent: int) -> None:
    found = percentile(Counter(values), percent)
    assert found in values
    assert 100 * sum(value <= found for value in values) >= percent * len(values)
    assert 100 * sum(value < found for value in values) < percent * len(values)


@given(st.lists(st.integers(0, 9000), min_size=1, max_size=200))
def test_the_median_is_the_lower_one_of_the_two_in_the_middle(values: list[int]) -> None:
    assert percentile(Counter(values), 50) == statistics.median_low(values)
