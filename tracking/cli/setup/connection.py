"""Asks Shopify whether the answers that were just given open the shop, and what is still missing there."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from tracking.cli.doctor import contact_access, shop
from tracking.cli.doctor.finding import Finding
from tracking.cli.doctor.refusals import refusal
from tracking.cli.mute_log import without_log
from tracking.settings import Settings
from tracking.shopify.client import Client
from tracking.shopify.credentials import credentials_of
from tracking.shopify.deadline import Deadline
from tracking.shopify.errors import Refused, ShopifyError
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.session import open_session
from tracking.shopify.token import GrantedToken

_PATIENCE = 8.0  # seconds for each question
_NOT_FOUND = 404
_NEEDED = (
    "SHOPIFY_SHOP",
    "SHOPIFY_ACCESS_TOKEN",
    "SHOPIFY_CLIENT_ID",
    "SHOPIFY_CLIENT_SECRET",
    "SHOPIFY_API_URL",
    "SHOPIFY_API_VERSION",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A shop as these settings reach it. The checks of the doctor read it like the services of a site."""

    settings: Settings
    orders: ShopifyOrders
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was found; ``is_refused``: Shopify understood, and said no."""

    findings: tuple[Finding, ...]
    is_refused: bool = False


def find_shop(settings: Settings) -> Report:
    """Whether Shopify knows a shop of this name: it tells also those who have no key."""
    nobody = replace(credentials_of(settings), client_id="", client_secret="", access_token=None)
    token = GrantedToken(nobody, open_session(), time.monotonic)
    try:
        token.current(Deadline.after(_PATIENCE))
    except Refused as error:
        is_unknown = error.status == _NOT_FOUND
        return Report(findings=(refusal(error, settings),) if is_unknown else (), is_refused=is_unknown)
    except ShopifyError as error:
        return Report(findings=(_unreached(error, settings),))
    return Report(findings=())


def examine(settings: Settings) -> Report:
    """Whether Shopify lets us in, to which shop, and what that opens: access, scopes, customers' e-mail addresses."""
    connection = Connection(settings=settings, orders=ShopifyOrders(Client(credentials_of(settings), open_session())))
    with without_log(logging.CRITICAL):  # the findings say it
        try:
            connection.orders.check(Deadline.after(_PATIENCE))
        except Refused as error:
            return Report(findings=(refusal(error, settings),), is_refused=True)
        except ShopifyError as error:
            return Report(findings=(_unreached(error, settings),))
        return Report(findings=tuple(_checks(connection)))


def _checks(connection: Connection) -> Iterator[Finding]:
    yield from shop.check(connection)
    yield from contact_access.check(connection)


def _unreached(error: ShopifyError, settings: Settings) -> Finding:
    fix = refusal(error, settings).fix
    return Finding.know("access", f"{error}. What you typed is kept, and was not checked.", fix)


def settings_of(values: Mapping[str, str]) -> Settings | None:
    """What a connection needs of the settings; None where they do not suffice yet. Raises SettingsError."""
    settings = Settings.partly(values, _NEEDED)
    has_key = settings.shopify_access_token or (settings.shopify_client_id and settings.shopify_client_secret)
    return settings if settings.shopify_shop and has_key else None
