"""The whole site before a Shopify that answers over HTTP: well, or as badly as it is told to."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import monotonic, sleep

import pytest
from flask import Flask
from requests.adapters import BaseAdapter
from werkzeug.test import TestResponse

from tests.fakes import Clock, ManualExecutor, RedisServer
from tests.faults.shop import Shop
from tests.response_rules import CheckingClient
from tests.webhook_samples import SETTINGS
from tracking import create_app
from tracking.orders import CallExecutor
from tracking.services import Services
from tracking.settings import Settings

EMAIL = "ada@example.com"  # of order #1001
JSON = {"Accept": "application/json"}
_addresses = count(1)


@dataclass(frozen=True, kw_only=True)
class Site:
    """One process of the site. Everybody who looks something up comes from another address."""

    app: Flask
    shop: Shop
    clock: Clock

    @property
    def services(self) -> Services:
        services: Services = self.app.extensions["whereabouts"]
        return services

    def get(self, path: str, headers: dict[str, str] = JSON) -> TestResponse:
        return self.app.test_client().get(path, headers=headers)

    def order(self, name: str = "#1001", headers: dict[str, str] = JSON) -> TestResponse:
        """The page of this order, opened by a link."""
        return self.get(self.link(name), headers)

    def link(self, name: str = "#1001") -> str:
        return f"/order/{self.services.links.sign(self.shop.id_of(name))}"

    def look_up(self, name: str, email: str = EMAIL, headers: dict[str, str] = JSON) -> TestResponse:
        visitor = {"REMOTE_ADDR": f"10.0.{next(_addresses) // 200}.{next(_addresses) % 200}"}
        form = {"order": name, "email": email}
        return self.app.test_client().post("/", data=form, headers=headers, environ_overrides=visitor)

    def state(self, name: str = "#1001") -> tuple[bool, str]:
        """Whether the order that is shown is stale, and from when it is."""
        answer = self.order(name)
        assert answer.status_code == 200
        said = answer.get_json()
        return said["stale"], said["as_of"]


@pytest.fixture
def shop(clock: Clock) -> Iterator[Shop]:
    with Shop(clock) as shop:
        yield shop


@pytest.fixture
def make_site(shop: Shop, clock: Clock, background: ManualExecutor, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """A process with these settings. In ``real_time`` it waits as long as customers do.

    With a ``transport`` in place of HTTP, no answer is too late, however slow the machine.
    """
    with ExitStack() as stack:

        def make(
            shop: Shop = shop,
            *,
            clock: Clock = clock,
            real_time: bool = False,
            transport: BaseAdapter | None = None,
            calls: CallExecutor | None = None,
            **environ: str,
        ) -> Site:
            place = tmp_path / f"{environ.get('SHOPIFY_SHOP', 'shop')}.db"  # what one shop's processes share
            defaults = {**SETTINGS, "DATABASE_URL": f"sqlite:///{place}"}
            if not transport:
                defaults["SHOPIFY_API_URL"] = shop.url
            settings = Settings.from_environ(defaults | environ)
            app = create_app(
                settings,
                clock=clock,
                monotonic=monotonic if real_time else clock.monotonic,
                sleep=sleep if real_time else clock.sleep,
                transport=transport,
                translations=tmp_path,  # without catalogues it starts six times as fast
                background=background,
                calls=calls,
            )
            app.testing = True
            app.test_client_class = CheckingClient
            site = Site(app=app, shop=shop, clock=clock)
            stack.callback(_end, site.services)
            return site

        yield make


def _end(services: Services) -> None:
    services.invalidation.close()
    services.database.close()
    if services.redis:
        services.redis.close()


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site()


@pytest.fixture
def shared(redis_server: RedisServer) -> dict[str, str]:
    """The setting of several processes on one Redis."""
    return {"REDIS_URL": redis_server.url}
