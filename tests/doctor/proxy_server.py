"""A proxy in front of a server, with configurable forwarded headers."""

from collections.abc import Mapping

import requests

from tests.local_server import CannedResponse, PageServer

_HANDED_ON = ("Content-Type", "Content-Security-Policy")


class Proxy(PageServer):
    """Appends ``visitor`` to X-Forwarded-For, and sets X-Forwarded-Proto to ``scheme``, each if it is given."""

    def __init__(self, target: str, *, visitor: str | None, scheme: str | None = None) -> None:
        super().__init__()
        self._target = target
        self._visitor = visitor
        self._scheme = scheme

    def answer(self, method: str, address: str, body: bytes, headers: Mapping[str, str]) -> CannedResponse:
        sent = dict(headers)
        if self._visitor:
            known = headers.get("X-Forwarded-For")
            sent["X-Forwarded-For"] = f"{known}, {self._visitor}" if known else self._visitor
        if self._scheme:
            sent["X-Forwarded-Proto"] = self._scheme
        asked = f"{self._target}{address}"
        found = requests.request(method, asked, headers=sent, data=body, timeout=60, allow_redirects=False)
        kept = {name: found.headers[name] for name in _HANDED_ON if name in found.headers}
        return CannedResponse(body=self.rewrite(found.text), status=found.status_code, headers=kept)

    def rewrite(self, body: str) -> str:
        """The body as the visitor gets it."""
        return body
