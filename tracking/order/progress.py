"""The bar: the steps of a route, each passed, current or to come, with the time it was reached."""

from collections.abc import Mapping
from datetime import datetime

from tracking.order.stages import label, steps_of
from tracking.order.status_types import Step
from tracking.order.vocabulary import Route, Stage, StepState


def progress(route: Route, current: Stage, reached: Mapping[Stage, datetime]) -> tuple[Step, ...]:
    """Every step before the current one is passed, also one that was skipped: no gap, no flicker."""
    stages = steps_of(route)
    if current not in stages:  # the customer sees where it is, without the way around it
        return (Step(code=current, label=label(current), state=StepState.CURRENT, at=reached.get(current)),)
    here = stages.index(current)
    return tuple(
        Step(
            code=stage,
            label=label(stage),
            state=_state(place, here),
            at=_time(stages[place : here + 1], reached),
        )
        for place, stage in enumerate(stages)
    )


def _state(place: int, here: int) -> StepState:
    if place == here:
        return StepState.CURRENT
    return StepState.PASSED if place < here else StepState.TODO


def _time(from_here_on: tuple[Stage, ...], reached: Mapping[Stage, datetime]) -> datetime | None:
    """When the step was reached; None where a later step is known to have been reached before it."""
    if not from_here_on:
        return None
    own = reached.get(from_here_on[0])
    later = [reached[stage] for stage in from_here_on[1:] if stage in reached]
    return None if own is None or any(at < own for at in later) else own
