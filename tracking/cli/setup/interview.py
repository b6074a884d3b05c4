"""The questions that connect a shop, in the order in which the answers can be checked."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from tracking.cli.doctor.finding import line
from tracking.cli.setup.connection import Report, examine, find_shop, settings_of
from tracking.settings import Settings, SettingsError
from tracking.settings.settings import read_value

_TOKEN, _ID, _SECRET = "SHOPIFY_ACCESS_TOKEN", "SHOPIFY_CLIENT_ID", "SHOPIFY_CLIENT_SECRET"
_NO_ID = ("shpat_", "shpss_")
_WAYS_IN: Mapping[bool, Mapping[str, str]] = {  # whether there is a token
    True: {_TOKEN: "The Admin API access token of the app"},
    False: {
        _ID: "The app's client ID, in the Dev Dashboard (https://dev.shopify.com), your app > Settings",
        _SECRET: "The app's secret, beside it, which is not shown while you type",
    },
}


class Terminal(Protocol):
    """Whoever answers. What is ``hidden`` is not shown while it is typed."""

    def ask(self, question: str, *, hidden: bool = False) -> str: ...  # noqa: D102 - the class says it
    def say(self, text: str) -> None: ...  # noqa: D102 - likewise


@dataclass(slots=True, kw_only=True)
class Interview:
    """Asks for what is to change, which is in ``changes`` afterwards.

    ``known`` are the values that hold now; ``fixed`` are the names that the environment says.
    """

    terminal: Terminal
    known: Mapping[str, str]
    fixed: Collection[str]
    changes: dict[str, str] = field(default_factory=dict)

    def connect(self) -> None:
        """Ask for the shop, the way in, and the public address."""
        self._ask_shop()
        if not self._values.get("SHOPIFY_SHOP"):
            self.terminal.say("Without a shop the site shows the demo store. Run this again to connect yours.")
            return
        self._ask_way_in()
        self.ask("PUBLIC_URL", "The address at which customers open this site, as in https://track.example.com")

    def ask(self, name: str, question: str) -> None:
        """Ask until the answer is sound; nothing typed keeps what is there."""
        if name in self.fixed:
            self.terminal.say(f"{name} is set in the environment, which comes before .env: it is not asked for.")
            return
        hidden = _is_secret(name)
        while typed := self.terminal.ask(f"{question} ({self._kept(name, hidden=hidden)})", hidden=hidden).strip():
            try:
                self.changes[name] = understood(name, typed)
            except SettingsError as error:
                self.terminal.say(f"{error}")
            else:
                return

    def check(self) -> Report | None:
        """Say what Shopify makes of the values, once they suffice for a question."""
        try:
            settings = settings_of(self._values)
        except SettingsError as error:
            self.terminal.say(f"{error}")
            return None
        return self._tell(examine, settings) if settings else None

    @property
    def _values(self) -> Mapping[str, str]:
        return {**self.known, **self.changes}

    def _ask_shop(self) -> None:
        """Ask again while Shopify knows no such shop."""
        while True:
            self.ask(
                "SHOPIFY_SHOP", "Your shop, as in https://admin.shopify.com/store/example or example.myshopify.com"
            )
            if not self._is_unknown() or "SHOPIFY_SHOP" in self.fixed:
                return
            self.changes.pop("SHOPIFY_SHOP", None)

    def _is_unknown(self) -> bool:
        try:
            settings = Settings.partly(self._values, ("SHOPIFY_SHOP", "SHOPIFY_API_URL"))
        except SettingsError as error:
            self.terminal.say(f"{error}")
            return False
        return bool(settings.shopify_shop) and self._tell(find_shop, settings).is_refused

    def _ask_way_in(self) -> None:
        """Ask for the app's id and secret, or the token where there is one; again while Shopify refuses them."""
        while True:
            for name, question in _WAYS_IN[bool(self._values.get(_TOKEN))].items():
                self.ask(name, question)
            report = self.check()
            if report is None or not report.is_refused or not self._wants_another():
                return

    def _wants_another(self) -> bool:
        if {_TOKEN, _ID, _SECRET} & set(self.fixed):
            return False
        answer = self.terminal.ask("Type them again (Enter), or keep them and mend it at Shopify (k)")
        return not answer.strip().lower().startswith("k")

    def _kept(self, name: str, *, hidden: bool) -> str:
        now = self._values.get(name)
        if not now:
            return "Enter: none"
        return "Enter: as it is" if hidden else f"Enter: {now}"

    def _tell(self, ask: Callable[[Settings], Report], settings: Settings) -> Report:
        self.terminal.say("Asking Shopify ...")
        report = ask(settings)
        for finding in report.findings:
            self.terminal.say(line(finding))
        return report


def understood(name: str, typed: str) -> str:
    """The value as it is to stand in the file. Raises SettingsError."""
    if name == _ID and typed.startswith(_NO_ID):
        raise SettingsError(f"{_ID} is not the token or the secret: it stands above them, and has no underscore.")
    if name == "PUBLIC_URL" and "://" not in typed:
        typed = f"https://{typed}"
    if "\n" in typed or "\r" in typed:
        raise SettingsError(f"{name} must be one line.")
    meaning = read_value(name, typed)
    return str(meaning) if name in {"SHOPIFY_SHOP", "PUBLIC_URL"} else typed


def _is_secret(name: str) -> bool:
    """Whether nobody should see it over somebody's shoulder."""
    return not Settings.__dataclass_fields__[name.lower()].repr
