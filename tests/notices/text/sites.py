"""A shop whose customers are told by letter and by text; what leaves by text is written down."""

from dataclasses import replace

from tests.notices.letter_sites import LetterSite
from tracking.channels.call import CallOutcome, CallResult, Channel
from tracking.database import Database, notice_preferences

PHONE_ONLY, BOTH = "#1002", "#1001"
SETTINGS = {"TEXT_URL": "json://127.0.0.1:9/secret-token?:to={phone}"}


class Phone:
    """Takes texts, or answers as it is told."""

    def __init__(self) -> None:
        self.result = CallResult(CallOutcome.SENT)
        self.asked = 0
        self.texts: list[tuple[str, str]] = []

    def send(self, url: str, *, title: str, body: str) -> CallResult:
        assert title == ""
        self.asked += 1
        if self.result.is_sent:
            self.texts.append((url.partition("%2B")[2], body))
        return self.result


class TextSite(LetterSite):
    """#1002 has a phone number and no email address, #1001 both."""

    def __init__(self, database: Database, *, channel: Channel | None = None, **settings: str) -> None:
        self.phone = Phone()
        self.own_channel = channel
        super().__init__(database, settings={**SETTINGS, **settings})
        way = self.notices.text_channel
        assert way
        self.notices = replace(self.notices, text_channel=replace(way, channel=channel or self.phone))
        self.worker = self.new_worker()
        at = {"updatedAt": "2026-11-22T14:04:00Z"}
        self.change(
            {
                PHONE_ONLY: {"email": None, "phone": "+46 70 174 06 99", **at},
                BOTH: {"phone": "+46701740605", **at},
            }
        )

    def choose(self, name: str, channel: str) -> None:
        with self.database.write() as transaction:
            order_id = self.shopify.id_of(name)
            notice_preferences.choose_channel(transaction, order_id, channel, level="important", now=self.clock())

    def tell(self, **after: float) -> None:
        """Let time pass, and both senders do what is due."""
        texts = self.worker.parts.texts
        assert texts
        self.clock.advance(**after)
        while any([self.worker.parts.letters.step(), texts.step()]):
            pass

    @property
    def numbers(self) -> list[str]:
        return [number for number, _ in self.phone.texts]
