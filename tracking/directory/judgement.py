"""Judges a kept order as the page does, and gives what a list shows, filters and sorts by."""

from dataclasses import dataclass, field
from datetime import date, datetime

from tracking.carriers.number_keys import number_keys
from tracking.directory.finding_rules import FindingRules, Findings, NoFindings
from tracking.directory.product_words import product_words
from tracking.directory.refetch_times import is_finished, refetch_at
from tracking.directory.views import OrderView, has_open_return, views_of
from tracking.order.freshness import next_change_at
from tracking.order.model import Order
from tracking.order.policy import Policy
from tracking.order.reasons import Actor, reason_text
from tracking.order.status import order_status
from tracking.order.status_types import Headline, OrderStatus, Parcel
from tracking.order.vocabulary import Condition, Reason, Route, Stage
from tracking.shopify.orders import Document
from tracking.shopify.parsing.order import read_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The columns of an order that follow from Shopify's answer, the time and the policy alone.

    ``stage``, ``condition``, ``reason`` and ``actor`` are the headline's; ``route``, ``carrier`` (its code) and the
    estimate are of the parcel that the headline is about. ``parcel_condition`` is the worst of any parcel;
    ``location`` is the shop's name of where it is sent from. ``number_keys`` find it by its tracking numbers,
    ``words`` by its products. ``found_rank``, ``found_why`` and ``out_of_step`` are what the shop has to do about it.
    ``judge_at`` is when time alone may change this, ``look_at`` when to ask Shopify again (None: never).
    ``finished_at`` is the last change of an order of which nothing more is expected. ``order`` and ``status`` are what
    all this follows from.
    """

    order_id: str
    name: str
    placed_at: datetime
    updated_at: datetime
    is_test: bool
    stage: Stage
    condition: Condition
    reason: Reason | None
    actor: Actor
    route: Route | None
    parcel_condition: Condition | None
    has_open_return: bool
    estimate_from: date | None
    estimate_to: date | None
    last_scan_at: datetime | None
    carrier: str | None
    country: str | None
    location: str | None
    items_sent: int
    items_total: int
    parcels: int
    found_rank: int | None
    found_why: str | None
    out_of_step: list[str]
    views: frozenset[OrderView]
    number_keys: frozenset[str]
    words: frozenset[str]
    judge_at: datetime | None
    look_at: datetime | None
    finished_at: datetime | None
    order: Order = field(repr=False, compare=False)
    status: OrderStatus = field(repr=False, compare=False)


_NOTHING = NoFindings()


def judge(
    document: Document,
    *,
    fetched_at: datetime,
    now: datetime,
    policy: Policy,
    finding_rules: FindingRules = _NOTHING,
) -> Judgement:
    """The judgement at ``now`` of an order that was fetched at ``fetched_at``.

    Raises Unavailable for a document without the order's id, name or date, such as one of another release.
    """
    order = read_order(document)
    return judge_order(order, fetched_at=fetched_at, now=now, policy=policy, finding_rules=finding_rules)


def judge_order(
    order: Order, *, fetched_at: datetime, now: datetime, policy: Policy, finding_rules: FindingRules = _NOTHING
) -> Judgement:
    """The judgement of an order that is already parsed."""
    status = order_status(order, now, policy)
    findings = finding_rules.findings(order, status, now, policy)
    parcel = _leading_parcel(status)
    finished = is_finished(order, status, now)
    return Judgement(
        order_id=order.id,
        name=order.name,
        placed_at=order.placed_at,
        updated_at=order.updated_at,
        is_test=order.is_test,
        stage=status.headline.stage,
        condition=status.headline.condition,
        reason=status.headline.reason,
        actor=actor_of(status.headline),
        route=parcel.route if parcel else None,
        parcel_condition=min((each.condition for each in status.parcels), key=_WORST_FIRST.index, default=None),
        has_open_return=has_open_return(status),
        estimate_from=status.estimate.first if status.estimate else None,
        estimate_to=status.estimate.last if status.estimate else None,
        last_scan_at=max((scan.at for each in status.parcels for scan in each.scans), default=None),
        carrier=_carrier(status, parcel),
        country=status.destination.country if status.destination else None,
        location=_location(order),
        items_sent=status.items_sent,
        items_total=status.items_total,
        parcels=sum(each.is_carried for each in status.parcels),
        found_rank=findings.need.rank if findings.need else None,
        found_why=findings.need.why if findings.need else None,
        out_of_step=list(findings.out_of_step),
        views=views_of(status),
        number_keys=_number_keys(order, policy),
        words=product_words(order),
        judge_at=_judge_at(order, findings, now, is_finished=finished),
        look_at=None if finished else refetch_at(order, status, fetched_at),
        finished_at=min(order.updated_at, fetched_at) if finished else None,
        order=order,
        status=status,
    )


# The order in which a list shows them; every condition is here.
_WORST_FIRST = (
    Condition.PROBLEM,
    Condition.LATE,
    Condition.ACTION_NEEDED,
    Condition.WAITING,
    Condition.FINE,
    Condition.DONE,
)

# The actor of the next step of a parcel without a reason; none at any other stage.
_ACTORS: dict[Stage, Actor] = {
    Stage.ORDERED: Actor.SHOP,
    Stage.CONFIRMED: Actor.SHOP,
    Stage.PREPARING: Actor.SHOP,
    Stage.SHIPPED: Actor.CARRIER,
    Stage.OUT_FOR_DELIVERY: Actor.CARRIER,
    Stage.READY_FOR_PICKUP: Actor.CUSTOMER,
}


def actor_of(headline: Headline) -> Actor:
    """The party that has to act next."""
    if headline.condition is Condition.DONE:
        return Actor.NOBODY
    return reason_text(headline.reason).actor if headline.reason else _ACTORS.get(headline.stage, Actor.NOBODY)


def _leading_parcel(status: OrderStatus) -> Parcel | None:
    """The parcel in the headline's state, else the first that delivers something."""
    headline = status.headline
    state = (headline.stage, headline.condition, headline.reason)
    same = (each for each in status.parcels if (each.stage, each.condition, each.reason) == state)
    speaking = (each for each in status.parcels if not each.is_quiet)
    return next(same, None) or next(speaking, None) or next(iter(status.parcels), None)


def _carrier(status: OrderStatus, leading: Parcel | None) -> str | None:
    """The carrier of the leading parcel, else of the first parcel whose carrier is known."""
    parcels = (leading, *status.parcels) if leading else status.parcels
    return next((link.carrier for parcel in parcels for link in parcel.tracking if link.carrier), None)


def _location(order: Order) -> str | None:
    """The location of what is still to be sent, else the first."""
    groups = sorted(order.fulfillment_orders, key=lambda group: not any(unit.quantity for unit in group.units))
    return next((group.location.name for group in groups if group.location), None)


def _judge_at(order: Order, findings: Findings, now: datetime, *, is_finished: bool) -> datetime | None:
    """Also of a finished order, as long as something may be found in it."""
    is_over = is_finished and not _has_future_times(order, now)
    moments = (None if is_over else next_change_at(order, now), findings.change_at)
    return min(filter(None, moments), default=None)


def _number_keys(order: Order, policy: Policy) -> frozenset[str]:
    entries = [entry for parcel in order.fulfillments for entry in parcel.tracking]
    entries += [entry for each in order.returns for entry in each.tracking]
    keys = (number_keys(policy.carriers, entry.number, company=entry.company, url=entry.url) for entry in entries)
    return frozenset[str]().union(*keys)


def _has_future_times(order: Order, now: datetime) -> bool:
    """Whether a report is dated after ``now``, which counts only then."""
    moments = [order.placed_at, *(each.processed_at for each in order.transactions)]
    for parcel in order.fulfillments:
        moments += [parcel.created_at, parcel.in_transit_at, parcel.delivered_at]
        moments += [event.happened_at for event in parcel.events]
    return any(moment and moment > now for moment in moments)
