import smtplib
import socket
import ssl

import pytest

from tests.sampling import each_row
from tracking.notices.mail.failures import FAILURES, result_of
from tracking.notices.mail.result import Outcome, RefusalScope
from tracking.notices.mail.session import NoEncryption, NoLogin


@each_row(
    ("error", "sentence"),
    [
        (NoEncryption(), "The server does not offer STARTTLS."),
        (NoLogin(), "The server takes no login, and SMTP_URL has one."),
        (TimeoutError("timed out"), "The server took too long."),
        (ConnectionRefusedError(111, "Connection refused"), "The server cannot be reached (Connection refused)."),
        (ConnectionResetError(104, "Connection reset by peer"), "The server has ended the connection."),
        (BrokenPipeError(), "The server has ended the connection."),
        (ssl.SSLEOFError(8, "EOF occurred"), "The server has ended the connection."),
        (smtplib.SMTPServerDisconnected("Connection closed"), "The server has ended the connection."),
        (
            socket.gaierror(-2, "Name or service not known"),
            "The server cannot be reached (Name or service not known).",
        ),
        (OSError("its name has no address"), "The server cannot be reached (its name has no address)."),
        (OSError(), "The server cannot be reached (OSError)."),
        (smtplib.SMTPException(), "The server does not answer as SMTP wants it (SMTPException)."),
    ],
)
def test_failure_is_about_the_server_in_one_sentence(error: Exception, sentence: str) -> None:
    assert isinstance(error, FAILURES)
    result = result_of(error)
    assert (result.outcome, result.about, result.code) == (Outcome.REFUSED_NOW, RefusalScope.SERVER, 0)
    assert result.answer == sentence


def test_cause_behind_a_closed_connection_is_told() -> None:
    def fail() -> None:
        try:
            raise TimeoutError("timed out")
        except OSError:
            raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")  # noqa: B904 - as smtplib does

    with pytest.raises(smtplib.SMTPServerDisconnected) as caught:
        fail()
    assert result_of(caught.value).answer == "The server took too long."


@pytest.mark.parametrize("error", [smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPAuthenticationError])
def test_refused_session_keeps_the_code_of_the_server(error: type[smtplib.SMTPResponseException]) -> None:
    result = result_of(error(554, "no"))
    assert (result.outcome, result.about, result.code, result.answer) == (
        Outcome.REFUSED_NOW,
        RefusalScope.SERVER,
        554,
        "no",
    )
