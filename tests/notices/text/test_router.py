"""From news to the phone or the mailbox, through both senders."""

import logging

import pytest

from tests.channels.receivers import Behavior, Receiver
from tests.notices.text.sites import BOTH, PHONE_ONLY, TextSite
from tests.sampling import spread
from tracking.alerts.kinds import AlertCode
from tracking.channels.call import AppriseChannel, CallOutcome, CallResult
from tracking.database import Database, alerts, mail_blocks, notices
from tracking.notices.mail.retry import DELAYS

SENT = [("cancelled", "sent", None)]


def test_customer_who_chose_texts_gets_one_and_no_letter(database: Database) -> None:
    site = TextSite(database)
    site.choose(BOTH, "text")
    site.cancel(BOTH)
    site.tell(minutes=9)
    assert site.phone.asked == 0
    site.tell(minutes=1)
    ((number, words),) = site.phone.texts
    assert number == "46701740605"
    assert words.startswith("Harbor Goods: ")
    assert BOTH in words
    assert "https://track.example.com/l/" in words
    assert site.mailbox.codes == []
    assert site.states(BOTH) == SENT
    site.tell(days=3)
    assert site.phone.asked == 1


def test_an_email_address_and_no_choice_means_a_letter(memory: Database) -> None:
    site = TextSite(memory, TEXT_TO_PHONE_ORDERS="on")
    site.cancel(BOTH)
    site.tell(minutes=10)
    assert (site.mailbox.codes, site.numbers) == (["cancelled"], [])


@pytest.mark.parametrize("consent", ["on", "off"])
def test_a_phone_order_is_texted_only_with_the_shops_consent(memory: Database, consent: str) -> None:
    site = TextSite(memory, TEXT_TO_PHONE_ORDERS=consent)
    site.cancel(PHONE_ONLY)
    site.tell(minutes=10)
    assert site.numbers == (["46701740699"] if consent == "on" else [])
    assert site.states(PHONE_ONLY) == (SENT if consent == "on" else [("cancelled", "withheld", "no_address")])


def test_a_choice_of_letters_stands_above_the_shops_consent(memory: Database) -> None:
    site = TextSite(memory, TEXT_TO_PHONE_ORDERS="on")
    site.choose(PHONE_ONLY, "email")
    site.cancel(PHONE_ONLY)
    site.tell(minutes=10)
    assert site.states(PHONE_ONLY) == [("cancelled", "withheld", "no_address")]
    assert site.numbers == []


def test_customer_who_chose_texts_without_a_number_gets_a_letter(memory: Database) -> None:
    site = TextSite(memory)
    site.choose(BOTH, "text")
    site.cancel(BOTH)
    site.change(
        {BOTH: {"phone": "not a number", "updatedAt": "2026-11-22T14:06:00Z", "cancelledAt": "2026-11-22T14:05:40Z"}}
    )
    site.tell(minutes=10)
    assert (site.mailbox.codes, site.numbers) == (["cancelled"], [])


def test_a_stop_holds_for_texts_also_while_they_wait(memory: Database) -> None:
    site = TextSite(memory)
    site.choose(BOTH, "text")
    site.cancel(BOTH)
    with memory.write() as transaction:
        from tracking.database import notice_preferences  # noqa: PLC0415

        notice_preferences.put(transaction, site.shopify.id_of(BOTH), "none", now=site.clock())
    site.tell(minutes=10)
    assert site.states(BOTH) == [("cancelled", "withheld", "stopped")]
    assert site.phone.asked == 0


def test_quiet_hours_and_the_limit_hold_for_texts(memory: Database) -> None:
    site = TextSite(memory, QUIET_HOURS="14-20", NOTICES_PER_HOUR="1", TEXT_TO_PHONE_ORDERS="on")
    site.choose(BOTH, "text")
    site.cancel(BOTH, PHONE_ONLY)
    site.tell(minutes=30)
    assert site.phone.asked == 0
    site.tell(hours=6)
    assert site.phone.asked == 1
    site.tell(hours=1)
    assert site.phone.asked == 2


def test_a_shop_without_a_mail_server_sends_texts_and_only_where_they_may_go(memory: Database) -> None:
    site = TextSite(memory, SMTP_URL="", MAIL_FROM="", TEXT_TO_PHONE_ORDERS="on")
    site.cancel(BOTH, PHONE_ONLY)
    site.tell(minutes=10)
    assert site.numbers == ["46701740699"]
    assert site.states(PHONE_ONLY) == SENT
    assert site.states(BOTH) == [("cancelled", "withheld", "no_phone")]


def test_a_service_that_fails_is_rested_alerts_once_and_stops_no_letter(
    memory: Database, caplog: pytest.LogCaptureFixture
) -> None:
    site = TextSite(memory, TEXT_TO_PHONE_ORDERS="on")
    site.phone.result = CallResult(CallOutcome.FAILED, 503)
    site.cancel(BOTH, PHONE_ONLY)
    with caplog.at_level(logging.WARNING):
        site.tell(minutes=10)
        assert (site.phone.asked, site.mailbox.codes) == (1, ["cancelled"])
        site.tell(minutes=1)
        assert site.phone.asked == 2
        site.phone.result = CallResult(CallOutcome.SENT)
        site.tell(minutes=5)
    assert site.states(PHONE_ONLY) == SENT
    assert [sum(word in line for line in caplog.messages) for word in ("cannot be sent", "takes texts again")] == [1, 1]
    site.worker.parts.alerts.flush()
    with memory.read() as transaction:
        assert AlertCode.TEXTS not in alerts.lasting(transaction)


def test_a_number_that_is_refused_is_tried_again_then_given_up_and_holds_up_no_other(memory: Database) -> None:
    site = TextSite(memory, TEXT_TO_PHONE_ORDERS="on")
    site.phone.result = CallResult(CallOutcome.FAILED, 400)
    site.cancel(PHONE_ONLY)
    site.tell(minutes=10)
    for delay in DELAYS:
        site.tell(seconds=delay.total_seconds())
    assert site.phone.asked == 1 + len(DELAYS)
    assert site.states(PHONE_ONLY) == [("cancelled", "given_up", "refused_now")]
    with memory.read() as transaction:
        assert mail_blocks.stops_by_key(transaction, 8) == {}


@pytest.mark.parametrize("behavior", spread(4, [Behavior.TAKES, Behavior.CLOSES, Behavior.FAILS, Behavior.REDIRECTS]))
def test_a_real_receiver_gets_it_or_letters_go_on(
    memory: Database, behavior: Behavior, caplog: pytest.LogCaptureFixture
) -> None:
    with Receiver(behavior) as receiver:
        channel = AppriseChannel(site="https://track.example.com")
        site = TextSite(
            memory, channel=channel, TEXT_TO_PHONE_ORDERS="on", TEXT_URL=f"{receiver.apprise_url}?:to={{phone}}"
        )
        site.cancel(BOTH, PHONE_ONLY)
        site.tell(minutes=10)
    assert site.mailbox.codes == ["cancelled"]
    assert len(receiver.received) == (behavior is Behavior.TAKES)
    if behavior is Behavior.TAKES:
        assert receiver.received[0].fields["to"] == "+46701740699"
    else:
        assert site.states(PHONE_ONLY) == [("cancelled", "waiting", "text_service")]
    assert "secret-token" not in caplog.text
    assert "46701740699" not in caplog.text
    with memory.read() as transaction:
        rows = str(notices.waiting(transaction, limit=9))
    assert "1740699" not in rows
