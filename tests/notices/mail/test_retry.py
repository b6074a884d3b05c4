from datetime import timedelta

import pytest

from tracking.notices.mail.retry import DELAYS, retry_delay


def test_letter_is_tried_again_ever_later_and_then_given_up() -> None:
    delays = [retry_delay(refusals) for refusals in range(1, 9)]
    minutes = [delay and delay / timedelta(minutes=1) for delay in delays]
    assert minutes == [1, 5, 30, 2 * 60, 6 * 60, 24 * 60, None, None]
    assert tuple(delays[: len(DELAYS)]) == DELAYS


@pytest.mark.parametrize("refusals", [0, -1])
def test_letter_that_was_not_refused_is_not_tried_again(refusals: int) -> None:
    with pytest.raises(ValueError, match="not refused"):
        retry_delay(refusals)
