import pytest

from tests.channels.receivers import Behavior, Receiver
from tracking.channels.call import AppriseChannel, CallOutcome
from tracking.settings.channel_urls import ChannelUrl, text_url

CHANNEL = AppriseChannel(site="https://track.example.com")
HASTY = AppriseChannel(site="https://track.example.com", timeout=2)


def test_a_text_arrives_as_it_was_written_and_a_number_stands_in_its_place() -> None:
    with Receiver() as receiver:
        url = text_url(f"{receiver.apprise_url}?:to={{phone}}").to("+46701740699")
        assert CHANNEL.send(url, title="Harbor Goods", body="Grüße: 你好 <b>&amp;").is_sent
    (received,) = receiver.received
    assert (received.text, received.fields["title"]) == ("Grüße: 你好 <b>&amp;", "Harbor Goods")
    assert received.fields["to"] == "+46701740699"


@pytest.mark.parametrize(
    ("behavior", "outcomes", "status"),
    [
        # Statuses like that of a redirect.
        pytest.param(Behavior.FAILS, {CallOutcome.FAILED}, 500, marks=pytest.mark.audit),
        pytest.param(Behavior.FORBIDS, {CallOutcome.FAILED}, 401, marks=pytest.mark.audit),
        (Behavior.REDIRECTS, {CallOutcome.FAILED}, 307),
        (Behavior.CLOSES, {CallOutcome.FAILED}, 0),
        pytest.param(
            Behavior.FLOODS,
            {CallOutcome.TOO_LARGE, CallOutcome.FAILED, CallOutcome.TIMED_OUT},
            0,
            marks=pytest.mark.audit,  # it takes gigabytes
        ),
    ],
)
def test_a_receiver_that_misbehaves_has_not_taken_the_text(
    behavior: Behavior, outcomes: set[CallOutcome], status: int
) -> None:
    with Receiver(behavior) as receiver:
        result = CHANNEL.send(receiver.apprise_url, title="", body="x")
    assert result.outcome in outcomes
    assert result.status == status
    assert receiver.asked == 1  # no redirect is followed, nothing tried again
    assert "secret-token" not in result.sentence


@pytest.mark.parametrize("behavior", [pytest.param(Behavior.HANGS, marks=pytest.mark.audit), Behavior.DRIPS])
def test_a_receiver_that_never_ends_is_left(behavior: Behavior) -> None:
    with Receiver(behavior) as receiver:
        result = HASTY.send(receiver.apprise_url, title="", body="x")
    # Apprise itself gives up on silence after some seconds, and never on what drips.
    assert result.outcome in {CallOutcome.TIMED_OUT, CallOutcome.FAILED}


def test_an_address_is_checked_without_a_call() -> None:
    with Receiver() as receiver:
        assert CHANNEL.check(ChannelUrl("json", receiver.apprise_url)).is_sent
    assert receiver.asked == 0
    unknown = CHANNEL.check(ChannelUrl("nope", "nope://secret-token"))
    assert unknown.outcome is CallOutcome.NOT_UNDERSTOOD
    assert "secret-token" not in f"{unknown} {unknown.sentence}"
