"""Questions to the Admin API: asked in time, repeated where that helps."""

import json
import logging
import time
from collections.abc import Callable, Mapping

import requests

from tracking.shopify import answer, wire
from tracking.shopify.breaker import Breaker
from tracking.shopify.credentials import Credentials
from tracking.shopify.deadline import Deadline
from tracking.shopify.documents import document
from tracking.shopify.errors import Refused, Unavailable
from tracking.shopify.retry import retrying
from tracking.shopify.shape import Json
from tracking.shopify.token import open_token
from tracking.shopify.verdict import Reply, check_status, read_reply

__all__ = ["Client", "Credentials", "Reply"]

_UNAUTHORIZED = 401
_VERSION = "X-Shopify-API-Version"

log = logging.getLogger(__name__)


class Client:
    """Asks one shop. Safe to share between threads.

    ``session`` comes from ``open_session``, with another transport mounted where Shopify is not the real one.
    """

    def __init__(
        self,
        credentials: Credentials,
        session: requests.Session,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.credentials = credentials
        self._session = session
        self._sleep = sleep
        self._token = open_token(credentials, session, monotonic)
        self._breaker = Breaker(monotonic)
        self._warned_of = credentials.api_version

    def execute(self, query: str, variables: Mapping[str, Json], deadline: Deadline) -> Reply:
        """Ask the question of ``queries/<query>.graphql``.

        Errors beside data are kept in the reply; Unavailable and Refused stand for no data at all.
        https://shopify.dev/docs/api/admin-graphql
        """
        body = json.dumps({"query": document(query), "variables": variables}).encode()
        try:
            _check_time(deadline)
            return self._breaker.call(lambda: retrying(deadline, self._sleep)(self._attempt, body, deadline))
        except Refused as refusal:
            log.error("%s: %s", query, refusal)  # noqa: TRY400 (the message says all, a traceback would add noise)
            raise
        except Unavailable as failure:
            log.warning("%s: %s", query, failure)
            raise

    def _attempt(self, body: bytes, deadline: Deadline) -> Reply:
        token = self._token.current(deadline)
        found = self._post(body, token, deadline)
        if found.status == _UNAUTHORIZED and self._token.reject(token):
            found = self._post(body, self._token.current(deadline), deadline)
        check_status(found)
        self._compare_version(found.headers.get(_VERSION))
        return read_reply(answer.parse(found.body))

    def _post(self, body: bytes, token: str, deadline: Deadline) -> wire.Answer:
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "X-Shopify-Access-Token": token,
        }
        return wire.post(self._session, self.credentials.graphql_url, body, headers, deadline)

    def _compare_version(self, served: str | None) -> None:
        # A retired version is not refused: Shopify serves the oldest one that is left, with other words.
        if served and served != self._warned_of:
            self._warned_of = served
            log.warning(
                "Shopify answers in version %.20s, not %s: set SHOPIFY_API_VERSION to one it still serves",
                served,
                self.credentials.api_version,
            )


def _check_time(deadline: Deadline) -> None:
    # Before the breaker: a visitor who comes too late is no failure of Shopify's.
    if not deadline.left():
        raise Unavailable("no time left to ask Shopify")
