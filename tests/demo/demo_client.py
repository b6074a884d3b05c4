"""Sends requests to the demo store over its transport, as an app does to Shopify."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

import requests

from tracking.demo import DemoStore, DemoTransport, GrowingOrders, LeakyBucket

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
GROWTH = GrowingOrders()  # they follow from the clock and a seed: what has been built of them is the same for all
SHOP = "https://demo.myshopify.com"
ADMIN = f"{SHOP}/admin/api/2026-10/graphql.json"
TOKEN = {"X-Shopify-Access-Token": "demo"}

# Answers are JSON, of which a test reads one spot: Any is what it is.
Answer = dict[str, Any]


def rows(node: Mapping[str, object], name: str) -> list[Answer]:
    """The parts of a node that have this name."""
    return cast("list[Answer]", node[name])


class DemoClient:
    """A session for one demo shop; ``now`` is the shop's time."""

    def __init__(self, store: DemoStore | None = None, bucket: LeakyBucket | None = None) -> None:
        self.now = NOW
        self.transport = DemoTransport(clock=lambda: self.now, store=store, bucket=bucket)
        self.session = requests.Session()
        self.session.mount(SHOP, self.transport)

    def post(self, body: object, headers: Mapping[str, str] = TOKEN) -> requests.Response:
        return self.session.post(ADMIN, json=body, headers=headers)

    def query(self, query: str, **variables: object) -> Answer:
        answer: Answer = self.post({"query": query, "variables": variables}).json()
        return answer

    def search(self, search: str) -> list[str]:
        """Names of the orders that a search finds, newest first."""
        query = "query($q: String) { orders(first: 50, query: $q, reverse: true) { nodes { name } } }"
        return [node["name"] for node in self.query(query, q=search)["data"]["orders"]["nodes"]]

    def order(self, name: str, fields: str) -> Answer:
        """Fields of the order with exactly this name."""
        query = f"query($q: String) {{ orders(first: 20, query: $q) {{ nodes {{ name {fields} }} }} }}"
        nodes: list[Answer] = self.query(query, q=f'name:"{name}"')["data"]["orders"]["nodes"]
        return next(node for node in nodes if node["name"] == name)
