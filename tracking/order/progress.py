"""The progress bar: the steps of a route, each passed, current or to do, with the time it was reached."""

from collections.abc import Mapping
from datetime import datetime

from tracking.order.stages import label, steps_of
from tracking.order.status_types import Step
from tracking.order.vocabulary import Route, Stage, StepState


def progress(route: Route, current: Stage, reached: Mapping[Stage, datetime]) -> tuple[Step, ...]:
    """Returns the steps of a route; every step before the current one is passed, including a skipped one."""
    return progress_over(steps_of(route), current, reached)


def progress_over(stages: tuple[Stage, ...], current: Stage, reached: Mapping[Stage, datetime]) -> tuple[Step, ...]:
    """Returns the steps of these stages."""
    if current not in stages:  # a stage outside the route is shown without the other steps
        return (Step(code=current, label=label(current), state=StepState.CURRENT, at=reached.get(current)),)
    current_index = stages.index(current)
    return tuple(
        Step(
            code=stage,
            label=label(stage),
            state=_state(index, current_index),
            at=_time(stages[index : current_index + 1], reached),
        )
        for index, stage in enumerate(stages)
    )


def _state(index: int, current_index: int) -> StepState:
    if index == current_index:
        return StepState.CURRENT
    return StepState.PASSED if index < current_index else StepState.TODO


def _time(stages: tuple[Stage, ...], reached: Mapping[Stage, datetime]) -> datetime | None:
    """When the step was reached; None where a later step was reached before it."""
    if not stages:
        return None
    own = reached.get(stages[0])
    later = [reached[stage] for stage in stages[1:] if stage in reached]
    return None if own is None or any(at < own for at in later) else own
