from datetime import timedelta

from tests.notices.lives import POLICY
from tests.order.builders import NOW, order, status_of
from tracking.notices.notice_history import CLOCK_STEP, NoticeHistory, is_clock_behind, next_before
from tracking.notices.situation import Situation, situation


def at(hours: int, *, is_partial: bool = False) -> Situation:
    its, now = order(is_partial=is_partial), NOW + timedelta(hours=hours)
    return situation(status_of(its, now), its, now, POLICY)


def test_newer_situation_is_kept() -> None:
    assert next_before(None, at(0)) == at(0)
    assert next_before(at(0), at(1)) == at(1)


def test_partial_situation_is_not_kept() -> None:
    assert next_before(at(0), at(1, is_partial=True)) == at(0)
    assert next_before(None, at(0, is_partial=True)) is None


def test_clock_that_was_set_back_a_day_keeps_the_newer_situation() -> None:
    assert is_clock_behind(at(24), at(0))
    assert next_before(at(24), at(0)) == at(24)


def test_clock_that_was_far_ahead_does_not_silence_the_order() -> None:
    far = int(CLOCK_STEP / timedelta(hours=1)) + 1
    assert not is_clock_behind(at(far), at(0))
    assert next_before(at(far), at(0)) == at(0)


def test_all_news_is_that_which_left_and_that_which_waits() -> None:
    assert NoticeHistory().all == ()
