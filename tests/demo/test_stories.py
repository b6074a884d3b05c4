from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.demo.demo_client import NOW, rows
from tracking.demo.building import build_order
from tracking.demo.stories import LONGEST, SCENARIOS, Story, StoryEvent, make_story, order_node, order_so_far


def story_of(index: int = 0) -> Story:
    return make_story(seed=1, index=index, number=6_300_000_000_000 + index, name=f"#{index}", placed_at=NOW)


def with_scenario(scenario: str) -> Story:
    return next(each for each in map(story_of, range(1000)) if each.scenario == scenario)


def test_same_index_tells_the_same_story() -> None:
    assert story_of(5) == story_of(5)
    assert story_of(5) != story_of(6)


def test_every_plot_is_told_about_as_often_as_it_should() -> None:
    counts = Counter(story_of(index).scenario for index in range(2000))
    assert sum(weight for weight, _ in SCENARIOS.values()) == 100
    for scenario, (weight, _) in SCENARIOS.items():
        assert weight / 2 < counts[scenario] / 20 < weight * 2


def test_steps_follow_one_another_and_end_in_time() -> None:
    for index in range(300):
        moments = [step.after for step in story_of(index).steps]
        assert moments == sorted(set(moments))
        assert moments[0] == timedelta()
        assert moments[-1] < LONGEST


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        (
            "delivered",
            [
                ("UNFULFILLED", None),
                ("IN_PROGRESS", None),
                ("FULFILLED", "LABEL_PURCHASED"),
                ("FULFILLED", "CARRIER_PICKED_UP"),
                ("FULFILLED", "IN_TRANSIT"),
                ("FULFILLED", "OUT_FOR_DELIVERY"),
                ("FULFILLED", "DELIVERED"),
            ],
        ),
        ("out-of-stock", [("UNFULFILLED", None), ("ON_HOLD", None)]),
        ("canceled", [("UNFULFILLED", None), ("FULFILLMENT_NOT_REQUIRED", None)]),
    ],
)
def test_order_is_as_far_as_its_steps(scenario: str, expected: list[tuple[str, str | None]]) -> None:
    found = with_scenario(scenario)
    nodes = [build_order(order_so_far(found, nth + 1), found.at(nth)) for nth in range(len(found.steps))]
    parcels = [next(iter(rows(node, "fulfillments")), {}) for node in nodes]
    assert [
        (node["displayFulfillmentStatus"], parcel.get("displayStatus"))
        for node, parcel in zip(nodes, parcels, strict=True)
    ] == expected


def test_hold_comes_and_goes() -> None:
    found = with_scenario("held")
    statuses = [order_node(found, passed)["displayFulfillmentStatus"] for passed in range(1, 5)]
    assert statuses == ["UNFULFILLED", "ON_HOLD", "UNFULFILLED", "IN_PROGRESS"]


def test_delay_is_reported_before_it_arrives() -> None:
    found = with_scenario("delayed")
    details = [step.detail for step in found.steps]
    assert details.index("IN_TRANSIT") < details.index("DELAYED") < details.index("DELIVERED")


def test_return_is_requested_approved_and_closed_with_its_refund() -> None:
    found = with_scenario("returned")
    nodes = [order_node(found, passed) for passed in range(len(found.steps) - 3, len(found.steps) + 1)]
    assert [node["returnStatus"] for node in nodes] == ["NO_RETURN", "RETURN_REQUESTED", "IN_PROGRESS", "RETURNED"]
    assert [len(rows(node, "refunds")) for node in nodes] == [0, 0, 0, 1]


def test_known_fields_are_those_of_the_whole_order() -> None:
    for index in range(60):
        found = story_of(index)
        for passed in range(1, len(found.steps) + 1):
            node = order_node(found, passed, is_archived=found.is_finished(passed))
            closed_at = found.at(passed - 1) if found.is_finished(passed) else None
            built = build_order(replace(order_so_far(found, passed), closed_at=closed_at), found.at(passed - 1))
            assert dict(node) == built


def test_finished_is_what_was_delivered_canceled_or_returned() -> None:
    finished = {scenario for scenario in SCENARIOS if (found := with_scenario(scenario)).is_finished(len(found.steps))}
    assert finished == set(SCENARIOS) - {"out-of-stock", "silent", "never-collected"}
    assert not with_scenario("returned").is_finished(len(with_scenario("delivered").steps))


def test_passed_steps_are_counted_by_the_age() -> None:
    found = with_scenario("delivered")
    assert found.passed(timedelta()) == 1
    assert found.passed(found.steps[3].after) == 4
    assert found.passed(LONGEST) == len(found.steps)
    assert found.steps[2].event is StoryEvent.SENT
