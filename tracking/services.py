"""The parts that views, webhooks and commands use, made once by ``create_app``."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, cast
from urllib.parse import quote

from flask import current_app

from tracking.channels.call import AppriseChannel
from tracking.database import Database, WriteProbe
from tracking.directory.create import Directory
from tracking.directory.erasure import OrderErasure
from tracking.directory.order_needs import OrderNeeds
from tracking.directory.usual_times_store import UsualTimesStore
from tracking.i18n.localized_text import LocalizedText
from tracking.merchant.access import StaffAccess
from tracking.merchant.create import MerchantServices, create_merchant
from tracking.merchant.order_record import OrderRecord
from tracking.notices.choices import CustomerChoices, stop_letters
from tracking.notices.codes import NoticeCode
from tracking.notices.create import Notices, short_links, site_address
from tracking.notices.letter import Letter, LetterWriter
from tracking.notices.letterhead import Letterhead, LetterLinks
from tracking.order.policy import Policy
from tracking.orders import Executor, InvalidationBus, OrderService, Pseudonyms
from tracking.orders.cache_backend import ShopRedis
from tracking.orders.create import Shop
from tracking.running.metrics import Metrics
from tracking.running.runtime import Runtime
from tracking.security.erase_confirmations import EraseConfirmations
from tracking.security.id_tokens import IdTokens
from tracking.security.links import MIN_KEY_LENGTH, Links
from tracking.security.self_check import SelfCheck
from tracking.security.short_links import ShortLinks
from tracking.settings import Settings
from tracking.settings.origins import SettingOrigin
from tracking.settings.parsers import ORDER
from tracking.settings.sources import SettingsConcern
from tracking.shopify.orders import ShopifyOrders
from tracking.theming.brand_color import DEFAULT
from tracking.theming.brand_status import BrandStatus
from tracking.theming.shop_name import shop_name
from tracking.worker.alert_watch import AlertWatch
from tracking.worker.create import create_alert_watch
from tracking.worker.order_tasks import add_changed_order
from tracking.worker.worker import Worker

KEY = "whereabouts"

log = logging.getLogger(__name__)


class Example(Protocol):
    """An order of the demo store: its number, the email or phone number that opens it, and what it shows."""

    @property
    def order(self) -> str: ...  # noqa: D102 - the class says it
    @property
    def order_id(self) -> str: ...  # noqa: D102 - likewise
    @property
    def email(self) -> str | None: ...  # noqa: D102 - likewise
    @property
    def phone(self) -> str | None: ...  # noqa: D102 - likewise
    @property
    def slug(self) -> str: ...  # noqa: D102 - likewise: its situation's name for machines
    @property
    def situation(self) -> str: ...  # noqa: D102 - likewise
    @property
    def group(self) -> str: ...  # noqa: D102 - likewise: the situation's kind
    @property
    def featured(self) -> int: ...  # noqa: D102 - likewise: its rank among the few on the form, or 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """The merchant, as pages show them. ``footer_links`` are names and addresses."""

    name: str
    home_url: str | None
    logo_url: str | None
    support_email: str | None
    support_url: str | None
    footer_links: tuple[tuple[str, str], ...]

    def help_url(self, order: str = "") -> str | None:
        """The shop's help page, with the order number where SUPPORT_URL has a place for it."""
        return self.support_url and self.support_url.replace(ORDER, quote(order, safe=""))

    def contact_url(self, order: str) -> str | None:
        """The shop's help page, else its mailbox."""
        return self.help_url(order) or (f"mailto:{self.support_email}" if self.support_email else None)


class DueWebhooks(Protocol):
    """Sends the webhooks of what has changed since the last time."""

    def send_due(self) -> int:
        """Send what is due; the number of accepted requests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoWebhooks:
    """The webhooks of the demo store: the shop that they name, and the secret that they are signed with.

    ``create_sender`` takes the function that posts headers and body and returns the status.
    """

    shop: str
    secret: str = field(repr=False)
    create_sender: Callable[[Callable[[Mapping[str, str], bytes], int]], DueWebhooks]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoShop:
    """The demo store, whose orders the preview shows; ``orders`` finds nothing else.

    ``webhooks`` is None where a shop is configured: no webhook of the demo store is accepted there.
    """

    orders: OrderService
    examples: tuple[Example, ...]
    webhooks: DemoWebhooks | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookServices:
    """The parts that a webhook is handled with; those of ``shop`` are accepted, signed with one of ``secrets``."""

    settings: Settings
    shop: str
    secrets: Sequence[str] = field(repr=False)
    clock: Callable[[], datetime]
    orders: OrderService
    erasure: OrderErasure
    database: Database
    invalidation: InvalidationBus
    pseudonyms: Pseudonyms
    metrics: Metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandServices:
    """The parts that commands use, and the merchant's pages about the site itself.

    ``concerns`` are doubtful settings, for the doctor; ``origins`` say where each setting is from. ``order_json``
    returns what the overview shows of an order, by the time now, the policy, and how long finished orders are kept.
    ``letter_example`` returns a letter with a code. ``refusal_headers`` belong to the responses that the server sends
    without asking the application; ``body_limit`` returns the bytes that a body may have, by method, path and which
    headers there are.
    """

    concerns: Sequence[SettingsConcern]
    origins: Mapping[str, SettingOrigin]
    executor: Executor
    order_json: Callable[[OrderRecord, datetime, Policy, timedelta], Mapping[str, object]]
    letter_example: Callable[[NoticeCode, LetterLinks], Letter | None]
    refusal_headers: Mapping[str, str]
    body_limit: Callable[[str, str, Callable[[str], bool]], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The parts that views use; ``clock`` returns an aware moment, ``monotonic`` seconds.

    ``branding`` reports how BRAND_DIR is used.
    """

    settings: Settings
    clock: Callable[[], datetime]
    monotonic: Callable[[], float]
    metrics: Metrics
    shopify: ShopifyOrders
    orders: OrderService
    redis: ShopRedis | None
    database: Database
    database_probe: WriteProbe
    erasure: OrderErasure
    erase_confirmations: EraseConfirmations
    needs: OrderNeeds
    worker: Worker
    alert_watch: AlertWatch
    channel: AppriseChannel
    invalidation: InvalidationBus
    links: Links
    short_links: ShortLinks
    self_check: SelfCheck
    pseudonyms: Pseudonyms
    policy: Policy
    branding: BrandStatus
    letters: LetterWriter
    notices: Notices
    choices: CustomerChoices
    staff: StaffAccess
    merchant: MerchantServices
    id_tokens: IdTokens
    usual: UsualTimesStore
    demo: DemoShop
    webhooks: WebhookServices
    commands: CommandServices

    @property
    def examples(self) -> tuple[Example, ...]:
        """The orders to try in the demo; empty where a shop is configured."""
        return self.demo.examples if self.settings.is_demo else ()

    @property
    def featured_examples(self) -> tuple[Example, ...]:
        """The few of them that the form shows, in their order."""
        return tuple(sorted((each for each in self.examples if each.featured), key=lambda each: each.featured))

    @property
    def brand(self) -> Brand:
        """From the settings, else from the shop's profile once it was read, else from its address."""
        settings, profile, host = self.settings, self.shopify.profile.last, self.settings.shopify_shop
        return Brand(
            name=shop_name(own=settings.brand_name, of_profile=profile.name if profile else None, host=host),
            home_url=f"https://{host}" if host else None,
            logo_url=settings.brand_logo_url,
            support_email=settings.support_email or (profile.contact_email if profile else None),
            support_url=settings.support_url,
            footer_links=settings.footer_links,
        )

    @property
    def letterhead(self) -> Letterhead:
        """The shop as its letters show it; a logo of BRAND_DIR by its public address."""
        brand, settings = self.brand, self.settings
        logo, site = brand.logo_url, settings.public_url
        if logo and not logo.startswith("https://"):
            logo = f"{site}/static/{quote(logo)}" if site else None
        return Letterhead(
            name=brand.name,
            home_url=brand.home_url,
            logo_url=logo,
            support_email=brand.support_email,
            support_url=brand.support_url,
            footer_links=brand.footer_links,
            footer=LocalizedText(settings.mail_footer) if settings.mail_footer else None,
            color=settings.brand_color or DEFAULT,
        )


def create_services(  # noqa: PLR0913, PLR0917 - each is a part of the site
    settings: Settings,
    runtime: Runtime,
    policy: Policy,
    shop: Shop,
    directory: Directory,
    worker: Worker,
    demo: DemoShop,
    commands: CommandServices,
    branding: BrandStatus,
    letters: LetterWriter,
    links: Links,
    notices: Notices,
    staff: StaffAccess,
) -> Services:
    """Returns the services of a site for ``shop``."""
    pseudonyms = Pseudonyms(settings.secret_key)
    webhooks = WebhookServices(
        settings=settings,
        shop=demo.webhooks.shop if demo.webhooks else settings.shopify_shop or "",
        secrets=(demo.webhooks.secret,) if demo.webhooks else settings.webhook_secrets,
        clock=runtime.clock,
        orders=shop.orders,
        erasure=directory.erasure,
        database=directory.database,
        invalidation=shop.invalidation,
        pseudonyms=pseudonyms,
        metrics=runtime.metrics,
    )
    channel = AppriseChannel(site=site_address(settings))
    alert_watch = create_alert_watch(
        settings,
        directory.database,
        runtime,
        shop.shopify,
        worker,
        shop=webhooks.shop,
        shop_name=lambda: site.brand.name,
        channel=channel,
    )
    site = Services(
        settings=settings,
        clock=runtime.clock,
        monotonic=runtime.monotonic,
        metrics=runtime.metrics,
        shopify=shop.shopify,
        orders=shop.orders,
        redis=shop.redis,
        database=directory.database,
        database_probe=WriteProbe(directory.database, monotonic=runtime.monotonic),
        erasure=directory.erasure,
        erase_confirmations=EraseConfirmations(settings.keys, clock=runtime.clock),
        needs=directory.needs,
        worker=worker,
        alert_watch=alert_watch,
        channel=channel,
        invalidation=shop.invalidation,
        links=links,
        short_links=short_links(settings, runtime.clock),
        self_check=SelfCheck(settings.keys, clock=runtime.clock),
        pseudonyms=pseudonyms,
        policy=policy,
        branding=branding,
        letters=letters,
        notices=notices,
        choices=CustomerChoices(
            directory.database,
            directory.hashes,
            directory.needs,
            clock=runtime.clock,
            monotonic=runtime.monotonic,
            has_texts=notices.text_channel is not None,
        ),
        staff=staff,
        merchant=create_merchant(
            settings,
            directory,
            runtime,
            shop.shopify,
            links,
            shop=webhooks.shop,
            languages=letters.languages,
            background=commands.executor,
            stop_letters=stop_letters,
            fetch_again=add_changed_order,
        ),
        id_tokens=IdTokens(
            client_id=settings.shopify_client_id,
            secrets=settings.app_secrets,
            shop=settings.shopify_shop,
            clock=runtime.clock,
        ),
        usual=directory.usual,
        demo=demo,
        webhooks=webhooks,
        commands=commands,
    )
    return site


def services() -> Services:
    """Returns the services of the current app."""
    return cast("Services", current_app.extensions[KEY])


def create_links(settings: Settings, clock: Callable[[], datetime]) -> Links:
    """Returns what signs and opens the links to orders."""
    if not settings.is_demo and len(settings.secret_key) < MIN_KEY_LENGTH:
        log.warning("SECRET_KEY is shorter than %d characters: who guesses it can make links", MIN_KEY_LENGTH)
    return Links(
        settings.keys,
        lifetime=timedelta(days=settings.link_days),
        clock=clock,
        notification_keys=[key for key in (settings.link_key, *settings.link_key_fallbacks) if key],
    )
