"""A small shop's bucket: 2,000 points, of which 100 come back each second."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from threading import Barrier, Thread

import pytest

from tests.shopify.clients import FakeTime
from tracking.shopify.errors import Refused, ShopifyError, Throttled, Unavailable
from tracking.shopify.json_decoder import Json, JsonObject
from tracking.shopify.rate_limit import FIRST, MAX_FULFILLMENTS, Cost, CostBudget, content_sizes, fulfillment_sizes


def payload(requested: Json = 848, actual: Json = 23, bucket: Json = None) -> JsonObject:
    return {
        "extensions": {
            "cost": {"requestedQueryCost": requested, "actualQueryCost": actual, "throttleStatus": bucket},
        }
    }


FULL: JsonObject = {"maximumAvailable": 2000.0, "currentlyAvailable": 1977, "restoreRate": 100.0}


def test_a_cost_is_read_as_shopify_says_it() -> None:
    cost = Cost.read(payload(bucket=FULL))
    assert cost == Cost(requested=848, actual=23, available=1977, maximum=2000, restore_rate=100)
    assert cost.has_bucket


@pytest.mark.parametrize(
    "said",
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
def test_without_a_sound_bucket_there_is_nothing_to_reckon_with(said: JsonObject) -> None:
    assert not Cost.read(said).has_bucket


def test_a_throttled_question_has_no_price_in_the_end() -> None:
    assert Cost.read(payload(actual=None, bucket=FULL)).actual == 0


ORDER = 848


def told(available: float, requested: float = ORDER) -> Cost:
    return Cost(requested=requested, actual=23, available=available, maximum=2000, restore_rate=100)


@pytest.fixture
def budget(time: FakeTime) -> CostBudget:
    return CostBudget(time, time.sleep)


def ask(budget: CostBudget, time: FakeTime, available: float = 1977, query: str = "order") -> None:
    with budget.reserve(query, time.deadline()):
        budget.update(query, told(available))


def test_while_nothing_is_known_everybody_may_ask(budget: CostBudget, time: FakeTime) -> None:
    with ExitStack() as stack:
        for _ in range(12):
            stack.enter_context(budget.reserve("order", time.deadline()))
        assert budget.has_room
    assert time.slept == []


@pytest.mark.parametrize(("available", "has_room"), [(2000, True), (1000, True), (999, False), (0, False)])
def test_half_of_the_bucket_is_left_to_visitors(
    budget: CostBudget, time: FakeTime, available: float, *, has_room: bool
) -> None:
    ask(budget, time, available)
    assert budget.has_room is has_room


def test_the_bucket_fills_with_time_and_never_overflows(budget: CostBudget, time: FakeTime) -> None:
    ask(budget, time, available=0)
    time.now += 9.9
    assert not budget.has_room
    time.now += 0.1
    assert budget.has_room
    time.now += 10_000
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(budget.reserve("order", time.deadline()))
        with pytest.raises(Throttled):
            stack.enter_context(budget.reserve("order", time.deadline(0.1)))


def test_what_is_out_is_set_aside(budget: CostBudget, time: FakeTime) -> None:
    ask(budget, time)
    with budget.reserve("order", time.deadline()):
        assert budget.has_room
        with budget.reserve("order", time.deadline()):
            assert not budget.has_room


def test_what_is_out_counts_though_shopify_may_not_have_charged_it_yet(budget: CostBudget, time: FakeTime) -> None:
    ask(budget, time)
    with budget.reserve("order", time.deadline()), budget.reserve("order", time.deadline()):
        budget.update("order", told(2000))
        with budget.reserve("order", time.deadline()):
            assert not budget.has_room


def test_a_wait_that_fits_is_waited(budget: CostBudget, time: FakeTime) -> None:
    ask(budget, time, available=548)
    with budget.reserve("order", time.deadline()):
        assert time.slept == [3.0]


def test_what_cannot_be_there_in_time_is_not_asked_for(budget: CostBudget, time: FakeTime) -> None:
    ask(budget, time, available=348)
    with pytest.raises(Throttled) as raised, budget.reserve("order", time.deadline()):
        pytest.fail("it was asked all the same")
    assert raised.value.retry_after == 5.0
    assert time.slept == []


def test_a_cheaper_question_still_goes_out(budget: CostBudget, time: FakeTime) -> None:
    budget.update("search", told(1977, requested=11))
    ask(budget, time, available=348)
    with budget.reserve("search", time.deadline()):
        assert time.slept == []


def test_an_empty_bucket_is_believed_for_a_moment_only(budget: CostBudget, time: FakeTime) -> None:
    # Another process may have held the points, and have got them back since.
    ask(budget, time, available=0)
    time.now += 0.5
    with budget.reserve("order", time.deadline()):
        assert time.slept == []


def test_what_was_never_asked_goes_alone_first(budget: CostBudget, time: FakeTime) -> None:
    ask(budget, time, available=500, query="shop")
    with budget.reserve("order", time.deadline()):
        with pytest.raises(Throttled), budget.reserve("search", time.deadline(0.1)):
            pytest.fail("it may have been the dearest there is")
        budget.update("order", told(1900))
        with budget.reserve("search", time.deadline()):
            pass


@dataclass
class Bell(FakeTime):
    """A clock that rings when somebody has waited."""

    answers: list[Cost] = field(default_factory=list)
    budget: CostBudget | None = None

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        if self.budget and self.answers:
            self.budget.update("order", self.answers.pop())


def test_while_answers_are_out_their_points_are_waited_for_and_not_given_up() -> None:
    time = Bell()
    budget = CostBudget(time, time.sleep)
    ask(budget, time)
    with budget.reserve("order", time.deadline()), budget.reserve("order", time.deadline()):
        time.budget, time.answers = budget, [told(1954)]
        with budget.reserve("order", time.deadline()):
            assert time.slept == [0.02]


@pytest.mark.parametrize("error", [Unavailable("down"), Refused("locked")])
def test_what_failed_has_cost_nothing(budget: CostBudget, time: FakeTime, error: ShopifyError) -> None:
    ask(budget, time)
    for _ in range(9):
        with pytest.raises(type(error)), budget.reserve("order", time.deadline()):
            raise error
    assert budget.has_room
    assert time.slept == []


def test_what_was_throttled_has_told_what_is_left(budget: CostBudget, time: FakeTime) -> None:
    def meet_an_empty_bucket() -> None:
        with budget.reserve("order", time.deadline()):
            budget.update("order", told(304))
            raise Throttled("slowly")

    with pytest.raises(Throttled):
        meet_an_empty_bucket()
    assert not budget.has_room


def test_an_answer_without_a_bucket_teaches_nothing(budget: CostBudget, time: FakeTime) -> None:
    ask(budget, time)
    budget.update("order", Cost(requested=0, actual=0, available=0, maximum=0, restore_rate=0))
    assert budget.has_room


def test_a_question_dearer_than_the_bucket_is_for_shopify_to_refuse(budget: CostBudget, time: FakeTime) -> None:
    budget.update("order", told(2000, requested=5000))
    with budget.reserve("order", time.deadline()):
        assert time.slept == []


def test_threads_never_set_aside_more_than_there_is(budget: CostBudget, time: FakeTime) -> None:
    ask(budget, time)
    outcomes: list[str] = []
    everybody = Barrier(12)

    def visit() -> None:
        try:
            with budget.reserve("order", time.deadline(0)):
                outcomes.append("asked")
                everybody.wait(5)
        except Throttled:
            outcomes.append("throttled")
            everybody.wait(5)

    threads = [Thread(target=visit) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["asked"] * 2 + ["throttled"] * 10


@pytest.mark.parametrize("count", [1, 20, 60, 66, 67, MAX_FULFILLMENTS])
def test_all_parcels_are_asked_for(count: int) -> None:
    assert fulfillment_sizes(count)["fulfillments"] == content_sizes(count)["fulfillments"] == count


def test_more_than_fit_into_one_question_are_not() -> None:
    assert fulfillment_sizes(10_000)["fulfillments"] == content_sizes(10_000)["fulfillments"] == MAX_FULFILLMENTS


def test_the_more_parcels_the_fewer_lines_of_each_at_once() -> None:
    lines = [content_sizes(count)["fulfillmentLines"] for count in (2, 20, 60, MAX_FULFILLMENTS)]

    assert lines == [248, 23, 7, 3]


def test_up_to_twenty_parcels_tell_all_that_happened_to_them() -> None:
    assert FIRST["events"] >= 25
    assert fulfillment_sizes(20)["events"] >= 40
