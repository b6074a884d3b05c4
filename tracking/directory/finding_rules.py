"""Where the directory asks what the shop has to do about an order: the rules are handed in, for they lie above it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tracking.database.order_needs import OrderNeed
from tracking.database.set_aside import AsideState
from tracking.order.model import Order
from tracking.order.policy import Policy
from tracking.order.status_types import OrderStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The findings in an order by itself: its need, and the codes of what is out of step.

    ``change_at`` is when time alone may change that, beside its status; None: never.
    """

    need: OrderNeed | None = None
    out_of_step: tuple[str, ...] = ()
    change_at: datetime | None = None


class FindingRules(Protocol):
    """The rules for what the shop has to do about orders. Pure."""

    @property
    def frequent_openings(self) -> int:
        """So many openings of its page on one day are a need."""

    def findings(self, order: Order, status: OrderStatus, now: datetime, policy: Policy) -> Findings:
        """The findings in the order, whose status was decided now."""

    def need(
        self, found: OrderNeed | None, *, has_open_answer: bool, openings_today: int, is_done: bool
    ) -> OrderNeed | None:
        """The first need of an order: what was found in it, or what its customer did."""

    def is_news(self, then: AsideState, now: AsideState) -> bool:
        """Whether something has happened to the order for which it may not stay aside."""


class NoFindings:
    """Finds nothing: for tests of the directory alone."""

    frequent_openings = 2**31 - 1

    def findings(self, order: Order, status: OrderStatus, now: datetime, policy: Policy) -> Findings:  # noqa: ARG002 - as FindingRules
        """As FindingRules."""
        return Findings()

    def need(
        self,
        found: OrderNeed | None,
        *,
        has_open_answer: bool,  # noqa: ARG002 - likewise
        openings_today: int,  # noqa: ARG002 - likewise
        is_done: bool,  # noqa: ARG002 - likewise
    ) -> OrderNeed | None:
        """As FindingRules."""
        return found

    def is_news(self, then: AsideState, now: AsideState) -> bool:
        """As FindingRules."""
        return then != now
