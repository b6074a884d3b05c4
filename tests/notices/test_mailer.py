from email.message import EmailMessage

from tests.fakes import Clock
from tracking.notices.mailer import DemoMailbox


def letter(number: int) -> EmailMessage:
    message = EmailMessage()
    message["Message-ID"] = f"<id-{number}@example.com>"
    return message


def test_the_newest_letters_are_kept_newest_first(clock: Clock) -> None:
    mailbox = DemoMailbox(clock=clock, limit=2)
    for number in range(3):
        clock.advance(minutes=1)
        assert mailbox.send(letter(number), "ada@example.com").is_sent
    assert [shown.id for shown in mailbox.letters] == ["id-2", "id-1"]
    assert mailbox.letters[0].written_at == clock()
    assert mailbox.find("id-1") == mailbox.letters[1]
    assert mailbox.find("id-0") is None
