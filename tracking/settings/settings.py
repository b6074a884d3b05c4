"""Defines every setting, one row each, and reads them from the environment: NAME_IN_CAPITALS is the variable."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import date
from email.headerregistry import Address
from pathlib import Path
from typing import Any, Self, TypeVar, cast

from tracking.settings import parsers
from tracking.settings.answer_choices import answer_choices
from tracking.settings.channel_urls import ChannelUrl, channel_urls, text_url
from tracking.settings.database_url import database_url
from tracking.settings.digest_hour import DEFAULT as DEFAULT_DIGEST_HOUR
from tracking.settings.digest_hour import digest_hour, write_digest_hour
from tracking.settings.footer_links import footer_links
from tracking.settings.mail_from import mail_from
from tracking.settings.notice_choice import notice_choice
from tracking.settings.own_text import own_text, write_own_text
from tracking.settings.quiet_hours import DEFAULT as DEFAULT_QUIET_HOURS
from tracking.settings.quiet_hours import QuietHours, quiet_hours, write_quiet_hours
from tracking.settings.shopify_mails import MAILS, shopify_mails, write_shopify_mails
from tracking.settings.shopify_writes import shopify_writes
from tracking.settings.smtp_url import SmtpUrl, smtp_url
from tracking.settings.texts import as_text
from tracking.settings.validation import DEMO_SECRET_KEY, SettingsError, check_together

T = TypeVar("T")


def _row(read: Callable[[str], T], default: T, description: str, *, write: Callable[[T], str | None] = as_text) -> T:
    """A setting: ``read`` parses the text of ``.env``, ``write`` turns a value back into it.

    ``write`` returns None for a value that ``.env`` cannot hold: it stands in another file.
    """
    row: T = field(default=default, metadata={"read": read, "description": description, "write": write})
    return row


def _secret(read: Callable[[str], T], default: T, description: str) -> T:
    """A setting that no log and no traceback may show."""
    row: T = field(default=default, repr=False, metadata={"read": read, "description": description})
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of this site. Times are in the unit of their name; URLs have no slash at the end."""

    shopify_shop: str | None = _row(
        parsers.shop, None, "Your shop: example.myshopify.com, or the address of its admin. Unset: the demo store."
    )
    shopify_access_token: str | None = _secret(
        parsers.token,
        None,
        "The Admin API token of an app made in the shop's admin before 2026, in place of id and secret.",
    )
    shopify_client_id: str | None = _row(
        parsers.token, None, "The client ID of your app in the Dev Dashboard (your app > Settings)."
    )
    shopify_client_secret: str | None = _secret(
        parsers.token, None, "The secret beside it; it also checks webhooks and the app proxy."
    )
    shopify_api_url: str | None = _row(
        parsers.api_url,
        None,
        "Where to reach the Admin API instead of https://SHOPIFY_SHOP, such as an egress proxy.",
    )
    shopify_api_version: str = _row(parsers.api_version, "2026-10", "The version of the Admin API.")
    shopify_client_secret_fallbacks: tuple[str, ...] = _secret(
        parsers.list_of(parsers.token), (), "Older client secrets, separated by commas, that are still accepted."
    )
    shopify_webhook_secret: str | None = _secret(
        parsers.token, None, "The secret of webhooks made by hand in the shop's admin."
    )
    secret_key: str = _secret(
        parsers.secret,
        DEMO_SECRET_KEY,
        "Signs the links to orders: keep it, or all links that were sent stop working.",
    )
    secret_key_fallbacks: tuple[str, ...] = _secret(
        parsers.list_of(parsers.secret), (), "Older values of SECRET_KEY, separated by commas, whose links still open."
    )
    link_days: int = _row(parsers.integer(1, 3650), 30, "For how many days a signed link opens its order.")
    link_key: str | None = _secret(
        parsers.secret,
        None,
        "Signs the links in Shopify's notification emails (the command email-snippets prints them).",
    )
    link_key_fallbacks: tuple[str, ...] = _secret(
        parsers.list_of(parsers.secret), (), "Older values of LINK_KEY, separated by commas, whose links still open."
    )
    public_url: str | None = _row(
        parsers.site_url,
        None,
        "The address at which customers open this site, for links in emails, webhooks and the widget.",
    )
    embed_origins: tuple[str, ...] = _row(
        parsers.list_of(parsers.origin, separator=None),
        (),
        "Sites that may show the widget in a frame, separated by spaces: https://shop.example.com.",
        write=" ".join,
    )
    redis_url: str | None = _secret(
        parsers.redis_url,
        None,
        "A Redis server for several processes or machines. Unset: each process keeps its own memory.",
    )
    database_url: str | None = _secret(
        database_url,
        None,
        "Where orders are kept: sqlite:////path.db or postgresql://... Unset: the file data/whereabouts.db.",
    )
    keep_days: int = _row(
        parsers.integer(1, 3650), 90, "For how many days a finished order, and what belongs to it, is kept."
    )
    worker: str = _row(
        parsers.pattern("inside|off", "must be inside or off"),
        "inside",
        "What is due later is done inside `make serve`; off: by the command worker, a process of its own.",
    )
    trusted_proxies: int = _row(
        parsers.integer(0, 10), 0, "How many proxies in front of this site set X-Forwarded-For and X-Forwarded-Proto."
    )
    brand_name: str | None = _row(parsers.label, None, "The name at the top of each page. Unset: the shop's own.")
    brand_color: str | None = _row(parsers.color, None, "The color of buttons and bars, such as #0a7c5c.")
    brand_logo_url: str | None = _row(
        parsers.logo, None, "Your logo: its https:// address, or the name of a file in BRAND_DIR/static/img."
    )
    support_email: str | None = _row(
        parsers.email, None, "Where customers write to. Unset: the shop's own contact address."
    )
    support_url: str | None = _row(
        parsers.support_url,
        None,
        "The https:// address of your help page, with {order} where the order number belongs; before SUPPORT_EMAIL.",
    )
    footer_links: tuple[tuple[str, str], ...] = _row(
        footer_links,
        (),
        "Links at the foot of every page: Imprint=https://example.com/imprint; Privacy=https://example.com/privacy.",
    )
    review_url: str | None = _row(parsers.https_url, None, "The https:// address where a delivered order may be rated.")
    brand_dir: Path | None = _row(  # noqa: RUF009 - None is as immutable here as in the rows around it
        parsers.folder, None, "A folder of templates and CSS that override those of this site."
    )
    handling_days: int | None = _row(
        parsers.integer(1, 90),
        None,
        "Working days in which you send an order: customers read it, and it is late after them. Unset: 3, unsaid.",
    )
    stalled_days: int = _row(parsers.integer(1, 90), 7, "Days without a scan before a parcel counts as stalled.")
    lost_days: int | None = _row(
        parsers.integer(1, 365),
        None,
        "Days without a scan after which you count a parcel as lost. Unset: customers read no day and no promise.",
    )
    lost_policy: tuple[tuple[str, str], ...] = _row(
        own_text,
        (),
        "What you do when a parcel is lost, in your own words, or a TOML file with one text for each language.",
        write=write_own_text,
    )
    wait_policy: tuple[tuple[str, str], ...] = _row(
        own_text,
        (),
        "What customers may choose when they do not want to wait longer, in your own words; or such a TOML file.",
        write=write_own_text,
    )
    shopify_mails: tuple[str, ...] = _row(
        shopify_mails,
        MAILS,
        "The emails that Shopify sends to your customers (Settings > Notifications), separated by commas; or none.",
        write=write_shopify_mails,
    )
    shopify_writes: tuple[str, ...] = _row(
        shopify_writes,
        (),
        "What the overview may write to Shopify where the scopes allow it: tags,archive,deadline. Unset: nothing.",
    )
    smtp_url: SmtpUrl | None = _secret(  # noqa: RUF009 - likewise
        smtp_url,
        None,
        "The mail server for letters to customers: smtp://user:password@host:587 or smtps://... Unset: none leaves.",
    )
    mail_from: Address | None = _row(  # noqa: RUF009 - likewise
        mail_from, None, "The sender of these letters: Harbor Goods <orders@example.com>. It belongs to SMTP_URL."
    )
    mail_footer: tuple[tuple[str, str], ...] = _row(
        own_text,
        (),
        "The sender's name and postal address, under every letter; or a TOML file with one text for each language.",
        write=write_own_text,
    )
    notices: tuple[str, ...] = _row(
        notice_choice,
        (),
        "What customers are told: delayed,new_date by name, +sent,-back_on_track against the default; or none.",
    )
    notices_from: date | None = _row(  # noqa: RUF009 - likewise
        parsers.day, None, "Letters are about orders placed on this day or later, such as 2026-12-01. Unset: all."
    )
    notices_wait: int = _row(
        parsers.integer(0, 86400), 600, "For how many seconds a letter waits for more news of its order."
    )
    notices_pause: int = _row(
        parsers.integer(0, 720), 12, "For how many hours an order's next letter waits, unless the customer must act."
    )
    notices_per_hour: int = _row(
        parsers.integer(1, 1_000_000), 500, "How many letters leave in an hour at most; the others wait for the next."
    )
    quiet_hours: QuietHours | None = _row(  # noqa: RUF009 - likewise
        quiet_hours,
        DEFAULT_QUIET_HOURS,
        "The hours in which no letter leaves unless the customer must act; or off.",
        write=write_quiet_hours,
    )
    feedback_days: int = _row(
        parsers.integer(1, 90), 7, "Days after the last parcel arrived until how_was_it asks, where NOTICES has it."
    )
    choices: tuple[str, ...] | None = _row(
        answer_choices,
        None,
        "What a waiting customer may choose: wait,contact (the default), cancel, send_rest_first, swap; or none.",
    )
    text_url: ChannelUrl | None = _secret(  # noqa: RUF009 - likewise
        text_url,
        None,
        "The service for text messages: an Apprise address with {phone} in it, such as twilio://SID:TOKEN@FROM/{phone}.",
    )
    text_to_phone_orders: str = _row(
        parsers.pattern("on|off", "must be on or off"),
        "off",
        "Write on if you have the consent to text customers who left a phone number and no email address.",
    )
    alert_urls: tuple[ChannelUrl, ...] = _secret(
        channel_urls,
        (),
        "Where you hear of trouble, and each day of what needs you: Apprise addresses (Slack, ntfy …), with spaces.",
    )
    digest_at: int | None = _row(
        digest_hour,
        cast("int | None", DEFAULT_DIGEST_HOUR),
        "The hour of the daily digest to ALERT_URLS, by the shop's clock; or off.",
        write=write_digest_hour,
    )
    staff_emails: tuple[str, ...] = _row(
        parsers.list_of(parsers.email),
        (),
        "Who may open the merchant's overview at /merchant/ by a link that is mailed to them, separated by commas.",
    )
    export_token: str | None = _secret(
        parsers.long_secret,
        None,
        "Opens /merchant/export.csv and .json for a spreadsheet or a BI tool, as a bearer token. Unset: sessions only.",
    )
    downloads: tuple[str, ...] = _row(
        parsers.product_names,
        (),
        "Titles or SKUs of what customers get online, separated by commas (or by ;), such as Knitting pattern*.",
        write=parsers.write_product_names,
    )
    location_names: tuple[tuple[str, str], ...] = _row(
        parsers.location_names,
        (),
        "How customers read the shop's locations: WH-2=Lund; Depot=Malmö. Unset: the city.",
    )
    pickup_hours: tuple[tuple[str, str], ...] = _row(
        own_text,
        (),
        "What stands under your own counter, such as its opening hours: Mon-Sat 10-18; or such a TOML file.",
        write=write_own_text,
    )
    retention_hours: int = _row(parsers.integer(1, 720), 24, "For how many hours at most an order's answer is kept.")
    carriers_file: Path | None = _row(  # noqa: RUF009 - likewise
        parsers.file, None, "A TOML file with your own carriers and corrections."
    )
    languages: tuple[str, ...] = _row(
        parsers.list_of(parsers.language), (), "The languages that customers may read, separated by commas. Unset: all."
    )
    default_language: str = _row(parsers.language, "en", "The language for customers whose own is not among them.")
    metrics_token: str | None = _secret(parsers.secret, None, "Opens /metrics, as a bearer token. Unset: it is closed.")
    preview_key: str | None = _secret(
        parsers.secret, None, "Opens /preview?key=... Unset: it is closed (the demo store's is open)."
    )
    host: str = _row(parsers.host, "127.0.0.1", "The address at which the site listens.")
    port: int = _row(parsers.integer(0, 65535), 5000, "The port at which it listens.")

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Self:
        """Read all settings; an empty variable counts as unset.

        Raises SettingsError for an invalid value and for values that contradict each other.
        """
        settings = cls(**_read_rows(environ, _ROWS))
        check_together(settings)
        return settings

    @classmethod
    def from_environ_subset(cls, environ: Mapping[str, str], names: Collection[str]) -> Self:
        """Read only these settings, and leave the others unset. Raises SettingsError for an invalid value."""
        return cls(**_read_rows(environ, names))

    @property
    def is_https(self) -> bool:
        """Whether customers reach the site over HTTPS only."""
        return (self.public_url or "").startswith("https://")

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys for links, oldest first: the last one signs, all of them verify."""
        return (*self.secret_key_fallbacks, self.secret_key)

    @property
    def app_secrets(self) -> tuple[str, ...]:
        """The secrets with which Shopify may sign for this app."""
        return tuple(key for key in (self.shopify_client_secret, *self.shopify_client_secret_fallbacks) if key)

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        """The secrets of the app, and that of the webhooks made by hand in the admin."""
        return (*self.app_secrets, *filter(None, (self.shopify_webhook_secret,)))

    @property
    def is_demo(self) -> bool:
        """Whether no shop is configured, so that the demo store answers."""
        return self.shopify_shop is None


def value_of(name: str, environ: Mapping[str, str]) -> str:
    """The variable, or the content of the file that ``NAME_FILE`` names, as containers pass secrets."""
    direct, path = environ.get(name, "").strip(), environ.get(f"{name}_FILE", "").strip()
    if direct and path:
        raise SettingsError(f"{name} and {name}_FILE are both set: remove one of them.")
    if not path:
        return direct
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise SettingsError(f"{name}_FILE must name a text file that this process may read.") from None


def read_value(name: str, value: str) -> object:
    """Parse the text as the value of this setting. Raises SettingsError."""
    try:
        return _ROWS[name].metadata["read"](value)
    except ValueError as error:
        raise SettingsError(f"{name} {error}.") from None


_ROWS: Mapping[str, Field[Any]] = {row.name.upper(): row for row in fields(Settings)}


def _read_rows(environ: Mapping[str, str], names: Collection[str]) -> dict[str, Any]:
    # The type of each row was checked where the row is defined.
    texts = {name: value_of(name, environ) for name in names}
    return {name.lower(): read_value(name, text) for name, text in texts.items() if text}
