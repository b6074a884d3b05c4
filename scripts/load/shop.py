"""A shop that is set up for the bench: its Shopify, the site's settings, and links to its orders."""

import base64
import hmac
import json
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from scripts.load.http import Connection, get, post
from scripts.load.process import Process
from tracking.security.links import Links

_folder = tempfile.TemporaryDirectory(prefix="bench-")  # a site without a setting has its database where it runs
_databases = count()

SECRET = "a key that only the bench knows"  # noqa: S105 - and nobody needs to
SIGNS_WEBHOOKS = "a-secret-that-only-the-bench-knows"
SHOP = "bench.myshopify.com"
SITE = ("{python}", "-m", "scripts.load.site", "{port}")
WORKER = ("{python}", "-m", "scripts.load.worker", "{port}")
REDIS = ("redis-server", "--port", "{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
SHOPIFY = ("{python}", "-m", "scripts.load.shopify", "{port}")
UNKNOWN = 10**12  # ids from here on are uncached orders


def shopify_with(orders: int, *, maximum: int = 10**9, restore_rate: int = 10**9) -> Sequence[str]:
    """The command of a Shopify with so many orders, and with so many points to spend."""
    return (*SHOPIFY, str(orders), str(maximum), str(restore_rate))


def settings(shopify: Process, **more: str) -> Mapping[str, str]:
    """The environment of a site that asks this Shopify."""
    return {
        "SHOPIFY_SHOP": SHOP,
        "SHOPIFY_API_URL": f"http://127.0.0.1:{shopify.port}",
        "SHOPIFY_ACCESS_TOKEN": "bench",
        "SHOPIFY_CLIENT_SECRET": SIGNS_WEBHOOKS,
        "SECRET_KEY": SECRET,
        "TRUSTED_PROXIES": "1",
        "DATABASE_URL": f"sqlite:///{_folder.name}/{next(_databases)}.db",
        "WORKER": "off",  # what is measured is a page, unless it is the worker
        **more,
    }


def link(order_id: int) -> str:
    """The path of an order's page."""
    links = Links([SECRET], lifetime=timedelta(days=1), clock=lambda: datetime.now(UTC))
    return f"/order/{links.sign(str(order_id))}"


async def set_behavior(shopify: Process, **how: float) -> Mapping[str, int]:
    """Change how Shopify answers: what it was asked since the last change, by the queries' names."""
    query = "&".join(f"{name}={value:g}" for name, value in how.items())
    connection = Connection(shopify.port)
    answer = await connection.ask(get(f"/?{query}"))
    connection.close()
    asked: Mapping[str, int] = json.loads(answer.body)
    return asked


def webhook(order_id: int, event: str = "event") -> bytes:
    """A signed ``orders/updated``."""
    body = json.dumps({"id": order_id, "updated_at": datetime.now(UTC).isoformat()}).encode()
    signature = base64.b64encode(hmac.digest(SIGNS_WEBHOOKS.encode(), body, "sha256")).decode()
    headers = {
        "X-Shopify-Topic": "orders/updated",
        "X-Shopify-Shop-Domain": SHOP,
        "X-Shopify-Hmac-Sha256": signature,
        "X-Shopify-Event-Id": f"{event}-{order_id}",
    }
    return post("/webhooks/shopify", body, headers)


async def warm_up(port: int, orders: Sequence[int] = tuple(range(UNKNOWN, UNKNOWN + 8))) -> None:
    """Open some orders, so that nothing is done for the first time when it is measured."""
    connection = Connection(port)
    for order in orders:
        answer = await connection.ask(get(link(order)))
        if answer.status != 200:  # noqa: PLR2004 - OK
            raise SystemExit(f"the site answered {answer.status}: {answer.body[:300]!r}")
    connection.close()
