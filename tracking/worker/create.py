"""Makes the worker of a site."""

from collections.abc import Callable
from concurrent.futures import Executor

from tracking.alerts.create import alert_channels, create_alert_register
from tracking.alerts.delivery import AlertDelivery
from tracking.alerts.digest_reader import Digest
from tracking.alerts.shopify_watch import ShopifyWatch
from tracking.channels.call import Channel
from tracking.database import Database
from tracking.directory.count_writer import CountWriter
from tracking.directory.create import Directory
from tracking.directory.intake import OrderIntake
from tracking.directory.page_openings import PageOpenings
from tracking.directory.rejudge import Rejudge
from tracking.merchant.create import create_staff_access
from tracking.notices.create import (
    Notices,
    create_answer_sender,
    create_merchant_letter_sender,
    create_sender,
    create_text_sender,
    merchant_mailbox,
)
from tracking.notices.data_request_mail import DataRequestMail
from tracking.notices.sending import DaemonExecutor
from tracking.running.runtime import Runtime
from tracking.settings import Settings
from tracking.shopify.bulk.order_history import OrderHistory
from tracking.shopify.orders import ShopifyOrders
from tracking.worker.alert_watch import AlertParts, AlertWatch
from tracking.worker.history import HistoryImport
from tracking.worker.lease_watch import LeaseWatch
from tracking.worker.login_mails import LoginMails
from tracking.worker.metrics import WorkerMetrics
from tracking.worker.order_lists import CatchingUp, FirstFill, OrderLists
from tracking.worker.parts import WorkerParts
from tracking.worker.subscription_check import SubscriptionCheck, webhook_address
from tracking.worker.task_runner import TaskRunner
from tracking.worker.worker import Worker


def create_worker(  # noqa: PLR0913 - each is a part of the site
    settings: Settings,
    directory: Directory,
    runtime: Runtime,
    shopify: ShopifyOrders,
    invalidate: Callable[[str], bool],
    notices: Notices,
    *,
    mail_executor: Executor | None = None,
) -> Worker:
    """Returns a worker that asks Shopify beside the visitors; ``invalidate`` makes each process forget a page.

    ``mail_executor`` has a thread that talks to the mail server.
    """
    clock, monotonic = runtime.clock, runtime.monotonic
    shopify, database = shopify.in_background(), directory.database
    alerts = create_alert_register(settings, database, clock)
    hashes, rules, retention = directory.hashes, directory.rules, directory.retention
    intake = OrderIntake(shopify, database, rules, hashes, retention=retention, clock=clock, news=notices.outbox)
    lists = OrderLists(shopify, hashes, monotonic=monotonic)
    executor = mail_executor or DaemonExecutor("letters")
    parts = WorkerParts(
        fetched=directory.fetched,
        intake=intake,
        tasks=TaskRunner(database, shopify, intake, invalidate, clock=clock, monotonic=monotonic),
        rejudge=Rejudge(database, rules, hashes, clock=clock, news=notices.outbox),
        letters=create_sender(notices, directory, runtime, shopify, intake, alerts, executor=executor),
        texts=create_text_sender(notices, directory, runtime, shopify, intake, alerts, executor=executor),
        answers=create_answer_sender(notices, directory, runtime, intake, alerts, executor=executor),
        merchant_letters=create_merchant_letter_sender(notices, directory, runtime, intake, alerts, executor=executor),
        data_requests=DataRequestMail(
            database,
            merchant_mailbox(settings, notices.email_channel),
            executor=executor,
            clock=clock,
            monotonic=monotonic,
        ),
        login_mails=LoginMails(
            database,
            create_staff_access(settings, database, clock),
            notices.login_channel,
            executor=executor,
            clock=clock,
        ),
        fill=FirstFill(database, lists, retention=retention, clock=clock),
        catching_up=CatchingUp(database, lists, clock=clock),
        history=HistoryImport(
            database,
            OrderHistory(shopify.client),
            shopify.profile,
            rules.policy,
            clock=clock,
            monotonic=monotonic,
        ),
        erasure=directory.erasure,
        counts=CountWriter(
            database,
            PageOpenings(clock=clock),
            directory.judged,
            hashes,
            directory.needs,
            clock=clock,
            monotonic=monotonic,
        ),
        usual=directory.usual,
        alerts=alerts,
        lease_watch=LeaseWatch(database, alerts, monotonic=monotonic),
        subscriptions=SubscriptionCheck(
            database, shopify, webhook_address(settings), alerts, clock=clock, monotonic=monotonic
        ),
    )
    runtime.metrics.add(WorkerMetrics(database, clock=clock, monotonic=monotonic))
    return Worker(database, parts, clock=clock)


def create_alert_watch(  # noqa: PLR0913 - each is a part of the site
    settings: Settings,
    database: Database,
    runtime: Runtime,
    shopify: ShopifyOrders,
    worker: Worker,
    *,
    shop: str,
    shop_name: Callable[[], str],
    channel: Channel,
) -> AlertWatch:
    """Returns what the thread for alerts does. ``shop`` is example.myshopify.com, for links into its admin."""
    clock, monotonic, profile = runtime.clock, runtime.monotonic, shopify.profile
    channels, alerts = alert_channels(settings), worker.parts.alerts
    digest = Digest(database=database, shop=shop, zone=lambda: profile.last.zone if profile.last else None, clock=clock)
    delivery = AlertDelivery(
        database, channels, channel, digest, shop_name=shop_name, clock=clock, metrics=runtime.metrics
    )
    parts = AlertParts(
        register=alerts,
        shopify=ShopifyWatch(shopify.check, alerts, monotonic=monotonic),
        lease_watch=worker.parts.lease_watch,
        digest=digest,
        delivery=delivery,
        served_version=lambda: shopify.client.served_version,
    )
    return AlertWatch(
        database,
        parts,
        channels=channels,
        digest_at=settings.digest_at,
        api_version=settings.shopify_api_version,
        clock=clock,
        monotonic=monotonic,
    )
