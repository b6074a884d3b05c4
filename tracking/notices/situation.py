"""What is true of an order at a moment, small and serializable: the rules of notices compare two of them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from tracking.order.model import Order
from tracking.order.policy import Policy
from tracking.order.status_types import OrderStatus
from tracking.order.vocabulary import Condition, Reason, Route, Stage

type Json = dict[str, object]


class Kind(StrEnum):
    """What a part of an order is."""

    UNSENT = "unsent"
    SENT = "sent"
    RETURN = "return"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A parcel, units that wait, a return, or the payment (whose ``id`` is empty: it is about the order).

    ``since`` is when its condition and reason became true, ``stage_since`` when it reached its stage, as the order's
    data says; None where the data does not say. ``leaves`` is the planned day of sending, ``arrives`` the last day of
    the estimate, ``arrived_before`` the one before it as the carrier reported it. ``source`` is the id that its units
    had while they waited.
    """

    id: str
    kind: Kind
    route: Route | None
    stage: Stage | None
    condition: Condition
    reason: Reason | None
    since: datetime | None
    stage_since: datetime | None = None
    leaves: date | None = None
    arrives: date | None = None
    arrived_before: date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """An order at the moment ``at``. Its parcels stand in the order of the page, then returns, then the payment.

    ``is_taken_along``: sold at the till, and nothing of it is sent. ``is_partial``: Shopify's response lacks a part;
    such a situation makes no news, and must not be kept in place of a whole one.
    """

    order_id: str
    at: datetime
    placed_on: date
    is_test: bool
    is_taken_along: bool
    is_partial: bool
    cancelled_at: datetime | None
    parts: tuple[Part, ...]

    def to_json(self) -> Json:
        """As JSON; without what is empty."""
        raise NotImplementedError

    @classmethod
    def from_json(cls, fields: Json) -> Self:
        """The situation from its JSON. Raises ValueError and KeyError for anything that ``to_json`` did not make."""
        raise NotImplementedError


def situation(status: OrderStatus, order: Order, now: datetime, policy: Policy) -> Situation:
    """The situation of an order whose status at ``now`` is this one."""
    raise NotImplementedError
