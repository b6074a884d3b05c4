"""Each order of the demo store, frozen as it is now, while time alone passes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

from tests.demo_orders import orders
from tests.fakes import NOW
from tests.judge.case import Case
from tests.judge.judge import complaints, complaints_of_two
from tests.judge.walk import YEARS, all_moments, few_moments
from tracking.demo import examples
from tracking.order.model import Order

SLUGS = [example.slug for example in examples()]


def walk(order: Order, moments: Iterable[datetime]) -> list[str]:
    """The complaints of a customer who opens the page at each of the moments; each complaint once, with its day."""
    found: dict[str, datetime] = {}
    before: Case | None = None
    for now in moments:
        case = Case(order, now)
        for complaint in (*complaints(case), *(complaints_of_two(before, case) if before else ())):
            found.setdefault(complaint, now)
        before = case
    return [f"{at - NOW} later: {complaint}" for complaint, at in found.items()]


def test_a_demo_order_is_told_truly_on_a_few_days_of_two_years(demo_slugs: list[str]) -> None:
    found = {slug: walk(orders()[slug], few_moments(NOW)) for slug in demo_slugs}
    assert {slug: complaints for slug, complaints in found.items() if complaints} == {}


@pytest.mark.audit
@pytest.mark.parametrize("slug", SLUGS)
def test_a_demo_order_is_told_truly_from_its_first_minute_to_two_years_on(slug: str) -> None:
    assert walk(orders()[slug], all_moments(orders()[slug], NOW)) == []


def test_the_walk_is_dense_at_first_and_two_years_long() -> None:
    moments = all_moments(orders()["moving"], NOW)
    assert moments[1] - moments[0] <= timedelta(minutes=1)
    assert timedelta(days=550) < moments[-1] - NOW <= YEARS
    assert len(moments) > 100
