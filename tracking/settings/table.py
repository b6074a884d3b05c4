"""Every setting, one row each: its name in capitals is the name of the environment variable."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from tracking.settings import values

T = TypeVar("T")

DEMO_SECRET_KEY = "the demo store has nothing to hide"  # noqa: S105 - public on purpose; a real shop is refused with it


class SettingsError(Exception):
    """One sentence that names the setting and says how to mend it."""


def _row(read: Callable[[str], T], default: T) -> T:
    row: T = field(default=default, metadata={"read": read})
    return row


def _secret(read: Callable[[str], T], default: T) -> T:
    """A row that no log and no traceback shows."""
    row: T = field(default=default, repr=False, metadata={"read": read})
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """How this site is set up. Times are in the unit of their name; addresses have no slash at the end."""

    shopify_shop: str | None = _row(values.shop, None)
    shopify_access_token: str | None = _secret(values.token, None)
    shopify_client_id: str | None = _row(values.token, None)
    shopify_client_secret: str | None = _secret(values.token, None)
    shopify_api_url: str | None = _row(values.api_url, None)
    shopify_api_version: str = _row(values.api_version, "2026-10")
    shopify_client_secret_fallbacks: tuple[str, ...] = _secret(values.several(values.token), ())
    shopify_webhook_secret: str | None = _secret(values.token, None)
    secret_key: str = _secret(values.secret, DEMO_SECRET_KEY)
    secret_key_fallbacks: tuple[str, ...] = _secret(values.several(values.secret), ())
    link_days: int = _row(values.whole(1, 3650), 30)
    link_key: str | None = _secret(values.secret, None)
    link_key_fallbacks: tuple[str, ...] = _secret(values.several(values.secret), ())
    public_url: str | None = _row(values.site_url, None)
    embed_origins: tuple[str, ...] = _row(values.several(values.origin, separator=None), ())
    redis_url: str | None = _secret(values.redis_url, None)
    trusted_proxies: int = _row(values.whole(0, 10), 0)
    brand_name: str | None = _row(values.label, None)
    brand_color: str | None = _row(values.color, None)
    brand_logo_url: str | None = _row(values.logo, None)
    support_email: str | None = _row(values.email, None)
    support_url: str | None = _row(values.https_url, None)
    review_url: str | None = _row(values.https_url, None)
    brand_dir: Path | None = _row(values.folder, None)  # noqa: RUF009 - None is as immutable here as in the rows around it
    handling_days: int = _row(values.whole(1, 90), 3)
    stalled_days: int = _row(values.whole(1, 90), 7)
    retention_hours: int = _row(values.whole(1, 720), 24)
    carriers_file: Path | None = _row(values.file, None)  # noqa: RUF009 - likewise
    languages: tuple[str, ...] = _row(values.several(values.language), ())
    default_language: str = _row(values.language, "en")
    metrics_token: str | None = _secret(values.secret, None)
    preview_key: str | None = _secret(values.secret, None)
    host: str = _row(values.host, "127.0.0.1")
    port: int = _row(values.whole(0, 65535), 5000)

    @property
    def speaks_https(self) -> bool:
        """Whether visitors reach the site over HTTPS only."""
        return (self.public_url or "").startswith("https://")

    @property
    def keys(self) -> tuple[str, ...]:
        """What signs links, oldest first: the last one signs, every one is believed."""
        return (*self.secret_key_fallbacks, self.secret_key)

    @property
    def app_secrets(self) -> tuple[str, ...]:
        """What Shopify may have signed with for this app."""
        return tuple(key for key in (self.shopify_client_secret, *self.shopify_client_secret_fallbacks) if key)

    @property
    def is_demo(self) -> bool:
        """Whether no shop is configured, so that the embedded store answers."""
        return self.shopify_shop is None
