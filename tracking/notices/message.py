"""A letter as an email message: its headers are ASCII, and none of them can be broken by a word of an order."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy, Policy
from urllib.parse import urlsplit

from tracking.notices.letter import Letter
from tracking.notices.mail.address import smtp_address
from tracking.notices.one_line import one_line


class UnwritableAddressError(ValueError):
    """Raised for text that is no address, and for an address that a header cannot hold."""


class _Unfolded(UnstructuredHeader):
    """A header of links and ids on one line: Python encodes what is longer than a line, as if it were words."""

    def fold(self, *, policy: Policy) -> str:
        """Returns the line as it is."""
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]  # the name is set by the registry


def _policy() -> "EmailPolicy[EmailMessage]":
    """For SMTP servers without any extension: 7 bits, and lines of at most 998 characters."""
    registry = HeaderRegistry()
    for name in ("list-unsubscribe", "references", "message-id", "list-id"):
        registry.map_to_type(name, _Unfolded)  # type: ignore[arg-type]  # the registry adds its own base
    return SMTP.clone(cte_type="7bit", header_factory=registry)


POLICY = _policy()


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The parts of a message beside its letter.

    ``sender`` is MAIL_FROM; without a name of its own, it has ``shop_name``. Replies go to ``reply_to`` (None: to the
    sender). ``notice`` names the letter: the same one has the same Message-ID each time that it is sent.
    ``order`` names the order, and stands nowhere in the message: with ``key``, both become keyed hashes. ``stop_url``
    stops the order's letters by one POST.
    """

    sender: Address
    shop_name: str
    reply_to: str | None
    to: str
    notice: str
    order: str
    stop_url: str
    sent_at: datetime
    key: str = field(repr=False)


def message(letter: Letter, envelope: Envelope) -> EmailMessage:
    """Returns the message. Raises UnwritableAddressError."""
    sender = header_address(envelope.sender.addr_spec, envelope.sender.display_name or envelope.shop_name)
    mail = EmailMessage(policy=POLICY)
    mail["From"] = sender
    mail["To"] = header_address(envelope.to)
    mail["Reply-To"] = header_address(envelope.reply_to) if envelope.reply_to else sender
    mail["Subject"] = header_words(letter.subject)
    mail["Date"] = envelope.sent_at
    mail["Message-ID"] = message_id("notice", envelope.notice, key=envelope.key, domain=sender.domain)
    mail["References"] = message_id("order", envelope.order, key=envelope.key, domain=sender.domain)
    mail["Auto-Submitted"] = "auto-generated"
    if letter.codes:
        mail["X-Notice"] = ", ".join(letter.codes)
    mail["List-Id"] = f"<orders.{sender.domain}>"
    for name, value in _unsubscribe(envelope.stop_url).items():
        mail[name] = value
    mail.set_content(letter.text)
    mail.add_alternative(letter.html, subtype="html")
    return mail


def _unsubscribe(url: str) -> dict[str, str]:
    """RFC 8058: one click needs https. https://www.rfc-editor.org/rfc/rfc8058#section-3.1 ."""
    one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if urlsplit(url).scheme == "https" else {}
    return {"List-Unsubscribe": f"<{url}>", **one_click}


def header_address(address: str, name: str = "") -> Address:
    """The address, with its domain in ASCII; letters before the ``@`` that are not need a server with SMTPUTF8.

    Raises UnwritableAddressError.
    """
    try:
        user, _, domain = smtp_address(address).rpartition("@")
    except ValueError as error:
        raise UnwritableAddressError(str(error)) from None
    if "=?" in user:  # it would be taken for an encoded word
        raise UnwritableAddressError("no email address that a header can hold")
    return Address(header_words(name), user, domain)


def header_words(words: str) -> str:
    """On one line, and without what a reader takes for encoded words, which are decoded only once."""
    return one_line(words).replace("=?", "= ?")


def message_id(kind: str, name: str, *, key: str, domain: str) -> str:
    """The Message-ID that belongs to a name of this kind: a keyed hash, which tells nothing of it."""
    words = f"letters\0{kind}\0{name}".encode(errors="replace")
    return f"<{hmac.digest(key.encode(), words, 'sha256')[:16].hex()}@{domain}>"
