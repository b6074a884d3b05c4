"""Makes the parts of the overview from the site's settings."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from tracking.database import Database
from tracking.directory.create import Directory
from tracking.merchant.access import StaffAccess
from tracking.merchant.overview import Overview
from tracking.merchant.row_maker import RowMaker
from tracking.running.runtime import Runtime
from tracking.security.keyed_hashes import KeyedHashes
from tracking.security.links import Links
from tracking.security.staff_sessions import StaffSessions
from tracking.settings import Settings
from tracking.shopify.orders import ShopifyOrders


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
