"""The results of the merchant's rules for an order: its findings and its need."""

from datetime import datetime

from tests.order.builders import NOW, english, policy, status_of
from tracking.merchant.needs import Need, first_need
from tracking.merchant.out_of_step import OutOfStep, out_of_step
from tracking.order.model import Order


def found_in(its_order: Order, now: datetime = NOW) -> tuple[OutOfStep, ...]:
    """Everything out of step."""
    return out_of_step(its_order, status_of(its_order, now), now, policy())


def evidence_in(its_order: Order, now: datetime = NOW) -> dict[str, str]:
    """The evidence in English by code."""
    return {found.code.value: english(found.evidence) for found in found_in(its_order, now)}


def need_of(its_order: Order, *, has_open_answer: bool = False, openings_today: int = 0) -> Need | None:
    """The most urgent need of the order; None where it has none."""
    return first_need(
        status_of(its_order), found_in(its_order), has_open_answer=has_open_answer, openings_today=openings_today
    )
