"""Runs bulk operations: each takes its time, and leaves a file of JSON lines that can be fetched for a week.

https://shopify.dev/docs/api/usage/bulk-operations/queries
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from secrets import token_urlsafe
from threading import RLock
from typing import TYPE_CHECKING, TypeAlias, cast

from graphql import DocumentNode, FieldNode, GraphQLObjectType
from graphql.execution.values import get_argument_values

from tracking.demo.bulk_queries import InvalidBulkQuery, lines_of, parse_bulk_query
from tracking.demo.result_file import ResultFile
from tracking.demo.schema import demo_schema

if TYPE_CHECKING:
    from tracking.demo.store import DemoStore

Node: TypeAlias = Mapping[str, object]

STARTS_AFTER = timedelta(seconds=1)
ENDS_AFTER = timedelta(seconds=3)
LIFETIME = timedelta(days=7)
MOST_AT_A_TIME = 5
MAX_STORED = 20
PATH = "/bulk-operations/"
_CHUNK = 100  # root objects that are read at a time
_UNFINISHED = {"CREATED", "RUNNING", "CANCELING"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkFaults:
    """Faults of operations from now on: they fail after so many lines, or one of their lines is cut off."""

    fails_after: int | None = None
    broken_line: int | None = None


@dataclass(slots=True, kw_only=True)
class _Operation:
    """One operation. ``lines`` yields the line of a root object together with those that belong to it."""

    node_id: str
    query: str
    created_at: datetime
    lines: Iterator[Sequence[Node]]
    faults: BulkFaults
    token: str = field(default_factory=token_urlsafe)
    file: ResultFile = field(default_factory=ResultFile)
    status: str = "CREATED"
    error: str | None = None
    ended_at: datetime | None = None
    objects: int = 0
    roots: int = 0


class BulkOperations:
    """The operations of an app. They proceed by the clock, when one is read: so many root objects in a second."""

    def __init__(
        self, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC), roots_per_second: float = 2_000
    ) -> None:
        self.faults = BulkFaults()
        self._clock = clock
        self._rate = roots_per_second
        self._operations: dict[str, _Operation] = {}
        self._made = 0
        self._lock = RLock()

    def run_query(self, store: "DemoStore", arguments: Mapping[str, object]) -> Node:
        """Start an operation, or return user errors."""
        text = str(arguments["query"])
        try:
            document, root = parse_bulk_query(demo_schema(), text)
        except InvalidBulkQuery as error:
            return _refusal("INVALID", *error.messages, field=["query"])
        with self._lock:
            running = [each.node_id for each in self._all() if each.status in _UNFINISHED]
            if len(running) >= MOST_AT_A_TIME:
                message = "A bulk query operation for this app and shop is already in progress"
                return _refusal("OPERATION_IN_PROGRESS", f"{message}: {', '.join(running)}.")
            made = self._add(text, _lines(store, document, root))
            return {"bulkOperation": _node(made, store.origin), "userErrors": []}

    def cancel(self, store: "DemoStore", node_id: str) -> Node:
        """Stop an operation that has not ended."""
        with self._lock:
            found = next((each for each in self._all() if each.node_id == node_id), None)
            if found is None or found.status not in _UNFINISHED:
                message = "Bulk operation does not exist" if found is None else "A bulk operation cannot be canceled"
                return {"bulkOperation": None, "userErrors": [{"field": ["id"], "message": message}]}
            found.status = "CANCELING"
            return {"bulkOperation": _node(found, store.origin), "userErrors": []}

    def find(self, store: "DemoStore", node_id: str) -> Node | None:
        """The operation with this id."""
        return next((node for node in self._nodes(store) if node["id"] == node_id), None)

    def newest(self, store: "DemoStore", arguments: Mapping[str, object]) -> Node | None:
        """The newest operation of a type; there are queries only."""
        nodes = self._nodes(store)
        return nodes[-1] if nodes and arguments["type"] == "QUERY" else None

    def sorted(self, store: "DemoStore", arguments: Mapping[str, object]) -> Sequence[Node]:
        """All operations, newest first, of those with a status that the query names."""
        statuses = {
            term.removeprefix("status:").upper()
            for term in str(arguments.get("query") or "").split()
            if term.startswith("status:")
        }
        found = [node for node in self._nodes(store) if not statuses or node["status"] in statuses]
        key = "completedAt" if arguments["sortKey"] == "COMPLETED_AT" else "createdAt"
        numbered = sorted(enumerate(found), key=lambda each: (str(each[1][key] or ""), each[0]), reverse=True)
        return [node for _, node in numbered]

    def result(self, path: str) -> ResultFile | None:
        """The file at a path; None where there is none, or no more."""
        with self._lock:
            for each in self._all():
                if path == _path(each) and each.status in {"COMPLETED", "FAILED"}:
                    return each.file
        return None

    def _nodes(self, store: "DemoStore") -> Sequence[Node]:
        with self._lock:
            return [_node(each, store.origin) for each in self._all()]

    def _all(self) -> Sequence[_Operation]:
        """Every operation, as far as it has come."""
        for each in self._operations.values():
            self._proceed(each)
        return list(self._operations.values())

    def _add(self, query: str, lines: Iterator[Sequence[Node]]) -> _Operation:
        self._made += 1
        made = _Operation(
            node_id=f"gid://shopify/BulkOperation/{self._made}",
            query=query,
            created_at=self._clock(),
            lines=lines,
            faults=self.faults,
        )
        self._operations[made.node_id] = made
        while len(self._operations) > MAX_STORED:
            del self._operations[next(iter(self._operations))]
        return made

    def _proceed(self, operation: _Operation) -> None:
        now = self._clock()
        if operation.ended_at and now >= operation.ended_at + LIFETIME:
            operation.status = "EXPIRED"
        if operation.status == "CANCELING":
            operation.status, operation.ended_at = "CANCELED", now
        age = now - operation.created_at
        if operation.status in {"CREATED", "RUNNING"} and age >= STARTS_AFTER:
            operation.status = "RUNNING"
            allowed = int(age.total_seconds() * self._rate)
            self._read(operation, allowed)
            is_read = operation.roots < allowed
            if operation.status == "RUNNING" and age >= ENDS_AFTER and is_read:
                operation.status, operation.ended_at = "COMPLETED", now

    def _read(self, operation: _Operation, until: int) -> None:
        try:
            for lines in islice(operation.lines, max(0, until - operation.roots)):
                operation.roots += 1
                for line in lines:
                    self._write(operation, line)
        except _Failed as failure:
            operation.status, operation.ended_at, operation.error = "FAILED", self._clock(), failure.code

    def _write(self, operation: _Operation, line: Node) -> None:
        if operation.objects == operation.faults.fails_after:
            raise _Failed("INTERNAL_SERVER_ERROR")
        operation.objects += 1
        content = json.dumps(line, ensure_ascii=False).encode()
        is_broken = operation.objects == operation.faults.broken_line
        operation.file.write((content[: len(content) // 2] if is_broken else content) + b"\n")


class _Failed(Exception):
    """The operation ends here, with an error code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _refusal(code: str, *messages: str, field: Sequence[str] | None = None) -> Node:
    errors = [{"code": code, "field": field, "message": message} for message in messages]
    return {"bulkOperation": None, "userErrors": errors}


def _lines(store: "DemoStore", document: DocumentNode, root: FieldNode) -> Iterator[Sequence[Node]]:
    """The lines of one root object after the other, read in chunks of orders."""
    name = root.alias.value if root.alias else root.name.value
    for chunk in _chunks(store, root):
        result = chunk.execute(document, {})
        if result.errors or not result.data:
            denied = any((error.extensions or {}).get("code") == "ACCESS_DENIED" for error in result.errors or ())
            raise _Failed("ACCESS_DENIED" if denied else "INTERNAL_SERVER_ERROR")
        lines: list[Node] = []
        for line in lines_of(result.data[name]):
            if lines and "__parentId" not in line:
                yield lines
                lines = []
            lines.append(line)
        if lines:
            yield lines


def _chunks(store: "DemoStore", root: FieldNode) -> Iterator["DemoStore"]:
    if root.name.value != "orders":
        yield replace(store, is_bulk=True)
        return
    definition = cast("GraphQLObjectType", demo_schema().query_type).fields["orders"]
    rows = store.sorted_orders(get_argument_values(definition, root))
    for start in range(0, max(1, len(rows)), _CHUNK):  # no order may be read without the scope, not even none
        yield replace(store, orders=list(rows[start : start + _CHUNK]), is_bulk=True)


def _path(operation: _Operation) -> str:
    return f"{PATH}{operation.token}.jsonl"


def _node(operation: _Operation, origin: str) -> Node:
    # There is no file where there is nothing to write into it.
    url = f"{origin}{_path(operation)}" if operation.objects else None
    is_complete = operation.status == "COMPLETED"
    return {
        "__typename": "BulkOperation",
        "id": operation.node_id,
        "type": "QUERY",
        "query": operation.query,
        "status": operation.status,
        "errorCode": operation.error,
        "createdAt": _timestamp(operation.created_at),
        "completedAt": _timestamp(operation.ended_at) if is_complete and operation.ended_at else None,
        "objectCount": str(operation.objects),
        "rootObjectCount": str(operation.roots),
        "fileSize": str(operation.file.size) if is_complete and url else None,
        "url": url if is_complete else None,
        "partialDataUrl": url if operation.status == "FAILED" else None,
    }


def _timestamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
