"""Executes GraphQL queries against the Admin API of one shop."""

import copy
import functools
import json
import logging
import math
import re
import time
from collections.abc import Callable, Mapping
from importlib import resources

import requests

from tracking.running.metrics import Metrics
from tracking.shopify import json_decoder, transport
from tracking.shopify.authentication import Credentials, open_token
from tracking.shopify.call_log import CallLog, DeprecationWarnings
from tracking.shopify.errors import AccessDenied, Refused, Unavailable
from tracking.shopify.json_decoder import Json
from tracking.shopify.rate_limit import Bucket, CostBudget, QueryCost
from tracking.shopify.resilience import MIN_CALL_SECONDS, CircuitBreaker, Deadline, retrying
from tracking.shopify.response import GraphQLResponse, check_status, read_response

__all__ = ["Client", "Credentials", "GraphQLResponse"]

_UNAUTHORIZED = 401
_SPARED = 0.5  # of the bucket, which queries in the background leave to visitors
_MIN_FAILURE_SECONDS = 1.0  # with less time than that, a missing response is not Shopify's failure
_SPREAD = re.compile(r"\.\.\.(\w+)")
_FRAGMENT = re.compile(r"^fragment (\w+) on .*?^}$", re.DOTALL | re.MULTILINE)

log = logging.getLogger(__name__)


class Client:
    """Safe to share between threads. ``last_headers`` are those of the latest response, whatever its status.

    ``session`` comes from ``open_session``; the demo and tests mount another transport adapter on it.
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
        self.last_headers: Mapping[str, str] = {}
        self._session = session
        self._monotonic = monotonic
        self._sleep = sleep
        self._answered_at = -math.inf
        self._token = open_token(credentials, session, monotonic)
        self._breaker = CircuitBreaker(monotonic)
        self._budget = CostBudget(monotonic, sleep)
        self._spared = 0.0
        self._metrics = metrics or Metrics()
        self._calls = CallLog(self._metrics, monotonic)
        self._deprecations = DeprecationWarnings(credentials.api_version)

    @property
    def served_version(self) -> str:
        """The API version of Shopify's last answer."""
        return self._deprecations.served_version

    def in_background(self) -> "Client":
        """The same client, whose queries leave half of the cost budget to this one's, and few lines in the log."""
        client = copy.copy(self)
        client._spared = _SPARED  # noqa: SLF001 - our own
        client._calls = CallLog(self._metrics, self._monotonic, level=logging.DEBUG)  # noqa: SLF001 - likewise
        return client

    @property
    def session(self) -> requests.Session:
        """The session for addresses that Shopify names: it holds no token, no cookie and no proxy."""
        return self._session

    @property
    def is_failing(self) -> bool:
        """Whether Shopify has failed repeatedly, and no query has succeeded since."""
        return self._breaker.is_failing

    @property
    def has_spare_budget(self) -> bool:
        """Whether half of the cost budget is available, by estimate."""
        return self._budget.has_spare_budget

    def spare_queries(self, query: str) -> int:
        """How many of these queries can begin now in the background, by estimate; 1 while Shopify fails, as a trial."""
        return min(1, self._budget.spare_queries(query)) if self.is_failing else self._budget.spare_queries(query)

    def has_answered_within(self, seconds: float) -> bool:
        """Whether the latest response with data is no older, and no query was refused since."""
        return self._monotonic() - self._answered_at <= seconds

    @property
    def bucket(self) -> Bucket | None:
        """The rate limit's bucket as last reported; None before."""
        return self._budget.bucket

    def execute(self, query: str, variables: Mapping[str, Json], deadline: Deadline) -> GraphQLResponse:
        """Executes ``queries/<query>.graphql``, and retries it where that helps.

        Errors beside data are part of the response; without any data it raises Unavailable or Refused.
        https://shopify.dev/docs/api/admin-graphql
        """
        body = b'{"query": %b, "variables": %b}' % (_encoded(query), json.dumps(variables).encode())
        try:
            with self._budget.reserve(query, deadline, spared=self._spared):
                left = _check_time(deadline)
                return self._breaker.call(
                    lambda: retrying(deadline, self._sleep)(self._attempt, query, body, deadline),
                    counts_failure=left >= _MIN_FAILURE_SECONDS,
                )
        except Refused as refusal:
            if not isinstance(refusal, AccessDenied):  # a missing scope is an answer
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
            call.response = response = self._send(body, deadline)
            check_status(response)
            self._deprecations.read(query, response.headers)
            payload = json_decoder.decode_object(response.body)
            call.cost = QueryCost.read(payload)
            self._budget.update(query, call.cost)
            result = read_response(payload)
        self._answered_at = self._monotonic()
        return result

    def _send(self, body: bytes, deadline: Deadline) -> transport.HttpResponse:
        token = self._token.current(deadline)
        response = self._post(body, token, deadline)
        if response.status == _UNAUTHORIZED and self._token.reject(token):
            return self._post(body, self._token.current(deadline), deadline)
        return response

    def _post(self, body: bytes, token: str, deadline: Deadline) -> transport.HttpResponse:
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "X-Shopify-Access-Token": token,
        }
        response = transport.post(self._session, self.credentials.graphql_url, body, headers, deadline)
        self.last_headers = response.headers
        return response


def _check_time(deadline: Deadline) -> float:
    """Returns the remaining seconds. Before the breaker: a visitor who comes too late is no failure of Shopify's."""
    left = deadline.remaining()
    if left < MIN_CALL_SECONDS:
        raise Unavailable("no time left to ask Shopify")
    return left


@functools.cache
def document(name: str) -> str:
    """The text of ``queries/<name>.graphql`` with its fragments: GraphQL refuses fragments that are not used."""
    text = _read(name)
    pending, used = _SPREAD.findall(text), set[str]()
    while pending:
        fragment = pending.pop()
        if fragment not in used:
            used.add(fragment)
            pending += _SPREAD.findall(_fragments()[fragment])
    return "\n".join([text, *(_fragments()[fragment] for fragment in sorted(used))])


@functools.cache
def _encoded(name: str) -> bytes:
    return json.dumps(document(name)).encode()


@functools.cache
def _fragments() -> dict[str, str]:
    return {match[1]: match[0] for match in _FRAGMENT.finditer(_read("fragments"))}


def _read(name: str) -> str:
    return resources.files(__package__).joinpath("queries", f"{name}.graphql").read_text(encoding="utf-8")
