"""Makes the parts of a site that write to customers, from its settings."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.headerregistry import Address

from tracking.alerts.open_alerts import AlertRegister
from tracking.channels.call import AppriseChannel
from tracking.database import Database
from tracking.database.answers import AnswerRow
from tracking.database.merchant_letters import MerchantLetter
from tracking.directory.create import Directory
from tracking.directory.intake import OrderIntake
from tracking.i18n.languages import Languages
from tracking.notices.address_hashes import AddressHashes
from tracking.notices.answer_mail_maker import AnswerMailMaker
from tracking.notices.answer_mails import AnswerChannel, AnswerMails
from tracking.notices.answer_terms import AnswerTerms, answer_terms
from tracking.notices.data_request_mail import MerchantMailbox
from tracking.notices.letter import LetterWriter
from tracking.notices.letter_maker import LetterLinksMaker, LetterMaker, Sender
from tracking.notices.letterhead import Letterhead
from tracking.notices.login_mail import LoginChannel, LoginMailMaker
from tracking.notices.mail import MailConnection
from tracking.notices.mailer import DemoMailbox, Mailer
from tracking.notices.merchant_letters import MerchantChannel, MerchantLetterMails
from tracking.notices.metrics import NoticeMetrics
from tracking.notices.outbox import NoticeTerms, Outbox
from tracking.notices.queue_sender import QueueSender
from tracking.notices.sender import LetterSender
from tracking.notices.sending import DaemonExecutor
from tracking.notices.sending_channels import EmailChannel, NoticeChannel
from tracking.notices.sending_schedule import SendingSchedule
from tracking.notices.text.channel_choice import TextTerms
from tracking.notices.text.maker import TextMaker
from tracking.notices.text.router import TextRouter
from tracking.notices.text.text_channel import TextChannel
from tracking.order.policy import Policy
from tracking.running.runtime import Runtime
from tracking.security.links import Links
from tracking.security.short_links import ShortLinks
from tracking.security.stop_links import StopLinks
from tracking.settings import Settings
from tracking.settings.notice_choice import NONE
from tracking.shopify.orders import ShopifyOrders

_DEMO_SENDER = Address(addr_spec="orders@example.com")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """``email_channel`` is None where no letter leaves; ``demo`` has those of the demo store, which stay here, too.

    ``text_channel`` is None where no text leaves; ``texts_phone_orders`` is TEXT_TO_PHONE_ORDERS. ``answers`` says what
    customers are asked, ``answer_channel`` mails their answers, ``login_channel`` links into the overview,
    ``merchant_channel`` what the shop writes itself; all three are None where ``email_channel`` is.
    """

    terms: NoticeTerms
    outbox: Outbox
    hashes: AddressHashes
    stop_links: StopLinks
    email_channel: EmailChannel | None
    demo: DemoMailbox | None
    answers: AnswerTerms
    answer_channel: AnswerChannel | None
    login_channel: LoginChannel | None = None
    merchant_channel: MerchantChannel | None = None
    text_channel: TextChannel | None = None
    texts_phone_orders: bool = False

    @property
    def are_on(self) -> bool:
        """Whether customers get letters, or texts."""
        return (self.email_channel is not None or self.text_channel is not None) and tuple(self.terms.notices) != (
            NONE,
        )

    @property
    def router(self) -> TextRouter:
        """The router that leads news to letters or texts."""
        return TextRouter(
            TextTerms(
                is_on=self.text_channel is not None,
                texts_phone_orders=self.texts_phone_orders,
                has_mail=self.email_channel is not None,
            )
        )


def create_notices(  # noqa: PLR0913, PLR0917 - each is a part of a letter
    settings: Settings,
    runtime: Runtime,
    policy: Policy,
    database: Database,
    writer: LetterWriter,
    links: Links,
    letterhead: Callable[[], Letterhead],
) -> Notices:
    """Returns the parts; ``letterhead`` returns the shop as it is known when a letter is written.

    The figures of letters, which the database has, are among the metrics.
    """
    runtime.metrics.add(
        NoticeMetrics(database, settings.notices_per_hour, clock=runtime.clock, monotonic=runtime.monotonic)
    )
    hashes, stop_links = AddressHashes(settings.keys), StopLinks(settings.keys)
    demo = DemoMailbox(clock=runtime.clock) if settings.is_demo else None
    mailer = demo or _mail_server(settings)
    site, sender = site_address(settings), _sender(settings)
    answers = answer_terms(settings, has_mail=mailer is not None)
    links_maker = LetterLinksMaker(site=site, links=links, stop_links=stop_links, hashes=hashes)
    maker = LetterMaker(
        writer,
        links_maker,
        policy,
        letterhead=letterhead,
        sender=sender,
        key=settings.secret_key,
        answers=answers,
    )
    answer_mailer, merchant_mailer = demo or _mail_server(settings), demo or _mail_server(settings)
    answer_maker = AnswerMailMaker(
        writer.languages,
        links,
        policy,
        letterhead=letterhead,
        sender=sender,
        site=site,
        shop=settings.shopify_shop,
        key=settings.secret_key,
    )
    login_mailer = demo or _mail_server(settings)
    login_maker = LoginMailMaker(
        languages=writer.languages,
        letterhead=letterhead,
        sender=sender,
        site=site,
        key=settings.secret_key,
        clock=runtime.clock,
    )
    terms = notice_terms(settings, has_mail=mailer is not None)
    return Notices(
        terms=terms,
        outbox=Outbox(terms, policy),
        hashes=hashes,
        stop_links=stop_links,
        email_channel=EmailChannel(maker, mailer) if mailer else None,
        demo=demo,
        answers=answers,
        answer_channel=AnswerChannel(answer_maker, answer_mailer, _mailbox(letterhead)) if answer_mailer else None,
        login_channel=LoginChannel(login_maker, login_mailer) if login_mailer else None,
        merchant_channel=MerchantChannel(maker, merchant_mailer) if merchant_mailer else None,
        text_channel=_create_text_channel(settings, runtime, policy, writer.languages, letterhead),
        texts_phone_orders=settings.text_to_phone_orders == "on",
    )


def create_sender(  # noqa: PLR0913 - likewise
    notices: Notices,
    directory: Directory,
    runtime: Runtime,
    shopify: ShopifyOrders,
    intake: OrderIntake,
    alerts: AlertRegister,
    *,
    executor: Executor,
) -> LetterSender:
    """Returns the worker's part; ``executor`` has the threads that talk to the mail server."""
    return LetterSender(
        directory.database,
        shopify,
        intake,
        notices.email_channel,
        terms=notices.terms,
        policy=directory.rules.policy,
        hashes=notices.hashes,
        executor=executor,
        alerts=alerts,
        clock=runtime.clock,
        monotonic=runtime.monotonic,
        router=notices.router,
    )


def create_answer_sender(
    notices: Notices,
    directory: Directory,
    runtime: Runtime,
    intake: OrderIntake,
    alerts: AlertRegister,
    *,
    executor: Executor,
) -> QueueSender[AnswerRow] | None:
    """Returns the worker's part, which has a connection of its own: a letter may be on its way at the same time.

    None where no mail leaves: then the rows stand, and a command lists them.
    """
    if notices.answer_channel is None:
        return None
    return QueueSender(
        directory.database,
        intake,
        AnswerMails(notices.answer_channel, alerts),
        executor=executor,
        alerts=alerts,
        clock=runtime.clock,
        monotonic=runtime.monotonic,
    )


def create_merchant_letter_sender(
    notices: Notices,
    directory: Directory,
    runtime: Runtime,
    intake: OrderIntake,
    alerts: AlertRegister,
    *,
    executor: Executor,
) -> QueueSender[MerchantLetter] | None:
    """Returns the worker's part for what the shop writes itself, likewise; None where no mail leaves."""
    if notices.merchant_channel is None:
        return None
    return QueueSender(
        directory.database,
        intake,
        MerchantLetterMails(notices.merchant_channel, notices.hashes, alerts, notices.terms.schedule),
        executor=executor,
        alerts=alerts,
        clock=runtime.clock,
        monotonic=runtime.monotonic,
    )


def create_text_sender(  # noqa: PLR0913 - likewise
    notices: Notices,
    directory: Directory,
    runtime: Runtime,
    shopify: ShopifyOrders,
    intake: OrderIntake,
    alerts: AlertRegister,
    *,
    executor: Executor | None = None,
) -> LetterSender | None:
    """Returns the worker's part for texts; None where none leave. It has threads of its own."""
    if notices.text_channel is None:
        return None
    return LetterSender(
        directory.database,
        shopify,
        intake,
        notices.text_channel,
        terms=notices.terms,
        policy=directory.rules.policy,
        hashes=notices.hashes,
        executor=executor or DaemonExecutor("texts"),
        alerts=alerts,
        clock=runtime.clock,
        monotonic=runtime.monotonic,
        router=notices.router,
        channel=NoticeChannel.TEXT,
    )


def short_links(settings: Settings, clock: Callable[[], datetime]) -> ShortLinks:
    """Returns what signs and opens the links of texts."""
    return ShortLinks(settings.keys, lifetime=timedelta(days=settings.link_days), clock=clock)


def merchant_mailbox(settings: Settings, email_channel: EmailChannel | None) -> MerchantMailbox | None:
    """How the merchant is written to; None in the demo, and where there is no mail server or no SUPPORT_EMAIL."""
    if settings.is_demo or email_channel is None or settings.mail_from is None or settings.support_email is None:
        return None
    # A connection of its own: a letter may be on its way at the same time.
    mailer = _mail_server(settings) if isinstance(email_channel.mailer, MailConnection) else None
    return MerchantMailbox(
        mailer=mailer or email_channel.mailer, sender=settings.mail_from, recipient=settings.support_email
    )


def notice_terms(settings: Settings, *, has_mail: bool) -> NoticeTerms:
    """The terms of a site's news. In the demo all of it is told, at once: a visitor wants to see it."""
    terms = NoticeTerms(
        notices=settings.notices,
        shopify_mails=settings.shopify_mails,
        since=settings.notices_from,
        feedback_days=settings.feedback_days,
        schedule=SendingSchedule(
            wait=timedelta(seconds=settings.notices_wait),
            pause=timedelta(hours=settings.notices_pause),
            quiet_hours=settings.quiet_hours,
            per_hour=settings.notices_per_hour,
        ),
        has_mail=has_mail,
    )
    if not settings.is_demo:
        return terms
    schedule = replace(terms.schedule, wait=timedelta(), pause=timedelta(), quiet_hours=None)
    return replace(terms, shopify_mails=(), schedule=schedule)


def site_address(settings: Settings) -> str:
    """The address of this site in letters, without a slash at its end."""
    return settings.public_url or f"http://{settings.host}:{settings.port}"


def _mailbox(letterhead: Callable[[], Letterhead]) -> Callable[[], str | None]:
    return lambda: letterhead().support_email


def _create_text_channel(
    settings: Settings,
    runtime: Runtime,
    policy: Policy,
    languages: Languages,
    letterhead: Callable[[], Letterhead],
) -> TextChannel | None:
    """None in the demo, too: nothing leaves it."""
    if settings.text_url is None or settings.is_demo:
        return None
    maker = TextMaker(
        languages=languages,
        policy=policy,
        links=short_links(settings, runtime.clock),
        site=site_address(settings),
        letterhead=letterhead,
    )
    channel = AppriseChannel(site=site_address(settings))
    return TextChannel(texts=maker, channel=channel, url=settings.text_url, metrics=runtime.metrics)


def _mail_server(settings: Settings) -> Mailer | None:
    if settings.smtp_url is None or settings.mail_from is None:
        return None
    return MailConnection(settings.smtp_url, settings.mail_from.addr_spec)


def _sender(settings: Settings) -> Sender:
    return Sender(mail_from=settings.mail_from or _DEMO_SENDER, reply_to=settings.support_email)
