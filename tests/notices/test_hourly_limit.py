import logging

import pytest

from tests.notices.letter_sites import LetterSite, ended_as
from tracking.database import Database


def test_the_limit_of_an_hour_holds_and_the_rest_is_judged_anew(
    memory: Database, caplog: pytest.LogCaptureFixture
) -> None:
    site = LetterSite(memory, settings={"NOTICES_PER_HOUR": "2"})
    names = ("#1001", "#1002", "#1003")
    site.cancel(*names)
    with caplog.at_level(logging.WARNING):
        site.write_letters(minutes=11)
        site.write_letters(minutes=10)
    assert len(site.mailbox.taken) == 2
    assert sum("NOTICES_PER_HOUR" in record.message for record in caplog.records) == 1
    (waiting,) = (name for name in names if site.states(name) == ended_as("waiting"))
    site.change({waiting: {"cancelledAt": None, "cancelReason": None, "updatedAt": "2026-11-22T14:30:00Z"}})
    site.write_letters(hours=1)
    assert len(site.mailbox.taken) == 2
    assert site.states(waiting) == ended_as("withheld", "over")
