"""Lists of orders of the demo store, in a database of their own."""

from datetime import datetime

from tests import demo_orders
from tests.directory import stored_orders
from tests.fakes import NOW
from tracking.database import Database, orders
from tracking.directory.judged_row import Rules, judged_row
from tracking.directory.order_hashes import OrderHashes
from tracking.merchant.finding_rules import MerchantRules
from tracking.merchant.overview import Overview
from tracking.merchant.row_maker import RowMaker
from tracking.shopify.documents.stored_document import stored_document
from tracking.shopify.shop import ShopProfile

HASHES = OrderHashes(["key" * 20])
ROW_MAKER = RowMaker(
    policy=stored_orders.POLICY,
    clock=lambda: NOW,
    shop="example.myshopify.com",
    page_url="https://shop/order/{}".format,
)
RULES = Rules(stored_orders.POLICY, MerchantRules())
PROFILE = ShopProfile(
    name="", contact_email=None, zone="Europe/Stockholm", region="SE", prefix="#", suffix="", scopes=frozenset()
)


def put(database: Database, slug: str, *, now: datetime = NOW) -> str:
    """Keep the order as it is judged now, with what it needs; returns its id."""
    document = stored_document(demo_orders.documents()[slug])
    judged = judged_row(document, RULES, fetched_at=now, now=now)
    with database.write() as transaction:
        orders.put(transaction, judged.row, judged.found_by)
        RULES.needs.refresh(transaction, judged.row.id, now=now)
    return judged.row.id


def overview(database: Database) -> Overview:
    """At a time that stands still."""
    return Overview(
        database=database,
        carriers=stored_orders.POLICY.carriers,
        hashes=HASHES,
        row_maker=ROW_MAKER,
        clock=lambda: NOW,
        profile=lambda: PROFILE,
    )
