"""Workers on a database, and what stands in it."""

from dataclasses import replace
from datetime import timedelta
from functools import cache

from requests.adapters import BaseAdapter

from tests.fakes import NOW, Clock, ManualExecutor, Shopify, harbor_goods, shared_store
from tests.notices.calling_executor import CallingExecutor
from tests.order.builders import policy
from tracking.database import Database, order_list, tasks
from tracking.database.orders import OrderRow
from tracking.demo import generated_store
from tracking.demo.store import DemoStore, Node
from tracking.directory.create import create_directory
from tracking.merchant.finding_rules import MerchantRules
from tracking.notices.address_hashes import AddressHashes
from tracking.notices.answer_terms import answer_terms
from tracking.notices.create import Notices, notice_terms
from tracking.notices.outbox import Outbox
from tracking.running.metrics import Metrics
from tracking.running.runtime import Runtime
from tracking.security.stop_links import StopLinks
from tracking.settings import Settings
from tracking.shopify.create import create_shopify
from tracking.worker.create import create_worker
from tracking.worker.worker import Worker

DEMO = Settings.from_environ({})
KEEP = timedelta(days=DEMO.keep_days)
IDLE = 1.0
MOST_STEPS = 5000

_TERMS = notice_terms(DEMO, has_mail=False)
NO_LETTERS = Notices(
    terms=_TERMS,
    outbox=Outbox(_TERMS, policy()),
    hashes=AddressHashes(DEMO.keys),
    stop_links=StopLinks(DEMO.keys),
    email_channel=None,
    demo=None,
    answers=answer_terms(DEMO, has_mail=False),
    answer_channel=None,
    merchant_channel=None,
)


@cache
def small_shop(step: int = 20) -> DemoStore:
    """Each such order of the demo's shop."""
    store = harbor_goods()
    orders = [
        order for place, order in enumerate(store.orders) if place % step == 0 or order["name"] in {"#1001", "#1002"}
    ]
    return shared_store(replace(store, orders=orders))


def shop_of(size: int) -> DemoStore:
    """So many generated orders; the demo's own where that is 0."""
    return generated_store(size, NOW) if size else small_shop()


@cache
def tiny_shop(size: int) -> DemoStore:
    """So many orders that are open."""
    store = small_shop(12 if size < 20 else 4)
    first = [order for order in store.orders if order["name"] in {"#1001", "#1002"}]
    others = [order for order in store.orders if order not in first and _is_open(order)]
    return shared_store(replace(store, orders=[*first, *others][:size]))


def runtime_of(clock: Clock) -> Runtime:
    return Runtime(clock=clock, monotonic=clock.monotonic, sleep=clock.sleep, metrics=Metrics())


def worker_of(database: Database, shopify: BaseAdapter, clock: Clock, notices: Notices | None = None) -> Worker:
    """A worker without a mail server, unless ``notices`` have one."""
    runtime = runtime_of(clock)
    directory = create_directory(DEMO, runtime, policy(), ManualExecutor(), MerchantRules(), database=database)
    shop = create_shopify(DEMO, runtime, shopify)
    executor = CallingExecutor()
    return create_worker(DEMO, directory, runtime, shop, lambda _: True, notices or NO_LETTERS, mail_executor=executor)


def work(worker: Worker) -> int:
    """Step until nothing is due; how many steps that took."""
    for steps in range(MOST_STEPS):
        if worker.step() >= IDLE:
            return steps
    raise AssertionError("the worker does not come to rest")


def rows(database: Database) -> dict[str, OrderRow]:
    """Every order by its name."""
    with database.read() as transaction:
        page = order_list.page(transaction, order_list.Filters(), size=10_000)
    return {row.name: row for row in page.orders}


def task_counts(database: Database, clock: Clock) -> dict[str, tuple[int, int, int]]:
    """Due, waiting and given up, by kind."""
    with database.read() as transaction:
        counts = tasks.counts(transaction, now=clock())
    return {kind: (count.due, count.waiting, count.given_up) for kind, count in counts.items()}


def wanted(shopify: Shopify, clock: Clock) -> set[str]:
    """The names of the orders that the first fill takes in."""
    since = (clock() - KEEP).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {str(order["name"]) for order in shopify.store.orders if str(order["updatedAt"]) >= since or _is_open(order)}


def _is_open(order: Node) -> bool:
    return not order["cancelledAt"] and not order["closedAt"]
