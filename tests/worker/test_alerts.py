import pytest

from tracking.worker.alerts import alert, all_clear


def test_the_log_has_what_is_wrong_and_that_it_is_over(caplog: pytest.LogCaptureFixture) -> None:
    alert("Something is wrong: mend it.")
    all_clear("All is well again.")
    assert [(record.levelname, record.message) for record in caplog.records] == [
        ("WARNING", "Something is wrong: mend it."),
        ("WARNING", "All is well again."),
    ]
