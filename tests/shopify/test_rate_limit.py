"""A small shop's bucket: 2,000 points, of which 100 are restored each second."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from threading import Barrier, Thread

import pytest

from tests.sampling import each_row
from tests.shopify.clients import FakeTime
from tracking.shopify.errors import Refused, ShopifyError, Throttled, Unavailable
from tracking.shopify.json_decoder import Json, JsonObject
from tracking.shopify.rate_limit import (
    FIRST,
    MAX_FULFILLMENTS,
    Bucket,
    CostBudget,
    QueryCost,
    content_sizes,
    fulfillment_sizes,
)


def payload(requested: Json = 848, actual: Json = 23, bucket: Json = None) -> JsonObject:
    return {
        "extensions": {
            "cost": {"requestedQueryCost": requested, "actualQueryCost": actual, "throttleStatus": bucket},
        }
    }


FULL: JsonObject = {"maximumAvailable": 2000.0, "currentlyAvailable": 1977, "restoreRate": 100.0}


def test_cost_is_read_from_the_response() -> None:
    cost = QueryCost.read(payload(bucket=FULL))
    assert cost == QueryCost(requested=848, actual=23, bucket=Bucket(available=1977, maximum=2000, restore_rate=100))
    assert cost.bucket.is_sound


@each_row(
    "response",
    [
        {},
        {"extensions": None},
        {"extensions": {"cost": [1]}},
        payload(bucket=FULL | {"restoreRate": 0}),
        payload(bucket=FULL | {"restoreRate": -1}),
        payload(bucket=FULL | {"restoreRate": 5e-324}),
        payload(bucket=FULL | {"maximumAvailable": "many"}),
        payload(bucket=7),
    ],
)
def test_cost_with_unsound_values_has_no_sound_bucket(response: JsonObject) -> None:
    assert not QueryCost.read(response).bucket.is_sound


def test_throttled_query_has_no_actual_cost() -> None:
    assert QueryCost.read(payload(actual=None, bucket=FULL)).actual == 0


ORDER = 848


def cost_with(available: float, requested: float = ORDER) -> QueryCost:
    bucket = Bucket(available=available, maximum=2000, restore_rate=100)
    return QueryCost(requested=requested, actual=23, bucket=bucket)


@pytest.fixture
def budget(time: FakeTime) -> CostBudget:
    return CostBudget(time, time.sleep)


def execute(budget: CostBudget, time: FakeTime, available: float = 1977, query: str = "order") -> None:
    with budget.reserve(query, time.deadline()):
        budget.update(query, cost_with(available))


def test_unknown_bucket_admits_every_query(budget: CostBudget, time: FakeTime) -> None:
    with ExitStack() as stack:
        for _ in range(12):
            stack.enter_context(budget.reserve("order", time.deadline()))
        assert budget.has_spare_budget
    assert time.slept == []


@pytest.mark.parametrize(("available", "is_spare"), [(2000, True), (1000, True), (999, False), (0, False)])
def test_spare_budget_requires_half_of_the_bucket(
    budget: CostBudget, time: FakeTime, available: float, *, is_spare: bool
) -> None:
    execute(budget, time, available)
    assert budget.has_spare_budget is is_spare


@pytest.mark.parametrize(("available", "spare"), [(2000, 1000 // ORDER), (1000 + ORDER, 1), (999 + ORDER, 0), (900, 0)])
def test_spare_queries_are_counted_at_their_highest_cost_beside_the_visitors_half(
    budget: CostBudget, time: FakeTime, available: float, spare: int
) -> None:
    assert budget.spare_queries("order") == 1, "as long as nothing is known"
    execute(budget, time, available)
    assert budget.spare_queries("order") == spare
    assert budget.spare_queries("another") == available // 2000, "its cost may be the highest"


def test_bucket_restores_up_to_its_maximum(budget: CostBudget, time: FakeTime) -> None:
    execute(budget, time, available=0)
    time.now += 9.9
    assert not budget.has_spare_budget
    time.now += 0.1
    assert budget.has_spare_budget
    time.now += 10_000
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(budget.reserve("order", time.deadline()))
        with pytest.raises(Throttled):
            stack.enter_context(budget.reserve("order", time.deadline(0.1)))


def test_query_in_progress_reserves_its_cost(budget: CostBudget, time: FakeTime) -> None:
    execute(budget, time)
    with budget.reserve("order", time.deadline()):
        assert budget.has_spare_budget
        with budget.reserve("order", time.deadline()):
            assert not budget.has_spare_budget


def test_queries_in_progress_count_after_an_update(budget: CostBudget, time: FakeTime) -> None:
    execute(budget, time)
    with budget.reserve("order", time.deadline()), budget.reserve("order", time.deadline()):
        budget.update("order", cost_with(2000))
        with budget.reserve("order", time.deadline()):
            assert not budget.has_spare_budget


def test_reserve_waits_within_the_deadline(budget: CostBudget, time: FakeTime) -> None:
    execute(budget, time, available=548)
    with budget.reserve("order", time.deadline()):
        assert time.slept == [3.0]


def test_reserve_beyond_the_deadline_raises_throttled(budget: CostBudget, time: FakeTime) -> None:
    execute(budget, time, available=348)
    with pytest.raises(Throttled) as raised, budget.reserve("order", time.deadline()):
        pytest.fail("the query was sent")
    assert raised.value.retry_after == 5.0
    assert time.slept == []


def test_cheaper_query_is_sent(budget: CostBudget, time: FakeTime) -> None:
    budget.update("search", cost_with(1977, requested=11))
    execute(budget, time, available=348)
    with budget.reserve("search", time.deadline()):
        assert time.slept == []


def test_empty_bucket_is_trusted_for_half_a_second(budget: CostBudget, time: FakeTime) -> None:
    # Another process may have reserved the points, and got them refunded since.
    execute(budget, time, available=0)
    time.now += 0.5
    with budget.reserve("order", time.deadline()):
        assert time.slept == []


def test_query_of_unknown_cost_is_sent_alone(budget: CostBudget, time: FakeTime) -> None:
    execute(budget, time, available=500, query="shop")
    with budget.reserve("order", time.deadline()):
        with pytest.raises(Throttled), budget.reserve("search", time.deadline(0.1)):
            pytest.fail("its cost may be the maximum")
        budget.update("order", cost_with(1900))
        with budget.reserve("search", time.deadline()):
            pass


@dataclass
class RefundingTime(FakeTime):
    """A clock whose sleep returns the cost of a query in progress."""

    responses: list[QueryCost] = field(default_factory=list)
    budget: CostBudget | None = None

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        if self.budget and self.responses:
            self.budget.update("order", self.responses.pop())


def test_reserve_polls_while_queries_are_in_progress() -> None:
    time = RefundingTime()
    budget = CostBudget(time, time.sleep)
    execute(budget, time)
    with budget.reserve("order", time.deadline()), budget.reserve("order", time.deadline()):
        time.budget, time.responses = budget, [cost_with(1954)]
        with budget.reserve("order", time.deadline()):
            assert time.slept == [0.02]


@pytest.mark.parametrize("error", [Unavailable("down"), Refused("locked")])
def test_failed_query_returns_its_reservation(budget: CostBudget, time: FakeTime, error: ShopifyError) -> None:
    execute(budget, time)
    for _ in range(9):
        with pytest.raises(type(error)), budget.reserve("order", time.deadline()):
            raise error
    assert budget.has_spare_budget
    assert time.slept == []


def test_throttled_query_updates_the_bucket(budget: CostBudget, time: FakeTime) -> None:
    def throttle() -> None:
        with budget.reserve("order", time.deadline()):
            budget.update("order", cost_with(304))
            raise Throttled("slowly")

    with pytest.raises(Throttled):
        throttle()
    assert not budget.has_spare_budget


def test_response_without_bucket_does_not_update_the_budget(budget: CostBudget, time: FakeTime) -> None:
    execute(budget, time)
    budget.update("order", QueryCost(requested=0, actual=0, bucket=Bucket(available=0, maximum=0, restore_rate=0)))
    assert budget.has_spare_budget


def test_query_that_exceeds_the_bucket_is_sent(budget: CostBudget, time: FakeTime) -> None:
    budget.update("order", cost_with(2000, requested=5000))
    with budget.reserve("order", time.deadline()):
        assert time.slept == []


def test_threads_reserve_no_more_than_the_bucket(budget: CostBudget, time: FakeTime) -> None:
    execute(budget, time)
    outcomes: list[str] = []
    barrier = Barrier(12)

    def reserve() -> None:
        try:
            with budget.reserve("order", time.deadline(0)):
                outcomes.append("sent")
                barrier.wait(60)
        except Throttled:
            outcomes.append("throttled")
            barrier.wait(60)

    threads = [Thread(target=reserve) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["sent"] * 2 + ["throttled"] * 10


@pytest.mark.parametrize("count", [1, 20, 60, 66, 67, MAX_FULFILLMENTS])
def test_sizes_cover_all_fulfillments(count: int) -> None:
    assert fulfillment_sizes(count)["fulfillments"] == content_sizes(count)["fulfillments"] == count


def test_sizes_stop_at_the_maximum_of_fulfillments() -> None:
    assert fulfillment_sizes(10_000)["fulfillments"] == content_sizes(10_000)["fulfillments"] == MAX_FULFILLMENTS


def test_more_fulfillments_have_fewer_lines_each() -> None:
    lines = [content_sizes(count)["fulfillmentLines"] for count in (2, 20, 60, MAX_FULFILLMENTS)]

    assert lines == [248, 23, 7, 3]


def test_up_to_twenty_fulfillments_have_all_events() -> None:
    assert FIRST["events"] >= 25
    assert fulfillment_sizes(20)["events"] >= 40


def test_background_query_leaves_half_of_the_bucket(budget: CostBudget, time: FakeTime) -> None:
    execute(budget, time, available=1000 + ORDER)
    with budget.reserve("order", time.deadline(), spared=0.5):
        assert not time.slept
        with budget.reserve("order", time.deadline()):
            assert not time.slept


def test_background_query_waits_for_more_than_half_of_the_bucket(budget: CostBudget, time: FakeTime) -> None:
    execute(budget, time, available=1000)
    with budget.reserve("order", time.deadline(60), spared=0.5):
        assert sum(time.slept) == pytest.approx(ORDER / 100)


def test_background_query_does_not_try_its_luck(budget: CostBudget, time: FakeTime) -> None:
    execute(budget, time, available=0)
    time.now += 1
    with pytest.raises(Throttled), budget.reserve("order", time.deadline(), spared=0.5):
        pass
