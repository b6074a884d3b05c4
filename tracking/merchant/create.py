"""Makes the parts of the overview from the site's settings."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from tracking.database import Database
from tracking.directory.create import Directory
from tracking.i18n.date_formats import time_zone
from tracking.i18n.languages import Languages
from tracking.merchant.access import StaffAccess
from tracking.merchant.bulk_actions import BulkActions
from tracking.merchant.bulk_letters import BulkLetters
from tracking.merchant.chosen_orders import ChosenOrders
from tracking.merchant.letter_actions import LetterActions
from tracking.merchant.numbers_cache import NumbersCache
from tracking.merchant.order_actions import OrderActions, StopLetters
from tracking.merchant.order_record import OrderRecords
from tracking.merchant.overview import Overview
from tracking.merchant.row_maker import RowMaker
from tracking.merchant.saved_views import SavedViews
from tracking.merchant.shopify_actions import FetchAgain, ShopifyActions
from tracking.orders import Executor
from tracking.running.runtime import Runtime
from tracking.security.keyed_hashes import KeyedHashes
from tracking.security.links import Links
from tracking.security.staff_sessions import StaffSessions
from tracking.settings import Settings
from tracking.shopify.order_calls.order_writes import ShopifyWrite
from tracking.shopify.orders import ShopifyOrders


@dataclass(frozen=True, slots=True, kw_only=True)
class MerchantServices:
    """The parts that the overview's pages use: what is shown of orders, and what the shop's people do with them."""

    overview: Overview
    order_records: OrderRecords
    saved_views: SavedViews
    numbers: NumbersCache
    order_actions: OrderActions
    shopify_actions: ShopifyActions
    letter_actions: LetterActions
    bulk_actions: BulkActions
    bulk_letters: BulkLetters


def create_merchant(  # noqa: PLR0913 - each is a part of the site
    settings: Settings,
    directory: Directory,
    runtime: Runtime,
    shopify: ShopifyOrders,
    links: Links,
    *,
    shop: str,
    languages: Languages,
    background: Executor,
    stop_letters: StopLetters,
    fetch_again: FetchAgain,
) -> MerchantServices:
    """Returns the parts of the overview, which stop letters and have orders fetched by what is handed in.

    ``shop`` is example.myshopify.com, for links into its admin.
    """
    database, erasure, needs, clock = directory.database, directory.erasure, directory.needs, runtime.clock
    overview = create_overview(settings, directory, runtime, shopify, links, shop=shop)
    chosen = ChosenOrders(overview=overview)
    return MerchantServices(
        overview=overview,
        order_records=OrderRecords(overview=overview, erasure=erasure),
        saved_views=SavedViews(database, clock=clock),
        numbers=NumbersCache(database, background.submit, clock=clock, zone=lambda: time_zone(shopify.profile.zone)),
        order_actions=OrderActions(
            database=database, erasure=erasure, needs=needs, stop_letters=stop_letters, clock=clock
        ),
        shopify_actions=ShopifyActions(
            database=database,
            erasure=erasure,
            shopify=shopify,
            named=frozenset(map(ShopifyWrite, settings.shopify_writes)),
            fetch_again=fetch_again,
            clock=clock,
            monotonic=runtime.monotonic,
        ),
        letter_actions=LetterActions(database=database, erasure=erasure, clock=clock),
        bulk_actions=BulkActions(
            database=database,
            chosen=chosen,
            erasure=erasure,
            needs=needs,
            clock=clock,
            monotonic=runtime.monotonic,
        ),
        bulk_letters=BulkLetters(
            database=database,
            chosen=chosen,
            erasure=erasure,
            language_of=lambda locale: languages.choose((locale,)),
            clock=clock,
        ),
    )


def create_staff_access(settings: Settings, database: Database, clock: Callable[[], datetime]) -> StaffAccess:
    """Returns what lets the shop's people in."""
    sessions, hashes = StaffSessions(settings.keys, clock=clock), KeyedHashes(settings.keys, "login mails")
    return StaffAccess(database, sessions, hashes, settings.staff_emails, clock=clock)


def create_overview(
    settings: Settings, directory: Directory, runtime: Runtime, shopify: ShopifyOrders, links: Links, *, shop: str
) -> Overview:
    """Returns the list of all orders; ``shop`` is example.myshopify.com, for links into its admin."""
    policy, site = directory.rules.policy, settings.public_url or ""
    return Overview(
        database=directory.database,
        carriers=policy.carriers,
        hashes=directory.hashes,
        row_maker=RowMaker(
            policy=policy,
            clock=runtime.clock,
            shop=shop,
            page_url=lambda order_id: f"{site}/order/{links.sign(order_id)}",
        ),
        clock=runtime.clock,
        profile=lambda: shopify.profile.last,
    )


def without_customers_links(
    overview: Overview, settings: Settings, *, says_why: bool = True, has_tracking: bool = True
) -> Overview:
    """The same list for what leaves the site: its rows lead to the overview, and open no customer's page."""
    site = settings.public_url or ""
    row_maker = replace(
        overview.row_maker,
        page_url=lambda order_id: f"{site}/merchant/orders/{order_id}",
        says_why=says_why,
        has_tracking=has_tracking,
    )
    return replace(overview, row_maker=row_maker)
