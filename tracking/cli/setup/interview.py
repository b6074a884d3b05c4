"""Asks the questions that connect a shop, in the order in which the answers can be checked."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from tracking.cli.doctor.finding import format_finding
from tracking.cli.doctor.mail_server import server_finding
from tracking.cli.doctor.ordered_products import NONE, OrderedProduct, downloads_value
from tracking.cli.setup.connection import (
    ConnectionReport,
    check_connection,
    connection_settings,
    find_shop,
    unshipped_products,
)
from tracking.security.links import MIN_KEY_LENGTH
from tracking.settings import Settings, SettingsError, setting_names
from tracking.settings.settings import read_value, value_of

_TOKEN, _ID, _SECRET = "SHOPIFY_ACCESS_TOKEN", "SHOPIFY_CLIENT_ID", "SHOPIFY_CLIENT_SECRET"
_TOKEN_PREFIXES = ("shpat_", "shpss_")
_KEYS = ("SECRET_KEY", "LINK_KEY", "METRICS_TOKEN", "PREVIEW_KEY")
_LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "::1")
_DOWNLOADS = (
    "These products need no shipping. Which of them do customers get online, such as a download? Numbers, as in 1,3,"
    " or none (Enter: later)"
)
_MAX_PRODUCTS = 40
_NO_PUBLIC_URL = (
    "PUBLIC_URL is not set: webhooks, links in emails and the widget need it, so run this again once it is known."
)
_CREDENTIAL_QUESTIONS: Mapping[bool, Mapping[str, str]] = {  # whether there is a token
    True: {_TOKEN: "The Admin API access token of the app"},
    False: {
        _ID: "The app's client ID, in the Dev Dashboard (https://dev.shopify.com), your app > Settings",
        _SECRET: "The app's secret, beside it, which is not shown while you type",
    },
}


class Terminal(Protocol):
    """Asks and prints. A ``hidden`` answer is not shown while it is typed."""

    def ask(self, question: str, *, hidden: bool = False) -> str: ...  # noqa: D102 - the class says it
    def say(self, text: str) -> None: ...  # noqa: D102 - likewise


@dataclass(slots=True, kw_only=True)
class Interview:
    """Asks for the settings to change, and collects them in ``changes``.

    ``values_now`` are the current values; ``environment_names`` are the names that the environment sets.
    ``is_refused``: Shopify does not accept the values that were checked last; ``is_accepted``: it does.
    """

    terminal: Terminal
    values_now: Mapping[str, str]
    environment_names: Collection[str]
    changes: dict[str, str] = field(default_factory=dict)
    is_refused: bool = False
    is_accepted: bool = False

    def connect(self) -> None:
        """Ask for the shop, the credentials, and the public URL."""
        self._ask_shop()
        if not self._values.get("SHOPIFY_SHOP"):
            self.terminal.say("Without a shop the site shows the demo store. Run this again to connect yours.")
            return
        self._ask_credentials()
        self._ask_downloads()
        self._ask_public_url()
        if not self._values.get("PUBLIC_URL"):
            self.terminal.say(_NO_PUBLIC_URL)

    def ask(self, name: str, question: str) -> None:
        """Ask until the answer is valid; an empty answer keeps the current value."""
        if name in self.environment_names:
            self.terminal.say(f"{name} is set in the environment, which comes before .env: it is not asked for.")
            return
        hidden = _is_secret(name)
        while answer := self.terminal.ask(
            f"{question} ({self._enter_hint(name, hidden=hidden)})", hidden=hidden
        ).strip():
            try:
                self.changes[name] = normalize(name, answer)
            except SettingsError as error:
                self.terminal.say(f"{error}")
            else:
                return

    def check(self) -> ConnectionReport | None:
        """Print Shopify's response to the values, if they are complete enough for a query."""
        try:
            settings = connection_settings(self._values)
        except SettingsError as error:
            self.terminal.say(f"{error}")
            return None
        report = self._report(check_connection, settings) if settings else None
        self.is_refused = bool(report and report.is_refused)
        self.is_accepted = bool(report and report.is_accepted)
        return report

    def check_changes(self) -> None:
        """Print the responses of the mail server and of Shopify to the changed values, as far as they concern them."""
        if self.changes.get("SMTP_URL"):
            self._check_mail_server()
        if any(name.startswith("SHOPIFY_") for name in self.changes):
            self.check()
            if not self.is_accepted:
                return
        if self.changes.get("PUBLIC_URL"):
            self._warn_of_storefront()

    def _check_mail_server(self) -> None:
        try:
            settings = Settings.from_environ_subset(self._values, ("SMTP_URL", "MAIL_FROM"))
        except SettingsError as error:
            self.terminal.say(f"{error}")
            return
        if settings.smtp_url and settings.mail_from:  # the start says what is missing
            self.terminal.say("Asking the mail server ...")
            self.terminal.say(format_finding(server_finding(settings.smtp_url, settings.mail_from.addr_spec)))

    def _warn_of_storefront(self) -> bool:
        """Print a finding if PUBLIC_URL is an address of the shop itself, as far as Shopify can be asked."""
        try:
            settings = connection_settings(self._values, "PUBLIC_URL")
        except SettingsError:  # of another setting, which the start names
            return False
        findings = check_connection(settings).findings if settings else ()
        found = [finding for finding in findings if finding.topic == "PUBLIC_URL"]
        for finding in found:
            self.terminal.say(format_finding(finding))
        return bool(found)

    @property
    def _values(self) -> Mapping[str, str]:
        return {**self.values_now, **self.changes}

    def _ask_shop(self) -> None:
        """Ask again while Shopify has no such shop."""
        while True:
            self.ask(
                "SHOPIFY_SHOP", "Your shop, as in https://admin.shopify.com/store/example or example.myshopify.com"
            )
            if not self._is_unknown_shop() or "SHOPIFY_SHOP" in self.environment_names:
                return
            self.changes.pop("SHOPIFY_SHOP", None)

    def _is_unknown_shop(self) -> bool:
        try:
            settings = Settings.from_environ_subset(self._values, ("SHOPIFY_SHOP", "SHOPIFY_API_URL"))
        except SettingsError as error:
            self.terminal.say(f"{error}")
            return False
        return bool(settings.shopify_shop) and self._report(find_shop, settings).is_refused

    def _ask_credentials(self) -> None:
        """Ask for the app's id and secret, or for the token if there is one; again while Shopify refuses them."""
        while True:
            for name, question in _CREDENTIAL_QUESTIONS[bool(self._values.get(_TOKEN))].items():
                self.ask(name, question)
            report = self.check()
            if report is None or not report.is_refused or not self._wants_retry():
                return

    def _ask_public_url(self) -> None:
        """Ask again while it is an address of the shop."""
        while True:
            self.ask("PUBLIC_URL", "The address at which customers open this site, as in https://track.example.com")
            if "PUBLIC_URL" not in self.changes or not self.is_accepted or not self._warn_of_storefront():
                return
            del self.changes["PUBLIC_URL"]

    def _ask_downloads(self) -> None:
        """Ask which products without shipping are downloads, where there are some and no setting tells it."""
        settings = None if self._values.get("DOWNLOADS") or self.is_refused else self._connection()
        products = unshipped_products(settings)[:_MAX_PRODUCTS] if settings else ()
        if not products:
            return
        for number, product in enumerate(products, 1):
            self.terminal.say(f"{number:>4}  {product.title}")
        while answer := self.terminal.ask(_DOWNLOADS).strip():
            try:
                self.changes["DOWNLOADS"] = _chosen(answer, products)
            except ValueError:
                self.terminal.say(f"Type numbers from 1 to {len(products)}, separated by commas, or none.")
            else:
                return

    def _connection(self) -> Settings | None:
        try:
            return connection_settings(self._values)
        except SettingsError:
            return None  # said when it was checked

    def _wants_retry(self) -> bool:
        if {_TOKEN, _ID, _SECRET} & set(self.environment_names):
            return False
        answer = self.terminal.ask("Type them again (Enter), or keep them and mend it at Shopify (k)")
        return not answer.strip().lower().startswith("k")

    def _enter_hint(self, name: str, *, hidden: bool) -> str:
        value = self._values.get(name)
        if not value:
            return "Enter: none"
        return "Enter: as it is" if hidden else f"Enter: {value}"

    def _report(self, check: Callable[[Settings], ConnectionReport], settings: Settings) -> ConnectionReport:
        self.terminal.say("Asking Shopify ...")
        report = check(settings)
        for finding in report.findings:
            self.terminal.say(format_finding(finding))
        return report


def normalize(name: str, value: str) -> str:
    """The value as it is written to the file. Raises SettingsError."""
    if name == _ID and value.startswith(_TOKEN_PREFIXES):
        raise SettingsError(f"{_ID} is not the token or the secret: it stands above them, and has no underscore.")
    if name == "PUBLIC_URL" and "://" not in value:
        value = f"{'http' if _is_loopback(value) else 'https'}://{value}"
    if "\n" in value or "\r" in value:
        raise SettingsError(f"{name} must be one line.")
    if name not in setting_names.SETTINGS:  # its _FILE
        normalize(setting_names.setting_of(name), value_of(setting_names.setting_of(name), {name: value}))
        return value
    if name in _KEYS and len(value) < MIN_KEY_LENGTH:
        raise SettingsError(
            f"{name} must have at least {MIN_KEY_LENGTH} characters, as `python3 -c 'import secrets;"
            " print(secrets.token_urlsafe(48))'` prints them; where it is not set, setup makes one."
        )
    parsed = read_value(name, value)
    return str(parsed) if name in {"SHOPIFY_SHOP", "PUBLIC_URL"} else value


def _chosen(answer: str, products: tuple[OrderedProduct, ...]) -> str:
    """The value of DOWNLOADS for numbers, counted from 1, or for "none". Raises ValueError."""
    if answer.lower() == NONE:
        return NONE
    numbers = [int(number) for number in answer.split(",")]
    if not all(1 <= number <= len(products) for number in numbers):
        raise ValueError
    return downloads_value(tuple(products[number - 1] for number in numbers))


def _is_loopback(address: str) -> bool:
    try:
        return urlsplit(f"//{address}").hostname in _LOOPBACK_HOSTS
    except ValueError:
        return False


def _is_secret(name: str) -> bool:
    """Whether the answer must not be shown on the screen."""
    row = Settings.__dataclass_fields__.get(name.lower())  # none for the path of a _FILE
    return row is not None and not row.repr
