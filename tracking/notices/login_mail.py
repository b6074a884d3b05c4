"""The mail with a link into the overview: short, as text, in the shop's language."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage

from tracking.i18n.languages import Languages
from tracking.i18n.localizer import Localizer
from tracking.i18n.text import text
from tracking.notices.letter_maker import Sender
from tracking.notices.letterhead import Letterhead
from tracking.notices.mailer import Mailer
from tracking.notices.message import POLICY, header_address, header_words, message_id
from tracking.notices.one_line import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginMailMaker:
    """``site`` is the address of this site; with ``key`` the name of a mail becomes a keyed hash."""

    languages: Languages
    letterhead: Callable[[], Letterhead]
    sender: Sender
    site: str
    key: str = field(repr=False)
    clock: Callable[[], datetime]

    def make(self, link: str, recipient: str) -> EmailMessage:
        """The mail with the link (what stands behind the address of the form). Raises UnwritableAddressError."""
        language, now, shop = self.languages.choose(()), self.clock(), self.letterhead().name
        translate = Localizer(language, "UTC", self.languages.catalogues[language], now).translate
        sender = header_address(self.sender.mail_from.addr_spec, self.sender.mail_from.display_name or shop)
        mail = EmailMessage(policy=POLICY)
        mail["From"] = sender
        mail["To"] = header_address(recipient)
        mail["Subject"] = header_words(translate(text("Log in to the overview of all orders")))
        mail["Date"] = now
        mail["Message-ID"] = message_id("login", link, key=self.key, domain=sender.domain)
        mail["Auto-Submitted"] = "auto-generated"
        paragraphs = (
            one_line(shop),
            translate(text("Open this link, and press the button on its page. It works once, within 15 minutes:")),
            f"{self.site}/merchant/login/{link}",
            translate(text("If you didn’t ask for it, you can ignore this email: nobody gets in without the link.")),
        )
        mail.set_content("\n\n".join(paragraphs) + "\n")
        return mail


@dataclass(frozen=True, slots=True)
class LoginChannel:
    """The maker and the mailer of these mails."""

    maker: LoginMailMaker
    mailer: Mailer
