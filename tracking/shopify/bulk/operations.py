"""Starts bulk operations, and asks how far they have come.

https://shopify.dev/docs/api/usage/bulk-operations/queries
"""

from dataclasses import dataclass

from tracking.shopify.client import Client
from tracking.shopify.errors import AccessDenied, Refused, Unavailable, malformed
from tracking.shopify.parsing.node import Node
from tracking.shopify.resilience import Deadline
from tracking.shopify.response import GraphQLResponse

_BUSY = frozenset({"OPERATION_IN_PROGRESS", "LIMIT_REACHED"})
_IN_PROGRESS = "already in progress"  # the message of older versions, without a code
_UNFINISHED = frozenset({"CREATED", "RUNNING", "CANCELING"})
_MAX_MESSAGE = 200
_MAX_DIGITS = 18


class OtherOperationRuns(Unavailable):
    """Shopify runs only so many operations of an app at a time."""


class BulkQueryRefused(Refused):
    """Shopify refuses the query as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkOperation:
    """An operation; ``id`` is a global id.

    ``url`` leads to the file of a completed one, None where there is nothing in it; ``partial_url`` to what a failed
    one has left. Such an address is all that it takes to read the file. ``roots`` counts the objects in
    it that are nested in no other one.
    """

    id: str
    status: str
    error_code: str | None
    roots: int
    url: str | None
    partial_url: str | None

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self.status in _UNFINISHED

    @property
    def is_denied(self) -> bool:
        """Whether it has failed because the app's scopes do not cover its query."""
        return self.error_code == "ACCESS_DENIED"


def run_bulk_query(client: Client, query: str, deadline: Deadline, *, grouped: bool = False) -> BulkOperation:
    """Start an operation; ``grouped``: the lines of nested objects follow that of their parent at once.

    Raises OtherOperationRuns, BulkQueryRefused and other ShopifyErrors.
    """
    response = client.execute("bulk_run", {"query": query, "grouped": grouped}, deadline)
    payload = Node(response.data).node("bulkOperationRunQuery")
    errors = payload.rows("userErrors")
    messages = "; ".join(filter(None, (error.text("message") for error in errors)))[:_MAX_MESSAGE]
    if any(error.text("code") in _BUSY for error in errors) or _IN_PROGRESS in messages:
        raise OtherOperationRuns("another bulk operation of this app is running")
    if errors:
        raise BulkQueryRefused(f"Shopify refuses the bulk query: {messages}")
    _check_denied(response)
    operation = _operation(payload.node("bulkOperation"))
    if operation is None:
        raise malformed("holds no bulk operation")
    return operation


def bulk_operation(client: Client, operation_id: str, deadline: Deadline) -> BulkOperation | None:
    """The operation with this id; None when Shopify no longer has it. Raises ShopifyError."""
    response = client.execute("bulk_operation", {"id": operation_id}, deadline)
    _check_denied(response)
    if response.errors:
        raise malformed("does not say how far a bulk operation has come")
    return _operation(Node(response.data).node("bulkOperation"))


def _check_denied(response: GraphQLResponse) -> None:
    if any(error.is_denied for error in response.errors):
        raise AccessDenied("The app's scopes do not cover bulk operations")


def _operation(node: Node) -> BulkOperation | None:
    operation_id, status = node.text("id"), node.text("status")
    if not operation_id or not status:
        return None
    return BulkOperation(
        id=operation_id,
        status=status,
        error_code=node.text("errorCode"),
        roots=_count(node.text("rootObjectCount")),
        url=node.url("url"),
        partial_url=node.url("partialDataUrl"),
    )


def _count(digits: str | None) -> int:
    """An UnsignedInt64, which is text in JSON."""
    return int(digits) if digits and digits.isascii() and digits.isdecimal() and len(digits) <= _MAX_DIGITS else 0
