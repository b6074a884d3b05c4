"""The amounts that were paid, are owed and are reserved at a moment of a life."""

from collections import Counter
from datetime import datetime
from decimal import Decimal

from tests.judge.life import Life
from tests.judge.payments import Collects


def is_past(moment: datetime | None, now: datetime) -> bool:
    """Whether it has happened."""
    return moment is not None and moment <= now


def is_cancelled(life: Life, now: datetime) -> bool:
    """Whether the whole order has been cancelled."""
    return is_past(life.cancelled_at, now)


def financial_status(life: Life, now: datetime) -> str:
    """Shopify's aggregate of what was paid and what went back."""
    way = life.way
    status = way.paid if is_past(life.paid_at, now) else way.unpaid
    if status == "AUTHORIZED" and is_cancelled(life, now):
        return "VOIDED"
    if status == "PAID" and outstanding(life, now) > 0:
        status = "PARTIALLY_PAID"  # an edit made it cost more
    refunded = life.refunded(now)
    if not refunded or status not in ("PAID", "PARTIALLY_PAID"):
        return status
    return "REFUNDED" if refunded >= paid(life, now) else "PARTIALLY_REFUNDED"


def paid(life: Life, now: datetime) -> Decimal:
    """The money that has reached the shop."""
    if life.paid_at and life.paid_at <= now:
        return Decimal(life.price(life.ordered(life.paid_at)))
    return Decimal(life.price(life.ordered(life.placed_at))) * Decimal(str(life.way.share))


def outstanding(life: Life, now: datetime) -> Decimal:
    """The price of the order now, less the payments that were not given back."""
    if is_cancelled(life, now):
        return Decimal(0)
    gone = edited_out(life, now) + sum((Counter(each.units) for each in life.money_back if each.at <= now), Counter())
    price = Decimal(life.price(life.ordered(now) - gone))
    back = sum(life.amount_of(each) for each in life.money_back if each.at <= now and each.units)
    return price - (paid(life, now) - back)


def capturable(life: Life, now: datetime) -> Decimal:
    """The amount that is reserved and not taken yet."""
    is_open = life.way.is_reserved and not is_past(life.paid_at, now) and not is_cancelled(life, now)
    return max(Decimal(0), outstanding(life, now)) if is_open else Decimal(0)


def owes_now(life: Life, now: datetime) -> bool:
    """Whether the customer has to pay the shop, today, and nobody else collects it."""
    if outstanding(life, now) - capturable(life, now) <= 0:
        return False
    if is_past(life.paid_at, now):
        return True  # an edit made it cost more
    if life.way.collects is Collects.WHEN_DUE:
        return is_past(life.due_at, now)
    return life.way.collects is Collects.FROM_THE_START


def edited_out(life: Life, now: datetime) -> Counter[str]:
    """The units that an edit took out without a refund, by line key."""
    parts = (Counter(each.units) for each in life.taken_out if each.at <= now and not each.is_refunded)
    return sum(parts, Counter())
