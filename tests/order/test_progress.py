from tests.order.builders import ago
from tracking.order.progress import progress
from tracking.order.stages import LABELS
from tracking.order.vocabulary import STAGES, Route, Stage, StepState

EVERY_STAGE = [(route, stage) for route, stages in STAGES.items() for stage in stages]


def test_every_stage_of_every_route_can_be_the_current_one() -> None:
    for route, stage in EVERY_STAGE:
        steps = progress(route, stage, {})
        assert [step.code for step in steps if step.state is StepState.CURRENT] == [stage]
        assert [step.label for step in steps] == [LABELS[each] for each in STAGES[route]]


def test_a_step_that_was_skipped_is_passed_without_a_time() -> None:
    steps = progress(Route.SHIP, Stage.DELIVERED, {Stage.ORDERED: ago(days=3), Stage.DELIVERED: ago(days=1)})
    assert {step.state for step in steps[:-1]} == {StepState.PASSED}
    assert [step.at for step in steps] == [ago(days=3), None, None, None, None, ago(days=1)]


def test_a_time_after_that_of_a_later_step_is_not_shown() -> None:
    steps = progress(Route.SHIP, Stage.SHIPPED, {Stage.PREPARING: ago(days=1), Stage.SHIPPED: ago(days=2)})
    assert [step.at for step in steps[:4]] == [None, None, None, ago(days=2)]


def test_a_step_to_come_has_no_time() -> None:
    steps = progress(Route.SHIP, Stage.PREPARING, {Stage.PREPARING: ago(days=2), Stage.SHIPPED: ago(days=1)})
    assert (steps[3].state, steps[3].at) == (StepState.TODO, None)
