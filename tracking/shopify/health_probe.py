"""Whether Shopify answers, for those who ask again and again."""

import threading
from collections.abc import Callable
from contextlib import suppress

from tracking.shopify.cached import Cached
from tracking.shopify.client import Client
from tracking.shopify.deadline import Deadline
from tracking.shopify.errors import BreakerOpen, Refused, ShopifyError, Throttled, Unavailable

_MINUTE = 60.0
_SILENT_FOR = 2.0  # seconds for which a failure is believed
_PATIENCE = 0.5  # seconds to wait for whoever asks already


class HealthProbe:
    """One asks at a time, and only when nothing was heard for a minute; who comes meanwhile hears what is known."""

    def __init__(self, client: Client, monotonic: Callable[[], float]) -> None:
        self._client = client
        self._asking = threading.Lock()
        self._failure: Cached[ShopifyError] = Cached(monotonic)
        self._refusal: Refused | None = None

    def check(self, deadline: Deadline) -> None:
        """Return if Shopify answers. Raises ShopifyError."""
        if self._is_well:
            return
        if not self._asking.acquire(timeout=min(_PATIENCE, deadline.left())):
            raise self._failure.last or Unavailable("Shopify has not answered yet")
        try:
            self._ask(deadline)
        finally:
            self._asking.release()

    @property
    def _is_well(self) -> bool:
        return self._client.has_answered_within(_MINUTE) and not self._client.is_failing

    def _ask(self, deadline: Deadline) -> None:
        if self._is_well:  # whoever asked before has found out
            return
        if failure := self._failure.fresh:
            raise failure
        try:
            with suppress(Throttled):  # an answer, too
                self._client.execute("shop", {}, deadline)
        except BreakerOpen as error:
            raise self._refusal or error from None  # the last word is still that of the last question
        except ShopifyError as error:
            self._failure.set(error, _SILENT_FOR)
            self._refusal = error if isinstance(error, Refused) else None
            raise
        self._refusal = None
