"""A worker that works without end, for a test to kill it: it prints what is committed, and its clock stands still."""

import json
import sys
from datetime import timedelta

from tests.fakes import NOW, Clock, ManualExecutor, Shopify
from tests.webhook_samples import SETTINGS, post_webhook
from tests.worker.sites import shop_of
from tracking import create_app
from tracking.services import services
from tracking.settings import Settings

url, mode, seconds, size = sys.argv[1:]
clock = Clock(now=NOW + timedelta(seconds=int(seconds)))
shopify = Shopify(shop_of(int(size)), clock)
app = create_app(
    Settings.from_environ({**SETTINGS, "DATABASE_URL": url}),
    clock=clock,
    monotonic=clock.monotonic,
    sleep=clock.sleep,
    transport=shopify,
    background=ManualExecutor(),
)
names = (str(order["id"]).rpartition("/")[2] for order in shopify.store.orders)
with app.app_context():
    worker, client = services().worker, app.test_client()
    while True:
        told = next(names, None) if mode == "webhooks" else None
        if told and post_webhook(client, "orders/updated", {"id": int(told)}, f"{seconds}-{told}").status_code != 200:
            raise SystemExit(1)
        worker.step()
        print(json.dumps(told), flush=True)  # noqa: T201 - the test reads it
