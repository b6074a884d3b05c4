"""The results of the merchant's rules for an order: its findings and its need."""

from collections.abc import Collection
from datetime import datetime

from tests.order.builders import NOW, english, policy, status_of
from tracking.database.order_needs import OrderNeed
from tracking.merchant.finding_rules import MerchantRules
from tracking.merchant.needs import Need, NeedCode, first_order_need
from tracking.merchant.out_of_step import OutOfStep, out_of_step
from tracking.order.model import Order
from tracking.order.status_types import OrderStatus
from tracking.order.vocabulary import Condition


def found_in(its_order: Order, now: datetime = NOW) -> tuple[OutOfStep, ...]:
    """Everything out of step."""
    return out_of_step(its_order, status_of(its_order, now), now, policy())


def evidence_in(its_order: Order, now: datetime = NOW) -> dict[str, str]:
    """The evidence in English by code."""
    return {found.code.value: english(found.evidence) for found in found_in(its_order, now)}


def first_need(
    status: OrderStatus, found: Collection[OutOfStep], *, has_open_answer: bool = False, openings_today: int = 0
) -> Need | None:
    """The first need of an order with this status, as the directory asks: of itself, and then of its customer."""
    alone = first_order_need(status, found)
    need = MerchantRules().need(
        OrderNeed(alone.rank, alone.why) if alone else None,
        has_open_answer=has_open_answer,
        openings_today=openings_today,
        is_done=status.headline.condition is Condition.DONE,
    )
    return Need(rank=need.rank, why=NeedCode(need.why)) if need else None


def need_of(its_order: Order, *, has_open_answer: bool = False, openings_today: int = 0) -> Need | None:
    """The most urgent need of the order; None where it has none."""
    return first_need(
        status_of(its_order), found_in(its_order), has_open_answer=has_open_answer, openings_today=openings_today
    )
