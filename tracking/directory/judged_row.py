"""The row of an order, made of Shopify's stored answer and its judgement."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cached_property
from typing import Any

from tracking.database.orders import FoundBy, OrderRow
from tracking.directory.finding_rules import FindingRules, NoFindings
from tracking.directory.judgement import Judgement, judge
from tracking.directory.order_needs import OrderNeeds
from tracking.directory.rules_fingerprint import rules_fingerprint
from tracking.order.model import Order
from tracking.order.policy import Policy
from tracking.order.status_types import OrderStatus
from tracking.shopify.orders import Document

# The columns that are not the judgement's.
_OWN = {"id", "fetched_at", "judged_at", "judged_by", "contact_hash", "answer"}
_OF_PEOPLE = {"need_rank", "need_why", "need_since"}
_JUDGED = [field.name for field in fields(OrderRow) if field.name not in _OWN | _OF_PEOPLE]


class Rules:
    """The policy, what the shop has to do about orders, and the fingerprint of both and of the code."""

    def __init__(
        self, policy: Policy, findings: FindingRules | None = None, *, on_judged: Callable[[], object] = lambda: None
    ) -> None:
        """``on_judged`` is called for each order that is judged."""
        self.policy = policy
        self.findings = findings or NoFindings()
        self.needs = OrderNeeds(self.findings)
        self.on_judged = on_judged

    @cached_property
    def fingerprint(self) -> str:
        """Made when it is first needed: it takes longer than all else at the start."""
        return rules_fingerprint(self.policy)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRow:
    """A row, what it is found by, and the order and its status that it was made of."""

    row: OrderRow
    found_by: FoundBy
    order: Order
    status: OrderStatus


def judged_row(
    stored: Document, rules: Rules, *, fetched_at: datetime, now: datetime, contact_hash: str | None = None
) -> JudgedRow:
    """The row of an order whose stored answer was fetched at ``fetched_at``, judged now.

    Raises Unavailable for an answer that cannot be read.
    """
    judgement = judge(stored, fetched_at=fetched_at, now=now, policy=rules.policy, finding_rules=rules.findings)
    rules.on_judged()
    row = OrderRow(
        id=judgement.order_id,
        fetched_at=fetched_at,
        judged_at=now,
        judged_by=rules.fingerprint,
        contact_hash=contact_hash,
        answer=dict(stored),
        **_columns(judgement),
    )
    views = [view.value for view in judgement.views]
    found_by = FoundBy(numbers=judgement.number_keys, views=views, words=judgement.words)
    return JudgedRow(row=row, found_by=found_by, order=judgement.order, status=judgement.status)


def _columns(judgement: Judgement) -> dict[str, Any]:
    """Codes as the database has them: plain text."""
    values = {name: getattr(judgement, name) for name in _JUDGED}
    return {name: str(value) if isinstance(value, str) else value for name, value in values.items()}
