"""Asks each minute whether Shopify answers, and reports trouble that lasts, not each hiccup."""

from collections.abc import Callable

from tracking.alerts.kinds import AlertCode
from tracking.alerts.open_alerts import AlertRegister
from tracking.shopify.errors import Refused, ShopifyError
from tracking.shopify.resilience import Deadline

FAILS_FOR = 5 * 60.0
"""Seconds after which a failure is trouble; and an answer, the end of it."""

_EVERY = 60.0  # seconds
_TIMEOUT = 5.0  # seconds
_REFUSALS = 2  # in a row: a single one may be a token that was just renewed

_FAILS = (
    "Shopify has not answered for five minutes. Known orders are still shown, with the time of their data; new ones"
    " cannot be looked up. Look at https://www.shopifystatus.com, and at this machine's network."
)
_ANSWERS = "Shopify answers again."


class ShopifyWatch:
    """``check`` raises ShopifyError unless Shopify answers by the deadline. For one thread."""

    def __init__(
        self, check: Callable[[Deadline], None], register: AlertRegister, *, monotonic: Callable[[], float]
    ) -> None:
        self._check = check
        self._register = register
        self._monotonic = monotonic
        self._due_at = 0.0
        self._fails_since: float | None = None
        self._answers_since: float | None = None
        self._refusals = 0
        self._is_reported = False

    def look_if_due(self) -> None:
        """Look if the last time was a minute ago."""
        now = self._monotonic()
        if now < self._due_at:
            return
        self._due_at = now + _EVERY
        try:
            self._check(Deadline.after(_TIMEOUT, self._monotonic))
        except Refused as refusal:
            self._refused(refusal)
        except ShopifyError:
            self._failed(now)
        else:
            self._answered(now)

    def _refused(self, refusal: Refused) -> None:
        self._fails_since = self._answers_since = None
        self._refusals += 1
        if self._refusals == _REFUSALS:
            sentence = f"Shopify refuses access: {refusal}".rstrip(".")
            self._register.alert(
                AlertCode.SHOPIFY_REFUSES, f"{sentence}. `whereabouts doctor` says what mends it.", about=str(refusal)
            )

    def _failed(self, now: float) -> None:
        self._answers_since, self._refusals = None, 0
        self._fails_since = now if self._fails_since is None else self._fails_since
        if now >= self._fails_since + FAILS_FOR and not self._is_reported:
            self._is_reported = True
            self._register.alert(AlertCode.SHOPIFY, _FAILS)

    def _answered(self, now: float) -> None:
        self._fails_since, self._refusals = None, 0
        self._answers_since = now if self._answers_since is None else self._answers_since
        self._register.report_ok(AlertCode.SHOPIFY_REFUSES, _ANSWERS)
        if now >= self._answers_since + FAILS_FOR:
            self._is_reported = False
            self._register.report_ok(AlertCode.SHOPIFY, _ANSWERS)
