"""One session with a mail server: connected, encrypted as the settings want it, and logged in."""

import smtplib
import socket
import ssl

from tracking.notices.mail.connect import Resolve, connect, resolve_name
from tracking.notices.mail.deadline import SocketDeadline, set_deadline
from tracking.settings.smtp_url import Encryption, SmtpUrl

_OK = 250
_REPLIES = range(200, 600)


class NoEncryption(smtplib.SMTPException):
    """The server does not offer STARTTLS, so nothing is sent to it."""


class NoLogin(smtplib.SMTPException):
    """The server offers no way to log in that smtplib knows."""


class SmtpSession(smtplib.SMTP):
    """smtplib's session with a deadline. ``is_handed_over``: the whole message was sent, and is not answered yet."""

    def __init__(
        self,
        server: SmtpUrl,
        hello: str,
        context: ssl.SSLContext,
        deadline: SocketDeadline,
        resolve: Resolve = resolve_name,
    ) -> None:
        """Connect, encrypt and log in; ``hello`` is the name of this machine. Raises OSError and SMTPException."""
        self.is_handed_over = False
        self._reply = (0, b"")
        self._server = server
        self._context = context
        self._deadline = deadline
        self._resolve = resolve
        # Without the name, smtplib would ask the DNS for one, without a bound.
        super().__init__(server.host, server.port, local_hostname=hello, timeout=deadline.remaining())
        try:
            self._begin()
        except BaseException:
            self.close()
            raise

    @property
    def is_encrypted(self) -> bool:
        """Whether what is sent is encrypted."""
        return isinstance(self.sock, ssl.SSLSocket)

    def transmit(self, sender: str, recipient: str, content: bytes, options: tuple[str, ...]) -> tuple[int, bytes]:
        """Send one message; the server's reply to it. Raises OSError and SMTPException."""
        self.is_handed_over = False
        self.sendmail(sender, [recipient], content, options)
        return self._reply

    def send(self, s: bytes | str) -> None:  # type: ignore[override] # typeshed allows any buffer
        """Send a command, which is a str, or a whole message, which is bytes."""
        super().send(s)
        if isinstance(s, bytes):
            self.is_handed_over = True

    def data(self, msg: bytes | str) -> tuple[int, bytes]:  # type: ignore[override] # likewise
        """Send the message, and keep the reply, which ``sendmail`` does not return."""
        self._reply = super().data(msg)
        self.is_handed_over = self._reply[0] not in _REPLIES
        return self._reply

    def reset(self) -> bool:
        """Forget a message that was refused half-way; whether the server can take another one."""
        try:
            return self.rset()[0] == _OK
        except (OSError, smtplib.SMTPException):
            return False

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:  # noqa: ARG002 - smtplib's own
        connected = connect(host, port, self._deadline, self._resolve)
        return self._encrypt(connected) if self._server.encryption is Encryption.TLS else connected

    def _begin(self) -> None:
        self._greet()
        encryption = self._server.encryption
        if encryption is Encryption.STARTTLS and not self.has_extn("starttls"):
            raise NoEncryption
        if encryption is not Encryption.TLS and self.has_extn("starttls"):
            self.starttls(context=self._context)
            set_deadline(self.sock, self._deadline)
            self._greet()
        if self._server.user:
            self._log_in()

    def _greet(self) -> None:
        """Say EHLO: a server that knows only HELO has neither encryption nor login."""
        code, reply = self.ehlo()
        if code != _OK:
            raise smtplib.SMTPHeloError(code, reply)

    def _log_in(self) -> None:
        try:
            self.login(self._server.user, self._server.password)
        except (smtplib.SMTPResponseException, smtplib.SMTPServerDisconnected):
            raise
        except (smtplib.SMTPException, ValueError) as error:  # ValueError: a challenge that cannot be decoded
            raise NoLogin from error

    def _encrypt(self, connected: socket.socket) -> ssl.SSLSocket:
        connected.settimeout(self._deadline.remaining())
        try:
            encrypted = self._context.wrap_socket(connected, server_hostname=self._server.host)
        except BaseException:
            connected.close()
            raise
        set_deadline(encrypted, self._deadline)
        return encrypted
