"""The rules that the directory applies when it judges an order, as ``FindingRules``."""

from datetime import datetime

from tracking.database.order_needs import OrderNeed
from tracking.database.set_aside import AsideState
from tracking.directory.finding_rules import Findings
from tracking.merchant.finding_times import next_finding_change
from tracking.merchant.needs import FREQUENT_OPENINGS, CustomerFacts, first_customer_need, first_order_need
from tracking.merchant.out_of_step import out_of_step
from tracking.order.model import Order
from tracking.order.policy import Policy
from tracking.order.status_types import OrderStatus
from tracking.order.vocabulary import Condition

# A condition that is worse than before is news; of these, another reason, too.
_WORST_LAST = (Condition.ACTION_NEEDED, Condition.LATE, Condition.PROBLEM)
_NO_NEED = 100  # behind every rank


class MerchantRules:
    """Implements FindingRules."""

    frequent_openings = FREQUENT_OPENINGS

    def findings(self, order: Order, status: OrderStatus, now: datetime, policy: Policy) -> Findings:
        """As FindingRules."""
        found = out_of_step(order, status, now, policy)
        need = first_order_need(status, found)
        return Findings(
            need=OrderNeed(need.rank, need.why.value) if need else None,
            out_of_step=tuple(each.code.value for each in found),
            change_at=next_finding_change(order, status, found, now, policy),
        )

    def need(
        self, found: OrderNeed | None, *, has_open_answer: bool, openings_today: int, is_done: bool
    ) -> OrderNeed | None:
        """As FindingRules."""
        facts = CustomerFacts(has_open_answer=has_open_answer, openings_today=openings_today, is_done=is_done)
        asked = first_customer_need(facts)
        if asked is None or (found and found.rank < asked.rank):
            return found
        return OrderNeed(asked.rank, asked.why.value)

    def is_news(self, then: AsideState, now: AsideState) -> bool:
        """A more urgent need, a worse condition, another reason of a bad one, or something more that is out of step."""
        return (
            (now.rank or _NO_NEED) < (then.rank or _NO_NEED)
            or _badness(now.condition) > _badness(then.condition)
            or _badness(now.parcel_condition) > _badness(then.parcel_condition)
            or (now.condition in _WORST_LAST and now.reason != then.reason)
            or not set(now.out_of_step) <= set(then.out_of_step)
        )


def _badness(condition: str | None) -> int:
    """0: nothing is bad."""
    return _WORST_LAST.index(Condition(condition)) + 1 if condition in _WORST_LAST else 0
