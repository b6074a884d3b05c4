from threading import Event, current_thread

import pytest

from tracking.notices.sending import DaemonExecutor


def test_the_end_of_the_process_does_not_wait_for_a_server_that_hangs() -> None:
    assert DaemonExecutor("letters").submit(current_thread).result().daemon


def test_result_and_error_come_through_the_future() -> None:
    done, executor = Event(), DaemonExecutor("letters")
    future = executor.submit(done.wait)
    assert not future.done()
    done.set()
    assert future.result()
    with pytest.raises(ZeroDivisionError):
        executor.submit(divmod, 1, 0).result()
