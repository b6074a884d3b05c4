import logging

import pytest

from tracking.cli.mute_log import without_log

log = logging.getLogger("tracking.test")


def test_records_of_lower_levels_are_dropped_inside_of_the_block(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with without_log(logging.INFO):
        log.info("hidden")
        log.warning("shown")
    log.info("shown again")
    assert caplog.messages == ["shown", "shown again"]
