from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracking.durations.promises import A_SLIP, Promise, PromisedStep, SaidBy, history, moves, of_order, of_step

NOW = datetime(2026, 11, 22, 14, tzinfo=UTC)
CARRIER, SHOP = SaidBy.CARRIER, SaidBy.SHOP
HOUR = timedelta(hours=1)


def promise(
    day: int,
    hours_ago: float,
    said_by: SaidBy = CARRIER,
    *,
    last: int | None = None,
    step: PromisedStep = PromisedStep.ARRIVE,
) -> Promise:
    """Of a day of November, or of several."""
    first, end = date(2026, 11, day), date(2026, 11, last or day)
    return Promise(step=step, first=first, last=end, said_by=said_by, said_at=NOW - hours_ago * HOUR)


def test_promise_that_holds_comes_last_and_a_repeated_one_counts_from_its_first_time() -> None:
    kept = [promise(24, 30), promise(25, 20)]
    assert history(kept, [promise(24, 30), promise(25, 20), promise(25, 2)], NOW) == tuple(kept)
    assert history(kept, [promise(27, 2)], NOW) == (*kept, promise(27, 2))
    assert history(kept, [], NOW) == tuple(kept), "a day that is not shown any more was said all the same"
    assert history([], [], NOW) == ()


def test_a_day_that_holds_again_is_said_now_whenever_the_order_says_that_it_was() -> None:
    kept = [promise(24, 30), promise(25, 20)]
    again = promise(24, 30)
    assert history(kept, [again], NOW) == (*kept, promise(24, 0))
    assert history(kept, [promise(27, 25)], NOW) == (*kept, promise(27, 0)), "the order's own time is older"


def test_a_clock_that_was_set_back_says_nothing_before_what_was_said() -> None:
    ahead = promise(24, -5)
    assert history([ahead], [promise(25, 1)], NOW) == (ahead, promise(25, -5))


def test_the_day_of_the_usual_times_is_moved_by_no_other_and_is_no_promise_of_the_order() -> None:
    said = [promise(20, 30, SaidBy.USUAL), promise(24, 20), promise(22, 10, SaidBy.USUAL)]
    assert moves(said) == ()
    assert moves([*said, promise(26, 5)]) == (promise(24, 20), promise(26, 5))
    assert of_order({"a": said}, None) == (promise(24, 20),)


def test_the_same_days_said_by_somebody_else_are_kept() -> None:
    said = history([promise(24, 30, SHOP)], [promise(24, 30, SHOP), promise(24, 2)], NOW)
    assert [each.said_by for each in said] == [SHOP, CARRIER]


def test_reports_that_came_late_stand_where_they_belong() -> None:
    kept = [promise(24, 30), promise(26, 10)]
    assert history(kept, [promise(24, 30), promise(25, 20), promise(26, 10)], NOW) == (
        promise(24, 30),
        promise(25, 20),
        promise(26, 10),
    )


def test_days_that_were_said_at_one_moment_keep_their_places() -> None:
    stated = [promise(24, 2, SHOP), promise(24, 1, SHOP), promise(25, 1)]
    said = history([], stated, NOW)
    assert said == (promise(24, 2, SHOP), promise(25, 1))
    assert history(said, stated, NOW) == said


def in_time(said: list[Promise]) -> list[Promise]:
    return sorted(said, key=lambda each: each.said_at)


promises = st.builds(
    promise, st.integers(20, 26), st.integers(1, 50), st.sampled_from(SaidBy), last=st.integers(26, 28) | st.none()
)


@given(st.lists(promises), st.lists(promises).map(in_time), st.lists(promises).map(in_time))
def test_nothing_that_was_kept_is_said_anew_and_what_holds_is_the_last(
    kept: list[Promise], stated: list[Promise], later: list[Promise]
) -> None:
    said = history(kept, stated, NOW)
    if stated:
        assert (said[-1].days, said[-1].said_by) == (stated[-1].days, stated[-1].said_by)
    assert [*said] == sorted(said, key=lambda each: each.said_at)
    assert history(said, stated, NOW) == said
    assert {each.days for each in history(said, later, NOW)} >= {each.days for each in said}


def test_days_that_moved_stand_one_after_another() -> None:
    said = [promise(26, 60, SHOP), promise(26, 50), promise(27, 40), promise(30, 5)]
    assert [each.first.day for each in moves(said)] == [26, 27, 30]
    assert moves(said)[0].said_by is SHOP, "the first who said so"


def test_nothing_moved_where_a_range_only_became_narrower() -> None:
    checkout = promise(24, 60, SHOP, last=26)
    assert moves([checkout, promise(25, 20)]) == ()
    assert moves([checkout]) == moves([]) == ()
    wider = [checkout, promise(25, 20), promise(27, 5)]
    assert moves(wider) == tuple(wider)


def test_a_slip_that_was_put_right_at_once_did_not_move() -> None:
    slip, back = promise(29, 10), promise(24, 10 - (A_SLIP - timedelta(seconds=1)) / HOUR)
    assert moves([promise(24, 60), slip, back]) == ()
    lasting = promise(24, 10 - A_SLIP / HOUR)
    assert [each.first.day for each in moves([promise(24, 60), slip, lasting])] == [24, 29, 24]


def test_the_orders_own_promise_is_that_of_the_parcel_whose_day_it_shows() -> None:
    one, other = [promise(24, 30), promise(25, 3)], [promise(27, 20)]
    histories = {"one": one, "other": other, "sends": [promise(23, 9, step=PromisedStep.SEND)]}
    assert of_order(histories, other[-1].days) == tuple(other)
    assert of_order(histories, None) == (one[0], other[0], one[1])
    assert of_order({}, None) == ()


def test_promises_of_one_step() -> None:
    leaves = promise(23, 30, step=PromisedStep.SEND)
    assert of_step([promise(24, 30), leaves], PromisedStep.SEND) == (leaves,)
