"""A shop whose orders change, with a worker that writes letters to a mailbox that the test looks into."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from functools import cache
from typing import Any

from tests.fakes import NOW, Clock, ManualExecutor, Shopify
from tests.notices.calling_executor import CallingExecutor
from tests.order.builders import policy
from tests.worker.filled_databases import fill
from tests.worker.sites import runtime_of, tiny_shop, work
from tracking.database import Database, notices
from tracking.database.create import create_database
from tracking.database.notices import NoticeRow
from tracking.demo.store import Node
from tracking.directory.create import create_directory
from tracking.directory.intake import IncomingOrder
from tracking.i18n.catalogues import FOLDER
from tracking.i18n.create import create_languages
from tracking.merchant.finding_rules import MerchantRules
from tracking.notices.create import Notices, create_notices
from tracking.notices.letter import LetterWriter
from tracking.notices.letter_templates import LetterTemplates
from tracking.notices.letterhead import Letterhead
from tracking.notices.mail.result import Outcome, RefusalScope, SendResult
from tracking.notices.mailer import Mailer
from tracking.notices.merchant_letters import MerchantChannel
from tracking.notices.queue_sender import QueueSender
from tracking.notices.sending_channels import EmailChannel
from tracking.services import create_links
from tracking.settings import Settings
from tracking.shopify.create import create_shopify
from tracking.shopify.resilience import Deadline
from tracking.web.branding.setup import TEMPLATES
from tracking.worker.create import create_worker
from tracking.worker.worker import Worker

SETTINGS = {
    "SHOPIFY_SHOP": "harbor-goods.myshopify.com",
    "SHOPIFY_ACCESS_TOKEN": "demo",
    "SECRET_KEY": "a key of a shop that is longer than thirty-two characters",
    "SMTP_URL": "smtp://127.0.0.1:25",
    "MAIL_FROM": "Harbor Goods <orders@example.com>",
    "PUBLIC_URL": "https://track.example.com",
    "SHOPIFY_MAILS": "shipped,updated,out_for_delivery,delivered,pickup,local,refunded,returns",
    "QUIET_HOURS": "off",
}

TAKEN = SendResult(outcome=Outcome.SENT, about=RefusalScope.MESSAGE, answer="2.0.0 ok", code=250)
SERVER_DOWN = SendResult(outcome=Outcome.REFUSED_NOW, about=RefusalScope.SERVER, answer="It does not answer.")
GREYLISTED = SendResult(outcome=Outcome.REFUSED_NOW, about=RefusalScope.RECIPIENT, answer="4.2.0 later", code=450)
NO_SUCH_MAILBOX = SendResult(
    outcome=Outcome.REFUSED_FOR_GOOD, about=RefusalScope.RECIPIENT, answer="5.1.1 no", code=550
)


def ended_as(state: str, reason: str | None = None) -> list[tuple[str, str, str | None]]:
    """The rows of an order whose cancellation has come to this, as ``LetterSite.states``."""
    return [("cancelled", state, reason)]


@dataclass
class Mailbox:
    """Takes letters, or answers as it is told."""

    answer: SendResult = TAKEN
    asked: int = 0
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)

    def send(self, message: EmailMessage, recipient: str) -> SendResult:
        self.asked += 1
        if self.answer.is_sent or self.answer.may_have_arrived:
            self.taken.append((recipient, message))
        return self.answer

    def close(self) -> None:
        """Nothing is open."""

    @property
    def codes(self) -> list[str]:
        """X-Notice of each letter."""
        return [str(message["X-Notice"]) for _, message in self.taken]


@cache
def _writer() -> LetterWriter:
    return LetterWriter(LetterTemplates(TEMPLATES), create_languages(FOLDER, (), "en"))


def notices_of(settings: Settings, clock: Clock, mailer: Mailer | None) -> Notices:
    links, runtime = create_links(settings, clock), runtime_of(clock)
    database = create_database(settings)
    letterhead = Letterhead(name="Harbor Goods")
    made = create_notices(settings, runtime, policy(), database, _writer(), links, lambda: letterhead)
    if not (made.email_channel and made.answer_channel and mailer):
        return made
    answer_channel = replace(made.answer_channel, mailer=mailer, mailbox=lambda: settings.support_email)
    return replace(
        made,
        email_channel=EmailChannel(made.email_channel.letters, mailer),
        answer_channel=answer_channel,
        merchant_channel=MerchantChannel(made.email_channel.letters, mailer),
    )


class LetterSite:
    """``settings`` change those above. The first fill is over."""

    def __init__(
        self,
        database: Database,
        *,
        orders: int = 4,
        settings: Mapping[str, str] | None = None,
        clock: Clock | None = None,
        mailer: Mailer | None = None,
        shopify: Shopify | None = None,
    ) -> None:
        self.database = database
        self.clock = clock or Clock()
        self.shopify = shopify or Shopify(tiny_shop(orders), self.clock)
        self.mailbox = Mailbox()
        self.settings = Settings.from_environ({**SETTINGS, **(settings or {})})
        self.notices = notices_of(self.settings, self.clock, mailer or self.mailbox)
        self.executor = CallingExecutor()
        self.worker = self.new_worker()
        self._fill(orders, settings or {}, is_own=bool(shopify) or self.clock() != NOW)

    def _fill(self, orders: int, settings: Mapping[str, str], *, is_own: bool) -> None:
        """Take the orders of a shop in, as a worker does at first."""
        if is_own:
            work(self.worker)
        else:
            fill(self.database, (orders, *sorted(settings.items())), lambda: work(self.worker))

    def new_worker(self) -> Worker:
        runtime = runtime_of(self.clock)
        rules = MerchantRules()
        directory = create_directory(self.settings, runtime, policy(), ManualExecutor(), rules, database=self.database)
        shop = create_shopify(self.settings, runtime, self.shopify)
        return create_worker(
            self.settings,
            directory,
            runtime,
            shop,
            lambda _: True,
            self.notices,
            mail_executor=self.executor,
        )

    def cancel(self, *names: str) -> None:
        """Cancel orders, as the merchant does, and let their webhooks come in."""
        at = self.clock().strftime("%Y-%m-%dT%H:%M:%SZ")
        changed = {"cancelledAt": at, "cancelReason": "CUSTOMER", "updatedAt": at}
        self.change(dict.fromkeys(names, changed))

    def change(self, changes: Mapping[str, Node]) -> None:
        """Change orders in Shopify, and let the worker take the changes in; no time passes for letters."""
        known = self.shopify.store.orders
        self.shopify.change(orders=[{**order, **changes.get(str(order["name"]), {})} for order in known])
        for name in changes:
            fetched = self.fetch(name)
            with self.database.write() as transaction:
                self.worker.parts.intake.put(transaction, fetched, is_from_webhook=True)

    @property
    def names(self) -> list[str]:
        return [str(order["name"]) for order in self.shopify.store.orders]

    def fetch(self, name: str) -> IncomingOrder:
        deadline = Deadline.after(9, self.clock.monotonic)
        intake = self.worker.parts.intake
        return intake.judge(intake.fetch(self.shopify.id_of(name), deadline))

    def write_letters(self, **after: float) -> None:
        """Let time pass, and the sender do what is due."""
        self.clock.advance(**after)
        while self.worker.parts.letters.step():
            pass

    def mail_answers(self, **after: float) -> None:
        """Let time pass, and the sender of answers do what is due."""
        self._send_all(self.worker.parts.answers, **after)

    def send_merchant_letters(self, **after: float) -> None:
        """Let time pass, and the sender of the shop's own letters do what is due."""
        self._send_all(self.worker.parts.merchant_letters, **after)

    def _send_all(self, sender: QueueSender[Any] | None, **after: float) -> None:
        self.clock.advance(**after)
        while sender and sender.step():
            pass

    def rows(self, name: str) -> list[NoticeRow]:
        with self.database.read() as transaction:
            return notices.of_order(transaction, self.shopify.id_of(name))

    def states(self, *names: str) -> list[tuple[str, str, str | None]]:
        """Code, state and reason of each row of these orders."""
        return [(row.code, row.state, row.reason) for name in names for row in self.rows(name)]
