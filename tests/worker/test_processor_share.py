import pytest

from tracking.worker.processor_share import CHANGES, THE_REST, pause_after


@pytest.mark.parametrize("share", [CHANGES, THE_REST])
@pytest.mark.parametrize("used", [0.001, 0.01, 0.1])
def test_work_and_pause_together_keep_to_the_share(share: float, used: float) -> None:
    assert used / (used + pause_after(used, share)) == pytest.approx(share)


def test_work_without_processor_time_needs_no_pause() -> None:
    assert pause_after(0, THE_REST) == 0


def test_the_lease_is_renewed_after_work_of_any_length() -> None:
    assert pause_after(60, THE_REST) <= 5
