"""The parts that views and commands use, put together once by ``create_app``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, cast

from flask import current_app

from tracking.order.policy import Policy
from tracking.orders import Executor, InvalidationBus, OrderService, Pseudonyms, WebhookDeduplicator
from tracking.orders.cache_backend import ShopRedis
from tracking.running.metrics import Metrics
from tracking.security.links import Links
from tracking.security.self_check import SelfCheck
from tracking.settings import Settings
from tracking.settings.sources import SettingsConcern
from tracking.shopify.orders import ShopifyOrders
from tracking.theming.brand_status import BrandStatus

_KEY = "whereabouts"


class Example(Protocol):
    """An order to try in the demo: its number, the e-mail or phone number that opens it, and what it shows."""

    @property
    def order(self) -> str: ...  # noqa: D102 - the class says it
    @property
    def email(self) -> str | None: ...  # noqa: D102 - likewise
    @property
    def phone(self) -> str | None: ...  # noqa: D102 - likewise
    @property
    def slug(self) -> str: ...  # noqa: D102 - likewise: its situation's name for machines
    @property
    def situation(self) -> str: ...  # noqa: D102 - likewise
    @property
    def featured(self) -> bool: ...  # noqa: D102 - likewise: one of the few that are shown first


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """What pages show of the merchant."""

    name: str
    home_url: str | None
    logo_url: str | None
    support_email: str | None
    support_url: str | None

    @property
    def contact_url(self) -> str | None:
        """Where questions go: the shop's page for them, else its mailbox."""
        return self.support_url or (f"mailto:{self.support_email}" if self.support_email else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """``examples`` is empty where a shop is configured; ``clock`` returns an aware moment, ``monotonic`` seconds.

    ``background`` refreshes what was shown. ``concerns`` are what is odd about the settings.
    ``preview`` finds the orders of the demo store and nothing else; ``situations`` are those orders, always.
    ``refusal_headers`` stand on what the server refuses by itself, because it is no request; ``body_limit`` gives the
    bytes that a body may have, by method and path.
    ``set_brand`` is the face that the settings give: ``brand`` adds what Shopify says of the shop.
    ``face`` is how BRAND_DIR is used.
    """

    settings: Settings
    concerns: Sequence[SettingsConcern]
    clock: Callable[[], datetime]
    monotonic: Callable[[], float]
    metrics: Metrics
    orders: ShopifyOrders
    lookup: OrderService
    changes: InvalidationBus
    background: Executor
    events: WebhookDeduplicator
    links: Links
    self_check: SelfCheck
    policy: Policy
    pseudonyms: Pseudonyms
    redis: ShopRedis | None
    set_brand: Brand
    brand_status: BrandStatus
    examples: tuple[Example, ...]
    preview: OrderService
    situations: tuple[Example, ...]
    refusal_headers: Mapping[str, str]
    body_limit: Callable[[str, str], int]

    @property
    def brand(self) -> Brand:
        """The settings' word, else the shop's own once it was heard, else its address."""
        shop = self.orders.known_profile
        if shop is None:
            return self.set_brand
        return replace(
            self.set_brand,
            name=self.settings.brand_name or shop.name or self.set_brand.name,
            support_email=self.set_brand.support_email or shop.contact_email,
        )


def services() -> Services:
    """Those of the app that answers now."""
    return cast("Services", current_app.extensions[_KEY])


def provide(extensions: dict[str, object], parts: Services) -> None:
    """Hand an app its services."""
    extensions[_KEY] = parts
