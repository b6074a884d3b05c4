import logging

import pytest

from tracking.cli.mute_log import without_log

log = logging.getLogger("tracking.test")


def test_what_matters_less_is_not_written_down_meanwhile(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with without_log(logging.INFO):
        log.info("hidden")
        log.warning("shown")
    log.info("shown again")
    assert caplog.messages == ["shown", "shown again"]
