"""What Shopify says beside its answers to whoever runs the site: each thing is passed on once.

https://shopify.dev/docs/api/usage/versioning
"""

import logging
from collections.abc import Mapping

_VERSION = "X-Shopify-API-Version"
_DEPRECATED = "X-Shopify-API-Deprecated-Reason"
_MOST = 20  # different reasons; more than that is no advice any more

log = logging.getLogger(__name__)


class DeprecationWarnings:
    """Warnings in the log. Safe to share between threads: at worst one of them is said twice."""

    def __init__(self, api_version: str) -> None:
        self._api_version = api_version
        self._served = api_version
        self._reasons: set[str] = set()

    def read(self, query: str, headers: Mapping[str, str]) -> None:
        """Look at the headers of an answer."""
        if served := headers.get(_VERSION):
            self._compare_version(served)
        if reason := headers.get(_DEPRECATED):
            self._warn_of(query, reason)

    def _compare_version(self, served: str) -> None:
        # A retired version is not refused: Shopify serves the oldest one that is left, with other words.
        if served != self._served:
            self._served = served
            log.warning(
                "Shopify answers in version %.20s, not %s: set SHOPIFY_API_VERSION to one it still serves",
                served,
                self._api_version,
            )

    def _warn_of(self, query: str, reason: str) -> None:
        if reason not in self._reasons and len(self._reasons) < _MOST:
            self._reasons.add(reason)
            log.warning("Shopify will stop answering the question %s as it is: %.200s", query, reason)
