"""Records the orders that need somebody in the shop: made anew in the transaction that changes their cause."""

from datetime import UTC, datetime, time, timedelta

from tracking.database import Transaction, order_needs, orders, set_aside
from tracking.database.order_needs import NeedCircumstances, OrderNeed, SetAside
from tracking.directory.finding_rules import FindingRules
from tracking.order.vocabulary import Condition


class OrderNeeds:
    """``rules`` say which need an order has. One that is not known is left alone.

    Every method but ``renew`` locks the order.
    """

    def __init__(self, rules: FindingRules) -> None:
        self._rules = rules

    @property
    def frequent_openings(self) -> int:
        """So many openings of its page on one day change the need of an order."""
        return self._rules.frequent_openings

    def refresh(self, transaction: Transaction, order_id: str, *, now: datetime) -> None:
        """Make the need of an order anew: it was answered, handled or opened often."""
        orders.lock(transaction, order_id)
        self.renew(transaction, order_id, now=now)

    def renew(self, transaction: Transaction, order_id: str, *, now: datetime) -> None:
        """Likewise of an order that this transaction has locked: it was judged."""
        found = order_needs.circumstances(transaction, order_id, today=now.date())
        if found is None:
            return
        need = self._need(found)
        aside = self._still_set_aside(transaction, order_id, found, now)
        self._put(transaction, order_id, found, need, is_aside=aside is not None, now=now)
        if aside:
            orders.judge_by(transaction, order_id, aside.until)
        if found.openings >= self._rules.frequent_openings:  # only today
            tomorrow = now.astimezone(UTC).date() + timedelta(days=1)
            orders.judge_by(transaction, order_id, datetime.combine(tomorrow, time(), UTC))

    def set_aside(self, transaction: Transaction, order_id: str, *, until: datetime, who: str, now: datetime) -> bool:
        """Let the order need nobody until then, or until something new happens; returns whether it is known.

        ``who`` in the shop did it.
        """
        orders.lock(transaction, order_id)
        found = order_needs.circumstances(transaction, order_id, today=now.date())
        if found is None:
            return False
        set_aside.put(transaction, order_id, until, who, found.state, now)
        self.renew(transaction, order_id, now=now)
        return True

    def take_up(self, transaction: Transaction, order_id: str, *, now: datetime) -> None:
        """Let an order that was set aside need somebody again."""
        orders.lock(transaction, order_id)
        set_aside.remove(transaction, order_id)
        self.renew(transaction, order_id, now=now)

    def _need(self, found: NeedCircumstances) -> OrderNeed | None:
        return self._rules.need(
            found.found,
            has_open_answer=found.answered_at is not None,
            openings_today=found.openings,
            is_done=found.state.condition == Condition.DONE,
        )

    def _still_set_aside(
        self, transaction: Transaction, order_id: str, found: NeedCircumstances, now: datetime
    ) -> SetAside | None:
        """None, and no longer set aside, from its day on and where something has happened since."""
        aside = found.set_aside
        if aside is None:
            return None
        is_answered = found.answered_at is not None and found.answered_at > aside.at
        if now >= aside.until or is_answered or self._rules.is_news(aside.state, found.state):
            set_aside.remove(transaction, order_id)
            return None
        if found.state != aside.state:  # it has become better: if it becomes as bad again, that is news
            set_aside.mark_seen(transaction, order_id, found.state)
        return aside

    def _put(
        self,
        transaction: Transaction,
        order_id: str,
        found: NeedCircumstances,
        need: OrderNeed | None,
        *,
        is_aside: bool,
        now: datetime,
    ) -> None:
        needs_you, has_open_answer = need is not None and not is_aside, found.answered_at is not None
        written = (found.need, found.needs_you, found.is_in_answers)
        if written != (need, needs_you, has_open_answer):
            since = _since(found, need, now)
            order_needs.put(transaction, order_id, need, since, needs_you=needs_you, has_open_answer=has_open_answer)


def _since(found: NeedCircumstances, need: OrderNeed | None, now: datetime) -> datetime | None:
    if need is None:
        return None
    return found.since if need == found.need else now
