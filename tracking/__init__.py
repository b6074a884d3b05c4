"""Track your order: a customer-facing order tracking site for Shopify shops."""

import logging
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Self

import requests
from flask import Flask
from requests.adapters import BaseAdapter
from werkzeug.middleware.proxy_fix import ProxyFix

from tracking import demo
from tracking.carriers import Carriers, CarriersFileError
from tracking.cli import add_commands
from tracking.i18n.catalogues import FOLDER, read_catalogues
from tracking.order.freshness import time_to_live
from tracking.order.policy import Policy
from tracking.orders import (
    ConcurrencyLimit,
    Executor,
    InvalidationBus,
    Memory,
    OrderFetcher,
    OrderService,
    Pseudonyms,
    RedisLocks,
    Rows,
    ThreadExecutor,
    WebhookDeduplicator,
)
from tracking.orders.cache_backend import ShopRedis, open_redis, open_store
from tracking.running.limits import BACKGROUND_THREADS
from tracking.running.metrics import Metrics
from tracking.security.links import MIN_KEY_LENGTH, Links
from tracking.security.self_check import SelfCheck
from tracking.services import Brand, Example, Services, provide
from tracking.settings import Settings, SettingsError
from tracking.settings.sources import SettingsConcern
from tracking.shopify.client import Client, Credentials
from tracking.shopify.credentials import credentials_of
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.session import open_session
from tracking.theming.brand_status import BrandStatus
from tracking.web import add_site
from tracking.web.body_limits import body_limit
from tracking.web.headers import headers_of_refusals
from tracking.web.middleware.header_limits import HeaderLimits

__all__ = ["create_app"]

log = logging.getLogger(__name__)


def utc_now() -> datetime:
    """The clock, unless another is handed in."""
    return datetime.now(UTC)


def create_app(  # noqa: PLR0913 - each is a part that a test hands in
    settings: Settings | None = None,
    *,
    concerns: Sequence[SettingsConcern] = (),
    clock: Callable[[], datetime] = utc_now,
    monotonic: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
    transport: BaseAdapter | None = None,
    translations: Path = FOLDER,
    background: Executor | None = None,
    slots: ConcurrencyLimit | None = None,
) -> Flask:
    """Put the site together: the one place where its parts meet.

    ``concerns`` about the settings are for the doctor. ``transport`` answers in Shopify's stead; ``background`` does
    what nobody waits for; ``slots`` say how many visitors ask Shopify at once. Raises SettingsError.
    """
    settings = settings or Settings.from_environ(os.environ)
    shop = (
        _demo_shop(settings, transport or demo.DemoTransport(clock=clock))
        if settings.is_demo
        else _configured_shop(settings, transport)
    )
    app = Flask(__name__, static_folder=None, template_folder=None)
    redis = open_redis(settings.redis_url, shop=shop.credentials.shop, monotonic=monotonic)
    company = _Company(redis=redis, changes=InvalidationBus(redis, clock=clock), metrics=Metrics())
    tools = _Tools(
        app=app,
        settings=settings,
        clock=clock,
        monotonic=monotonic,
        sleep=sleep,
        background=background or ThreadExecutor(BACKGROUND_THREADS),
        slots=slots,
        pseudonyms=Pseudonyms(settings.secret_key),
        policy=_policy(settings),
    )
    orders, lookup = _desk(tools, shop, company)
    company.changes.subscribe(lambda order, _: None if order else orders.forget_profile())
    made_up = shop if settings.is_demo else _demo_shop(settings, demo.DemoTransport(clock=clock))
    parts = Services(
        settings=settings,
        concerns=concerns,
        clock=clock,
        monotonic=monotonic,
        metrics=company.metrics,
        orders=orders,
        lookup=lookup,
        changes=company.changes,
        background=tools.background,
        events=WebhookDeduplicator(redis, tools.pseudonyms, monotonic=monotonic),
        links=_links(settings, clock),
        self_check=SelfCheck(settings.keys, clock=clock),
        policy=tools.policy,
        pseudonyms=tools.pseudonyms,
        redis=redis,
        set_brand=_brand(settings, shop),
        brand_status=BrandStatus(),
        examples=shop.examples,
        preview=lookup if settings.is_demo else _desk(tools, made_up, _Company.alone(clock))[1],
        situations=made_up.examples,
        refusal_headers=headers_of_refusals(settings),
        body_limit=body_limit,
    )
    provide(app.extensions, parts)
    add_site(app, parts, read_catalogues(translations), monotonic=monotonic)
    add_commands(app)
    if trusted := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=0)  # type: ignore[method-assign] # as Flask documents it
    app.wsgi_app = HeaderLimits(app.wsgi_app)  # type: ignore[method-assign] # likewise; before anything parses them
    return app


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tools:
    """What every desk is made with."""

    app: Flask
    settings: Settings
    clock: Callable[[], datetime]
    monotonic: Callable[[], float]
    sleep: Callable[[float], None]
    background: Executor
    slots: ConcurrencyLimit | None
    pseudonyms: Pseudonyms
    policy: Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class _Company:
    """Who knows what a desk knows, and counts what it does."""

    redis: ShopRedis | None
    changes: InvalidationBus
    metrics: Metrics

    @classmethod
    def alone(cls, clock: Callable[[], datetime]) -> Self:
        """Nobody else."""
        return cls(redis=None, changes=InvalidationBus(None, clock=clock), metrics=Metrics())


def _desk(tools: _Tools, shop: "_Shop", company: _Company) -> tuple[ShopifyOrders, OrderService]:
    """A shop's orders, and the desk where they are asked for."""
    monotonic, clock = tools.monotonic, tools.clock
    client = Client(shop.credentials, _session(shop), monotonic=monotonic, sleep=tools.sleep, metrics=company.metrics)
    orders = ShopifyOrders(client, monotonic=monotonic)
    life = timedelta(hours=tools.settings.retention_hours)
    rows = Rows(open_store(tools.app, company.redis, monotonic=monotonic), life=life, clock=clock)
    memory = Memory(rows, company.changes, clock=clock)
    good = partial(time_to_live, policy=tools.policy)
    fetching = OrderFetcher(orders, memory, RedisLocks(company.redis), good_for=good, clock=clock)
    note = company.metrics.cache
    lookup = OrderService(orders, memory, fetching, tools.background, slots=tools.slots, monotonic=monotonic, note=note)
    return orders, lookup


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shop:
    """What the demo store and a configured shop differ in."""

    credentials: Credentials
    name: str
    home_url: str | None = None
    transport: BaseAdapter | None = None
    examples: tuple[Example, ...] = ()


def _demo_shop(settings: Settings, transport: BaseAdapter) -> _Shop:
    host = "demo.myshopify.com"
    credentials = Credentials(
        shop=host,
        api_url=f"https://{host}",
        api_version=settings.shopify_api_version,
        access_token="demo",  # noqa: S106 - public
    )
    return _Shop(credentials=credentials, name="Harbor Goods", transport=transport, examples=demo.examples())


def _configured_shop(settings: Settings, transport: BaseAdapter | None) -> _Shop:
    host = settings.shopify_shop or ""
    name = host.split(".", maxsplit=1)[0].replace("-", " ").title()
    return _Shop(credentials=credentials_of(settings), name=name, home_url=f"https://{host}", transport=transport)


def _session(shop: _Shop) -> requests.Session:
    session = open_session()
    if shop.transport:
        session.mount("https://", shop.transport)
    return session


def _brand(settings: Settings, shop: _Shop) -> Brand:
    return Brand(
        name=settings.brand_name or shop.name,
        home_url=shop.home_url,
        logo_url=settings.brand_logo_url,
        support_email=settings.support_email,
        support_url=settings.support_url,
    )


def _policy(settings: Settings) -> Policy:
    return Policy(
        carriers=_carriers(settings.carriers_file),
        handling_days=settings.handling_days,
        stalled_days=settings.stalled_days,
        language=settings.default_language,
        review_url=settings.review_url,
    )


def _carriers(file: Path | None) -> Carriers:
    try:
        return Carriers.with_file(file) if file else Carriers.built_in()
    except CarriersFileError as error:
        raise SettingsError(f"CARRIERS_FILE: {error}") from error


def _links(settings: Settings, clock: Callable[[], datetime]) -> Links:
    if not settings.is_demo and len(settings.secret_key) < MIN_KEY_LENGTH:
        log.warning("SECRET_KEY is shorter than %d characters: who guesses it can make links", MIN_KEY_LENGTH)
    return Links(
        settings.keys,
        lifetime=timedelta(days=settings.link_days),
        clock=clock,
        notification_keys=[key for key in (settings.link_key, *settings.link_key_fallbacks) if key],
    )
