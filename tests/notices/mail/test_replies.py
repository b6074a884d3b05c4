from tests.sampling import each_row
from tracking.notices.mail.replies import MAX_ANSWER, Phase, answer_text, refused, sent
from tracking.notices.mail.result import Outcome, RefusalScope

SESSION, SENDER, RECIPIENT, MESSAGE = Phase


@each_row(
    ("phase", "reply", "expected"),
    [
        # Nothing about a session or a login concerns a letter.
        (SESSION, "535 5.7.8 bad credentials", "now server"),
        (SESSION, "554 go away", "now server"),
        (SENDER, "535 5.7.8 bad credentials", "now server"),
        (SENDER, "553 5.7.1 sender address not owned by user", "now server"),
        (SENDER, "501 5.1.7 bad sender", "now server"),
        (SENDER, "452 4.3.1 no space", "now server"),
        (SENDER, "552 too big", "good message"),
        (SENDER, "554 5.3.4 too big", "good message"),
        # Addresses: what is wrong with them, and what is wrong with us.
        (RECIPIENT, "550 no such user", "good recipient"),
        (RECIPIENT, "550 5.1.1 no such user", "good recipient"),
        (RECIPIENT, "550 5.1.10 null mx", "good recipient"),
        (RECIPIENT, "551 5.1.6 has moved", "good recipient"),
        (RECIPIENT, "550 5.2.1 disabled", "good recipient"),
        (RECIPIENT, "552 5.2.2 mailbox full", "now recipient"),
        (RECIPIENT, "550 5.1.8 sender's domain does not exist", "now recipient"),
        (RECIPIENT, "554 5.7.1 relay access denied", "now recipient"),
        (RECIPIENT, "550 5.4.1 no route", "now recipient"),
        (RECIPIENT, "503 5.5.1 bad sequence", "now recipient"),
        (RECIPIENT, "450 4.2.0 greylisted", "now recipient"),
        (RECIPIENT, "530 5.7.0 must log in", "now server"),
        (RECIPIENT, "421 too many", "now server"),
        # After the message, a server may speak of either.
        (MESSAGE, "554 spam", "good message"),
        (MESSAGE, "554 5.6.0 malformed", "good message"),
        (MESSAGE, "550 5.0.0 no", "good message"),
        (MESSAGE, "552 5.3.4 too big", "good message"),
        (MESSAGE, "550 5.1.1 no such user", "good recipient"),
        (MESSAGE, "550 5.2.1 disabled", "good recipient"),
        (MESSAGE, "550 5.7.26 SPF and DKIM fail", "now message"),
        (MESSAGE, "554 5.3.0 system", "now message"),
        (MESSAGE, "451 4.7.1 try later", "now message"),
        (MESSAGE, "421 4.3.2 shutting down", "now server"),
        # No reply as SMTP has it.
        (MESSAGE, "200 what", "now server"),
        (RECIPIENT, "354 what", "now server"),
    ],
)
def test_reply_says_for_how_long_and_what_it_is_about(phase: Phase, reply: str, expected: str) -> None:
    result = refused(phase, int(reply[:3]), reply[4:].encode())
    word, about = expected.split()
    outcome = {"now": Outcome.REFUSED_NOW, "good": Outcome.REFUSED_FOR_GOOD}[word]
    assert (result.outcome, result.about) == (outcome, RefusalScope(about))
    assert (result.code, result.answer) == (int(reply[:3]), reply[4:])


@each_row("phase", Phase)
def test_malformed_reply_is_about_the_server(phase: Phase) -> None:
    result = refused(phase, -1, b"HTTP/1.1 400")
    assert (result.outcome, result.about, result.code) == (Outcome.REFUSED_NOW, RefusalScope.SERVER, 0)


def test_answer_is_one_line_without_addresses() -> None:
    reply = b"5.1.1 <ada@example.org>:\r\nuser ada+x@example.org; see mailto:help@example.com \x1b[31m\xff"
    assert answer_text(reply) == "5.1.1 (address): user (address); see mailto:(address) [31m\N{REPLACEMENT CHARACTER}"
    assert "@" not in sent("queued for zoë@bücher.example".encode()).answer


def test_answer_is_bounded() -> None:
    assert len(answer_text(b"x" * 10_000)) == MAX_ANSWER
    assert answer_text("x" * MAX_ANSWER) == "x" * MAX_ANSWER
