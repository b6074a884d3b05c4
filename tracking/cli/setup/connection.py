"""Checks the entered credentials with Shopify, and reports missing access."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from tracking.cli.doctor import contact_access, shop
from tracking.cli.doctor.finding import Finding
from tracking.cli.doctor.ordered_products import OrderedProduct, ordered_products
from tracking.cli.doctor.refusals import refusal_finding
from tracking.cli.mute_log import without_log
from tracking.settings import Settings
from tracking.shopify.authentication import GrantedToken, credentials_of
from tracking.shopify.client import Client
from tracking.shopify.errors import Refused, ShopifyError
from tracking.shopify.orders import ShopifyOrders
from tracking.shopify.resilience import Deadline
from tracking.shopify.transport import open_session

_TIMEOUT = 8.0  # seconds for each query
_NOT_FOUND = 404
_CONNECTION_NAMES = (
    "SHOPIFY_SHOP",
    "SHOPIFY_ACCESS_TOKEN",
    "SHOPIFY_CLIENT_ID",
    "SHOPIFY_CLIENT_SECRET",
    "SHOPIFY_API_URL",
    "SHOPIFY_API_VERSION",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopConnection:
    """The connection to a shop with these settings; the doctor's checks read it like the services of a site."""

    settings: Settings
    shopify: ShopifyOrders
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionReport:
    """The findings; ``is_refused``: Shopify answered with a refusal, ``is_accepted``: with the shop."""

    findings: tuple[Finding, ...]
    is_refused: bool = False
    is_accepted: bool = False


def find_shop(settings: Settings) -> ConnectionReport:
    """Check that Shopify has a shop of this name: it answers even without credentials."""
    without_credentials = replace(credentials_of(settings), client_id="", client_secret="", access_token=None)
    token = GrantedToken(without_credentials, open_session(), time.monotonic)
    try:
        token.current(Deadline.after(_TIMEOUT))
    except Refused as error:
        is_unknown = error.status == _NOT_FOUND
        return ConnectionReport(
            findings=(refusal_finding(error, settings),) if is_unknown else (), is_refused=is_unknown
        )
    except ShopifyError as error:
        return ConnectionReport(findings=(_unreachable(error, settings),))
    return ConnectionReport(findings=())


def check_connection(settings: Settings) -> ConnectionReport:
    """Check the credentials, the shop, and the granted access: scopes, customers' email addresses."""
    connection = ShopConnection(
        settings=settings, shopify=ShopifyOrders(Client(credentials_of(settings), open_session()))
    )
    with without_log(logging.CRITICAL):  # the findings report the same errors
        try:
            connection.shopify.check(Deadline.after(_TIMEOUT))
        except Refused as error:
            return ConnectionReport(findings=(refusal_finding(error, settings),), is_refused=True)
        except ShopifyError as error:
            return ConnectionReport(findings=(_unreachable(error, settings),))
        return ConnectionReport(findings=tuple(_checks(connection)), is_accepted=True)


def unshipped_products(settings: Settings) -> tuple[OrderedProduct, ...]:
    """The products without shipping in recent orders; none where Shopify does not show them."""
    client = Client(credentials_of(settings), open_session())
    with without_log(logging.CRITICAL), suppress(ShopifyError):
        products = ordered_products(client, datetime.now(UTC), Deadline.after(_TIMEOUT))
        return tuple(product for product in products if not product.is_shipped)
    return ()


def _checks(connection: ShopConnection) -> Iterator[Finding]:
    yield from shop.check(connection)
    yield from contact_access.check(connection)


def _unreachable(error: ShopifyError, settings: Settings) -> Finding:
    fix = refusal_finding(error, settings).fix
    return Finding.note("access", f"{error}. What you typed is kept, and was not checked.", fix)


def connection_settings(values: Mapping[str, str], *more: str) -> Settings | None:
    """The settings for a connection, and ``more``; None if they are incomplete. Raises SettingsError."""
    settings = Settings.from_environ_subset(values, (*_CONNECTION_NAMES, *more))
    has_credentials = settings.shopify_access_token or (settings.shopify_client_id and settings.shopify_client_secret)
    return settings if settings.shopify_shop and has_credentials else None
