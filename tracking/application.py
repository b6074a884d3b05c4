"""Puts the site together: ``create_app``, a list of its parts."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from secrets import token_hex

from flask import Flask
from requests.adapters import BaseAdapter

from tracking import demo
from tracking.carriers import Carriers, CarriersFileError
from tracking.cli import add_commands
from tracking.directory.create import create_directory
from tracking.i18n.catalogues import FOLDER
from tracking.i18n.create import create_languages
from tracking.i18n.localized_text import LocalizedText
from tracking.merchant.create import create_staff_access
from tracking.merchant.finding_rules import MerchantRules
from tracking.notices.create import create_notices
from tracking.notices.letter import LetterWriter
from tracking.notices.letter_templates import LetterTemplates
from tracking.order.policy import DEFAULT_HANDLING_DAYS, Policy
from tracking.orders import BackgroundExecutor, CallExecutor, Executor
from tracking.orders.create import Shop, create_orders
from tracking.running.limits import BACKGROUND_THREADS
from tracking.running.metrics import Metrics
from tracking.running.runtime import Runtime
from tracking.services import CommandServices, DemoShop, DemoWebhooks, create_links, create_services
from tracking.settings import Settings, SettingsError
from tracking.settings.origins import SettingOrigin
from tracking.settings.origins import origins as read_origins
from tracking.settings.sources import SettingsConcern, SettingsSources
from tracking.shopify.create import create_shopify
from tracking.theming.brand_status import BrandStatus
from tracking.web import add_site
from tracking.web.body_limits import body_limit
from tracking.web.branding.setup import TEMPLATES
from tracking.web.headers import refusal_headers
from tracking.web.letter_examples import letter_example
from tracking.web.merchant.order_export import export_order
from tracking.worker.create import create_worker


def utc_now() -> datetime:
    """The clock, unless another is handed in."""
    return datetime.now(UTC)


def create_app(  # noqa: PLR0913 - each is a part that a test hands in
    settings: Settings | None = None,
    *,
    concerns: Sequence[SettingsConcern] = (),
    origins: Mapping[str, SettingOrigin] | None = None,
    clock: Callable[[], datetime] = utc_now,
    monotonic: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
    transport: BaseAdapter | None = None,
    translations: Path = FOLDER,
    background: Executor | None = None,
    calls: CallExecutor | None = None,
) -> Flask:
    """Returns the site, made of its packages. Raises SettingsError.

    ``concerns`` about the settings, and their ``origins``, are for the merchant; ``transport`` answers in place of
    Shopify; ``background`` runs what no request waits for, and ``calls`` the calls to Shopify that one does.
    """
    if settings is None:
        settings, origins = Settings.from_environ(os.environ), read_origins(SettingsSources(os.environ))
    app = Flask("tracking", static_folder=None, template_folder=None)
    runtime = Runtime(clock=clock, monotonic=monotonic, sleep=sleep, metrics=Metrics())
    executor, policy = background or BackgroundExecutor(BACKGROUND_THREADS), _policy(settings)
    store = demo.DemoTransport(clock=clock, growth=demo.GrowingOrders())
    shopify = create_shopify(settings, runtime, transport or (store if settings.is_demo else None))
    directory = create_directory(settings, runtime, policy, executor, MerchantRules())
    shop = create_orders(
        app, settings, shopify, policy, runtime, executor, directory.known, directory.fetched.add, calls=calls
    )
    branding, links = BrandStatus(), create_links(settings, clock)
    languages = create_languages(translations, settings.languages, settings.default_language)
    letters = LetterWriter(LetterTemplates(TEMPLATES, settings.brand_dir, branding), languages)
    notices = create_notices(settings, runtime, policy, directory.database, letters, links, lambda: services.letterhead)
    worker = create_worker(settings, directory, runtime, shopify, shop.orders.invalidate, notices)
    staff = create_staff_access(settings, directory.database, clock)
    demo_shop = _demo_shop(app, settings, shop, store, policy, runtime, executor)
    commands = _command_services(settings, executor, concerns, origins or {})
    services = create_services(
        settings,
        runtime,
        policy,
        shop,
        directory,
        worker,
        demo_shop,
        commands,
        branding,
        letters,
        links,
        notices,
        staff,
    )
    add_site(app, services, languages)
    add_commands(app)
    return app


def _command_services(
    settings: Settings,
    executor: Executor,
    concerns: Sequence[SettingsConcern],
    origins: Mapping[str, SettingOrigin],
) -> CommandServices:
    return CommandServices(
        concerns=concerns,
        origins=origins,
        executor=executor,
        order_json=export_order,
        letter_example=letter_example,
        refusal_headers=refusal_headers(settings),
        body_limit=body_limit,
    )


def _demo_shop(  # noqa: PLR0913, PLR0917 - likewise
    app: Flask,
    settings: Settings,
    shop: Shop,
    store: demo.DemoTransport,
    policy: Policy,
    runtime: Runtime,
    executor: Executor,
) -> DemoShop:
    """Returns the demo store; beside a shop it is in this process only, and in no metric."""
    webhooks = _demo_webhooks(settings, store, runtime.clock)
    if not settings.is_demo:
        settings, runtime = replace(settings, shopify_shop=None, redis_url=None), replace(runtime, metrics=Metrics())
        shop = create_orders(app, settings, create_shopify(settings, runtime, store), policy, runtime, executor)
    return DemoShop(orders=shop.orders, examples=demo.examples(), webhooks=webhooks)


def _demo_webhooks(settings: Settings, store: demo.DemoTransport, clock: Callable[[], datetime]) -> DemoWebhooks | None:
    """Signed with a secret of this process's own. None where a shop is configured."""
    if not settings.is_demo:
        return None
    secret = token_hex()
    sender = partial(demo.WebhookSender, store.shop, secret=secret, clock=clock)
    return DemoWebhooks(shop=demo.SHOP_DOMAIN, secret=secret, create_sender=lambda post: sender(post=post))


def _policy(settings: Settings) -> Policy:
    pickup_hours = settings.pickup_hours or (demo.PICKUP_HOURS if settings.is_demo else ())
    return Policy(
        carriers=_carriers(settings.carriers_file),
        handling_days=settings.handling_days or DEFAULT_HANDLING_DAYS,
        has_handling_days=settings.handling_days is not None,
        stalled_days=settings.stalled_days,
        language=settings.default_language,
        review_url=settings.review_url,
        lost_days=settings.lost_days,
        lost_policy=LocalizedText(settings.lost_policy) if settings.lost_policy else None,
        wait_policy=LocalizedText(settings.wait_policy) if settings.wait_policy else None,
        pickup_hours=LocalizedText(pickup_hours) if pickup_hours else None,
        shopify_mails=frozenset(settings.shopify_mails),
        # The preview shows a shop the demo's orders.
        downloads=(*settings.downloads, *demo.DOWNLOADS),
        location_names=(*settings.location_names, *demo.LOCATION_NAMES),
    )


def _carriers(file: Path | None) -> Carriers:
    try:
        return Carriers.with_file(file) if file else Carriers.built_in()
    except CarriersFileError as error:
        raise SettingsError(f"CARRIERS_FILE: {error}") from error
