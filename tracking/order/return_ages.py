"""Ages a return: what its state becomes when nothing has been reported for too long (see ``ages``)."""

from dataclasses import replace
from datetime import datetime

from tracking.order.ages import AGES, Clock, State
from tracking.order.archived import is_archived
from tracking.order.model import Order, Return
from tracking.order.return_state import ReturnState, return_state
from tracking.order.vocabulary import Condition, Stage


def return_state_at(order: Order, return_: Return, clock: Clock) -> ReturnState:
    """The state of a return at its age; ``aged`` names the state that is past it."""
    state = return_state(order, return_)
    if state.condition is Condition.DONE:
        return state
    if is_archived(order, clock):
        return _becomes(state, State.ARCHIVED)
    aged = _aged(state)
    return _becomes(state, aged) if aged and clock.is_over(aged, agreed_at(return_)) else state


def agreed_at(return_: Return) -> datetime:
    """When the customer could send it: nobody reports when it was handed over."""
    return return_.approved_at or return_.created_at


def _aged(state: ReturnState) -> State | None:
    """The state that may be past its age, by the goods."""
    if state.stage is Stage.APPROVED and state.condition is Condition.ACTION_NEEDED:
        return State.RETURN_APPROVED
    if state.stage is Stage.ON_ITS_WAY_BACK and state.condition is Condition.FINE:
        return State.RETURN_ON_ITS_WAY
    return None


def _becomes(state: ReturnState, aged: State) -> ReturnState:
    age = AGES[aged]
    return replace(state, condition=age.condition or state.condition, reason=age.reason or state.reason, aged=aged)
