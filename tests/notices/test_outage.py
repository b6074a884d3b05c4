import logging

import pytest

from tests.fakes import Clock
from tests.notices.letter_sites import SERVER_DOWN, LetterSite, Mailbox, ended_as
from tracking.alerts.open_alerts import AlertRegister
from tracking.database import Database
from tracking.notices.outage import MailOutage


def test_a_server_that_is_gone_costs_one_letter_an_attempt_and_an_alert(
    site: LetterSite, caplog: pytest.LogCaptureFixture
) -> None:
    site.mailbox.answer = SERVER_DOWN
    site.cancel("#1001", "#1002", "#1003")
    with caplog.at_level(logging.WARNING):
        site.write_letters(minutes=10)
        assert site.mailbox.asked == 1
        site.write_letters(seconds=59)
        assert site.mailbox.asked == 1
        site.write_letters(seconds=1)
        assert site.mailbox.asked == 2
        site.mailbox.answer = Mailbox().answer
        for _ in range(3):
            site.write_letters(minutes=5)
    assert len(site.mailbox.taken) == 3
    assert site.states("#1001", "#1002", "#1003") == ended_as("sent") * 3
    told = [record.message for record in caplog.records]
    assert [sum(word in line for line in told) for word in ("cannot be sent", "takes letters again")] == [1, 1]


def test_pause_grows_to_five_minutes_and_ends_with_a_letter(memory: Database, caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    outage = MailOutage(AlertRegister(memory, (), clock=clock), monotonic=clock.monotonic)
    pauses = []
    for _ in range(4):
        outage.begin_or_go_on(SERVER_DOWN)
        began = clock.monotonic()
        while outage.is_paused:
            clock.advance(seconds=30)
        pauses.append((clock.monotonic() - began) / 60)
    assert pauses == [1, 5, 5, 5]
    assert outage.lasts
    outage.end()
    outage.end()
    assert not outage.lasts
    assert len(caplog.records) == 2
