"""The order's headline: the first matching rule chooses the most important parcel."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from tracking.i18n.text import Phrase, joined, text
from tracking.order.advice import advice
from tracking.order.cancelled_parcels import cancel_reason, ended_text
from tracking.order.counts import are_for_pickup, includes_pickup, items_sent, parcel_counts
from tracking.order.model import Order
from tracking.order.parcels import INCOMPLETE
from tracking.order.payment import PaymentState, needs_customer, next_step, payment_title_and_text
from tracking.order.policy import Policy
from tracking.order.reasons import reason_text
from tracking.order.return_refunds import is_fully_refunded
from tracking.order.status_types import Advice, Headline, MoneyLine, Parcel
from tracking.order.vocabulary import ARRIVED, Condition, Reason, Route, Stage


@dataclass(frozen=True, slots=True)
class HeadlineChoice:
    """The headline, its parcel (None where it is about the whole order), and the next step."""

    headline: Headline
    parcel: Parcel | None
    advice: Advice


def choose_headline(
    order: Order,
    parcels: tuple[Parcel, ...],
    state: PaymentState,
    money: MoneyLine,
    policy: Policy,
    *,
    is_incomplete: bool,
) -> HeadlineChoice:
    """Chooses the headline. That of an order that ``is_incomplete`` has the title of one parcel and no counts."""
    ended = order.cancelled_at is not None or any(parcel.route is Route.CANCELLED for parcel in parcels)
    if ended:
        return _ended_order(order, parcels, money, policy)
    if state.reason is Reason.PAY_VOIDED and not any(parcel.sent for parcel in parcels):
        return _unsent_order(order, Stage.ORDERED, Reason.PAY_VOIDED, policy)
    if needs_customer(state) and _leads(state, parcels):
        return _unpaid_order(order, parcels, state, policy)
    if is_fully_refunded(order) and _is_over(parcels):
        return _refunded_order(parcels, money, policy)
    choice = _by_parcels(parcels)
    if is_incomplete and choice.parcel:
        return replace(choice, headline=replace(choice.headline, title=choice.parcel.title, text=INCOMPLETE))
    return choice


def _ended_order(order: Order, parcels: tuple[Parcel, ...], money: MoneyLine, policy: Policy) -> HeadlineChoice:
    """The headline of a cancelled order, part of which may have been sent."""
    choice = _unsent_order(order, Stage.CANCELLED, cancel_reason(order), policy)
    sent = [parcel for parcel in parcels if parcel.sent]
    choice = _ended_on_its_way(choice, sent) if sent else _money_first(choice, money)
    if order.replaced_by:
        body = joined(choice.headline.text, _new_order(order.replaced_by))
        choice = replace(choice, headline=replace(choice.headline, text=body))
    return choice


def _money_first(choice: HeadlineChoice, money: MoneyLine) -> HeadlineChoice:
    """The headline with the refund as its title, where one was made; the days of the bank stay beside the money."""
    if money.headline is None:
        return choice
    title, bank_days = money.headline
    first = choice.headline.text
    is_about_money = choice.headline.reason is Reason.PAY_REFUNDED
    body = joined(*((first, bank_days) if is_about_money else (bank_days, first))) if bank_days else first
    return replace(choice, headline=replace(choice.headline, title=title, text=body))


def _ended_on_its_way(choice: HeadlineChoice, sent: list[Parcel]) -> HeadlineChoice:
    """The headline where a part of a cancelled order had left: what that still needs comes with it."""
    body = _WAS_READY if are_for_pickup(sent) else _HAD_LEFT
    moving = [parcel for parcel in sent if parcel.condition is not Condition.DONE and not parcel.is_quiet]
    if not moving:
        return replace(choice, headline=replace(choice.headline, text=body))
    parcel, _ = _choose(tuple(sent), moving)
    body = joined(body, parcel.text)
    return HeadlineChoice(replace(choice.headline, condition=parcel.condition, text=body), parcel, parcel.advice)


_HAD_LEFT = text("The order was canceled, but part of it had already been sent. Nothing else will be sent.")
_WAS_READY = text("The order was canceled, but part of it was ready or had been picked up. The rest won’t come.")


def _new_order(name: str) -> Phrase:
    return text("You have a new order: %(order)s. Look it up with that number and your email address.", order=name)


def _is_over(parcels: tuple[Parcel, ...]) -> bool:
    """Whether something was sent and nothing is to come: what was added after the refund still is."""
    is_done = all(parcel.condition is Condition.DONE or parcel.is_quiet for parcel in parcels)
    return is_done and any(parcel.sent for parcel in parcels)


def _refunded_order(parcels: tuple[Parcel, ...], money: MoneyLine, policy: Policy) -> HeadlineChoice:
    """The headline of an order that was refunded after it was sent: the money first."""
    stage = next((parcel.stage for parcel in parcels if parcel.stage not in ARRIVED), parcels[-1].stage)
    choice = _whole_order(stage, Condition.DONE, Reason.PAY_REFUNDED, policy)
    if money.headline:
        return _money_first(choice, money)
    return replace(choice, headline=replace(choice.headline, text=money.text)) if money.text else choice


# Payments that the customer is asked for first, also once everything has been sent.
_ALWAYS_FIRST = frozenset({Reason.PAY_OVERDUE, Reason.PAY_PENDING})


def _leads(state: PaymentState, parcels: tuple[Parcel, ...]) -> bool:
    """Whether the payment comes before the parcels: what is due for an order that was sent stands in its own line."""
    goods = [parcel for parcel in parcels if parcel.is_carried] or list(parcels)
    return state.reason in _ALWAYS_FIRST or any(_is_unsent(parcel) for parcel in goods)


def _is_unsent(parcel: Parcel) -> bool:
    return not parcel.sent and parcel.condition is not Condition.DONE


def _unpaid_order(order: Order, parcels: tuple[Parcel, ...], state: PaymentState, policy: Policy) -> HeadlineChoice:
    """The headline of an unpaid order: its stage is that of the first unsent parcel, else of the first parcel."""
    parcels = tuple(parcel for parcel in parcels if not parcel.is_quiet) or parcels
    stages = [parcel.stage for parcel in sorted(parcels, key=lambda parcel: parcel.sent)]
    choice = _whole_order(stages[0] if stages else Stage.CONFIRMED, state.condition, state.reason, policy)
    title, body = payment_title_and_text(order, state) or (choice.headline.title, choice.headline.text)
    choice = HeadlineChoice(replace(choice.headline, title=title, text=body), None, next_step(state, policy))
    if parcels and all(parcel.sent for parcel in parcels):
        body = _ALL_READY if includes_pickup(parcels) else _ALL_SENT
        return replace(choice, headline=replace(choice.headline, title=_STILL_DUE, text=body))
    return choice


_STILL_DUE = text("A payment is still due")
_ALL_READY = text("Everything has been handed over or is ready, but we haven’t received the full payment yet.")
_ALL_SENT = text("Everything has been sent, but we haven’t received the full payment yet.")


def _unsent_order(order: Order, stage: Stage, reason: Reason, policy: Policy) -> HeadlineChoice:
    """The headline of an order that ended before anything was sent or ready."""
    choice = _whole_order(stage, Condition.DONE, reason, policy)
    title, body = ended_text(order, reason)
    return replace(choice, headline=replace(choice.headline, title=title, text=body))


def _whole_order(stage: Stage, condition: Condition, reason: Reason, policy: Policy) -> HeadlineChoice:
    row = reason_text(reason)
    headline = Headline(stage=stage, condition=condition, reason=reason, title=row.title, text=row.text)
    return HeadlineChoice(headline, None, advice(stage, condition, reason, (), policy))


@dataclass(frozen=True, slots=True)
class _Rule:
    """The parcels that a rule matches, and the title where there are several parcels (None: the parcel's own).

    ``pickup_title`` replaces the title for what is picked up at the shop, which is no parcel.
    """

    matches: Callable[[Parcel], bool]
    title: Phrase | None
    pickup_title: Phrase | None = None

    def title_of(self, parcel: Parcel) -> Phrase | None:
        """The title where the rule chooses this parcel."""
        return self.pickup_title or self.title if parcel.route is Route.PICKUP else self.title


def _has_condition(condition: Condition) -> Callable[[Parcel], bool]:
    return lambda parcel: parcel.condition is condition


def _has_stage(stage: Stage) -> Callable[[Parcel], bool]:
    return lambda parcel: parcel.stage is stage


_PART_READY = text("Part of your order is ready for pickup")
_URGENT = (
    _Rule(
        _has_condition(Condition.PROBLEM),
        text("There’s a problem with one of your parcels"),
        text("There’s a problem with part of your order"),
    ),
    _Rule(
        lambda p: p.condition is Condition.ACTION_NEEDED and p.stage is not Stage.READY_FOR_PICKUP,
        text("One of your parcels needs your help"),
        text("Part of your order needs your help"),
    ),
    _Rule(_has_condition(Condition.ACTION_NEEDED), text("A parcel is ready for pickup"), _PART_READY),
    _Rule(
        lambda p: p.condition is Condition.LATE and p.sent,
        text("One of your parcels is late"),
        text("Part of your order is late"),
    ),
    _Rule(_has_condition(Condition.LATE), text("Part of your order is late")),
    _Rule(_has_stage(Stage.OUT_FOR_DELIVERY), text("A parcel is out for delivery")),
    _Rule(_has_stage(Stage.READY_FOR_PICKUP), text("A parcel is ready for pickup"), _PART_READY),
    _Rule(_has_stage(Stage.SHIPPED), text("Part of your order is on its way")),
)
_OTHERWISE = (
    _Rule(_has_condition(Condition.WAITING), None),
    _Rule(_has_stage(Stage.PREPARING), None),
    _Rule(_has_stage(Stage.CONFIRMED), None),
    _Rule(lambda _: True, None),
)


def _by_parcels(parcels: tuple[Parcel, ...]) -> HeadlineChoice:
    parcels = tuple(parcel for parcel in parcels if not parcel.is_quiet) or parcels
    carried = [parcel for parcel in parcels if parcel.is_carried]
    waiting = [parcel for parcel in parcels if parcel.condition is not Condition.DONE]
    chosen, title = _choose(parcels, waiting)
    if len(carried) < 2:  # noqa: PLR2004 - a single parcel has its own title
        return _of_parcel(chosen, chosen.title, chosen.text)
    if title is not None and chosen.condition in _ON_THEIR_WAY and all(map(_is_on_its_way, carried)):
        title = text("Your parcels are on their way")
    return _of_parcel(chosen, title or chosen.title, _counted_text(carried, chosen))


_ON_THEIR_WAY = frozenset({Condition.FINE, Condition.WAITING})


def _is_on_its_way(parcel: Parcel) -> bool:
    return parcel.stage is Stage.SHIPPED and parcel.condition in _ON_THEIR_WAY


def _choose(parcels: tuple[Parcel, ...], waiting: list[Parcel]) -> tuple[Parcel, Phrase | None]:
    if not waiting:
        carried = [parcel for parcel in parcels if parcel.is_carried]
        arrived = [parcel for parcel in carried if parcel.stage in ARRIVED]
        expected = next((parcel for parcel in carried if parcel.reason is Reason.SHOULD_HAVE_ARRIVED), None)
        if expected:  # nobody knows whether it did
            return expected, _part_arrived(arrived) if arrived else None
        if arrived and len(arrived) < len(carried):  # a part was refunded on its way, or called off unpaid
            return arrived[-1], _part_arrived(arrived)
        return (carried or parcels)[-1], _all_arrived(carried) if arrived else None
    for rule in _URGENT:
        for parcel in waiting:
            if rule.matches(parcel):
                return parcel, rule.title_of(parcel)
    arrived = [parcel for parcel in parcels if parcel.condition is Condition.DONE and parcel.sent]
    chosen = next(parcel for rule in _OTHERWISE for parcel in waiting if rule.matches(parcel))
    # An exchange to be sent is not a part that is missing.
    is_missing = chosen.reason is not Reason.HOLD_RETURN_ITEMS
    return chosen, _part_arrived(arrived) if arrived and is_missing else None


def _all_arrived(carried: list[Parcel]) -> Phrase:
    if are_for_pickup(carried):
        return text("Everything has been picked up")
    return text("You have everything") if includes_pickup(carried) else text("Everything has arrived")


def _part_arrived(arrived: list[Parcel]) -> Phrase:
    if are_for_pickup(arrived):
        return text("Part of your order has been picked up")
    return text("Part of your order has arrived")


def _of_parcel(parcel: Parcel, title: Phrase, body: Phrase) -> HeadlineChoice:
    headline = Headline(stage=parcel.stage, condition=parcel.condition, reason=parcel.reason, title=title, text=body)
    return HeadlineChoice(headline, parcel, parcel.advice)


def _counted_text(carried: list[Parcel], chosen: Parcel) -> Phrase:
    """The number of parcels by stage, of items sent, and the text of the chosen parcel."""
    sentence = text("%(counts)s.", counts=parcel_counts(carried))
    if any(parcel.sent for parcel in carried) and not all(parcel.sent for parcel in carried):
        sentence = joined(sentence, items_sent(carried))
    if chosen.reason is None:
        return sentence
    if chosen.reason is Reason.HOLD_STOCK and chosen.title != reason_text(chosen.reason).title:  # it names the product
        sentence = joined(sentence, text("%(counts)s.", counts=chosen.title))
    return joined(sentence, chosen.text)
