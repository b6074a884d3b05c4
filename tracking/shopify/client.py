"""Questions to the Admin API: asked in time, repeated where that helps."""

import json
import logging
import math
import time
from collections.abc import Callable, Mapping

import requests

from tracking.running.metrics import Metrics
from tracking.shopify import json_decoder, transport
from tracking.shopify.call_log import CallLog
from tracking.shopify.circuit_breaker import CircuitBreaker
from tracking.shopify.cost import Cost
from tracking.shopify.cost_budget import CostBudget
from tracking.shopify.credentials import Credentials
from tracking.shopify.deadline import ENOUGH, Deadline
from tracking.shopify.deprecation_warnings import DeprecationWarnings
from tracking.shopify.documents import document
from tracking.shopify.errors import AccessDenied, Refused, Unavailable
from tracking.shopify.json_access import Json
from tracking.shopify.response import GraphQLResponse, check_status, read_response
from tracking.shopify.retry import retrying
from tracking.shopify.token import open_token

__all__ = ["Client", "Credentials", "GraphQLResponse"]

_UNAUTHORIZED = 401
_FAIR = 1.0  # seconds: with less time than that, no answer is not Shopify's failure

log = logging.getLogger(__name__)


class Client:
    """Asks one shop. Safe to share between threads. ``heard`` are the headers of the latest answer, whatever it was.

    ``session`` comes from ``open_session``, with another transport mounted where Shopify is not the real one.
    """

    def __init__(
        self,
        credentials: Credentials,
        session: requests.Session,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        metrics: Metrics | None = None,
    ) -> None:
        self.credentials = credentials
        self.heard: Mapping[str, str] = {}
        self._session = session
        self._monotonic = monotonic
        self._sleep = sleep
        self._answered_at = -math.inf
        self._token = open_token(credentials, session, monotonic)
        self._breaker = CircuitBreaker(monotonic)
        self._budget = CostBudget(monotonic, sleep)
        self._metrics = metrics or Metrics()
        self._calls = CallLog(self._metrics, monotonic)
        self._notices = DeprecationWarnings(credentials.api_version)

    @property
    def is_failing(self) -> bool:
        """Whether Shopify has failed repeatedly, and nobody has got an answer since."""
        return self._breaker.is_failing

    @property
    def has_room(self) -> bool:
        """Whether half of Shopify's budget is there, by estimate."""
        return self._budget.has_room

    def has_answered_within(self, seconds: float) -> bool:
        """Whether Shopify's last answer with data is no older, and nothing was refused since."""
        return self._monotonic() - self._answered_at <= seconds

    @property
    def bucket(self) -> Cost | None:
        """Shopify's budget as it was last told; None before."""
        return self._budget.bucket

    def execute(self, query: str, variables: Mapping[str, Json], deadline: Deadline) -> GraphQLResponse:
        """Ask the question of ``queries/<query>.graphql``.

        Errors beside data are kept in the reply; Unavailable and Refused stand for no data at all.
        https://shopify.dev/docs/api/admin-graphql
        """
        body = json.dumps({"query": document(query), "variables": variables}).encode()
        try:
            with self._budget.reserve(query, deadline):
                _check_time(deadline)
                is_fair = deadline.left() >= _FAIR
                return self._breaker.call(
                    lambda: retrying(deadline, self._sleep)(self._attempt, query, body, deadline), is_fair=is_fair
                )
        except Refused as refusal:
            if not isinstance(refusal, AccessDenied):  # which is an answer: a scope is missing, no more
                self._answered_at = -math.inf
            log.error("%s: %s", query, refusal)  # noqa: TRY400 (the message says all, a traceback would add noise)
            raise
        except Unavailable as failure:
            log.warning("%s: %s", query, failure)
            raise
        finally:
            self._metrics.breaker(is_open=self._breaker.is_failing)

    def _attempt(self, query: str, body: bytes, deadline: Deadline) -> GraphQLResponse:
        with self._calls.record(query) as call:
            call.answer = found = self._ask(body, deadline)
            check_status(found)
            self._notices.read(query, found.headers)
            payload = json_decoder.decode_object(found.body)
            call.cost = Cost.read(payload)
            self._budget.update(query, call.cost)
            reply = read_response(payload)
        self._answered_at = self._monotonic()
        return reply

    def _ask(self, body: bytes, deadline: Deadline) -> transport.HttpResponse:
        token = self._token.current(deadline)
        found = self._post(body, token, deadline)
        if found.status == _UNAUTHORIZED and self._token.reject(token):
            return self._post(body, self._token.current(deadline), deadline)
        return found

    def _post(self, body: bytes, token: str, deadline: Deadline) -> transport.HttpResponse:
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "X-Shopify-Access-Token": token,
        }
        found = transport.post(self._session, self.credentials.graphql_url, body, headers, deadline)
        self.heard = found.headers
        return found


def _check_time(deadline: Deadline) -> None:
    # Before the breaker: a visitor who comes too late is no failure of Shopify's.
    if deadline.left() < ENOUGH:
        raise Unavailable("no time left to ask Shopify")
