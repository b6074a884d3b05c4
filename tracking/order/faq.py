"""Questions and answers for the status of an order: one row per question, shown only where it applies."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracking.i18n.text import Phrase, joined, text
from tracking.order.counts import are_for_pickup
from tracking.order.gateways import goes_through_a_bank, payment_means
from tracking.order.model import Order
from tracking.order.payment import is_cancelled
from tracking.order.policy import Policy
from tracking.order.policy_texts import LOST_QUESTION, lost_answer, wait_answer, with_tracking_mail
from tracking.order.status_types import FaqEntry, MoneyLine, Parcel, ReturnStatus
from tracking.order.vocabulary import Condition, Reason, Route, Stage

# A longer list would have to be searched.
MAX_ENTRIES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqContext:
    """The parts of the status that decide which questions apply; ``owes``: the customer has to pay now."""

    order: Order
    parcels: tuple[Parcel, ...]
    returns: tuple[ReturnStatus, ...]
    money: MoneyLine
    payment: Reason
    owes: bool
    policy: Policy
    now: datetime

    @property
    def carried(self) -> list[Parcel]:
        """Parcels that a carrier, the shop or the customer transports."""
        return [parcel for parcel in self.parcels if parcel.is_carried]

    @property
    def parcels_sent_or_to_send(self) -> list[Parcel]:
        """Those that are not picked up at the shop."""
        return [parcel for parcel in self.carried if parcel.route is not Route.PICKUP]

    @property
    def with_a_carrier(self) -> list[Parcel]:
        """Those that neither the shop's own driver brings nor the customer picks up at the shop."""
        return [parcel for parcel in self.parcels_sent_or_to_send if parcel.route is not Route.LOCAL_DELIVERY]

    @property
    def unsent(self) -> list[Parcel]:
        """Those that are still to be sent: not what is called off unless it is paid."""
        return [parcel for parcel in self.carried if not parcel.sent and parcel.condition is not Condition.DONE]

    @property
    def is_pickup(self) -> bool:
        """Whether all of it is picked up at the shop."""
        return bool(self.carried) and are_for_pickup(self.carried)

    @property
    def reasons(self) -> set[Reason | None]:
        """The reasons of the parcels for which something may still happen."""
        return {parcel.reason for parcel in self.parcels if parcel.condition is not Condition.DONE}

    @property
    def is_part_sent(self) -> bool:
        """Whether some parcels were sent and others were not."""
        return len({parcel.sent for parcel in self.carried}) > 1


@dataclass(frozen=True, slots=True)
class _FaqRule:
    code: str
    question: Phrase
    applies: Callable[[FaqContext], bool]
    answer: Callable[[FaqContext], Phrase | None]  # None: nothing that the shop has said answers it


def faq(context: FaqContext) -> tuple[FaqEntry, ...]:
    """The questions that apply, the most urgent first."""
    entries = (_entry(rule, context) for rule in ROWS if rule.applies(context))
    return tuple(entry for entry in entries if entry)[:MAX_ENTRIES]


def _entry(rule: _FaqRule, context: FaqContext) -> FaqEntry | None:
    answer = rule.answer(context)
    return FaqEntry(code=rule.code, question=rule.question, text=answer) if answer else None


def _has_reason(*reasons: Reason) -> Callable[[FaqContext], bool]:
    return lambda context: not context.reasons.isdisjoint(reasons)


_waits_long = _has_reason(Reason.OLDER_THAN_USUAL, Reason.HOLD_STOCK, Reason.REQUEST_DECLINED, Reason.PREORDER)


def _always(phrase: Phrase) -> Callable[[FaqContext], Phrase]:
    return lambda _: phrase


def _with_link(linked: Phrase, unlinked: Phrase, *reasons: Reason) -> Callable[[FaqContext], Phrase]:
    """An answer that leads to the carrier's page, and the one where no parcel with these reasons has a link to it."""

    def answer(context: FaqContext) -> Phrase:
        links = (link for parcel in context.parcels if parcel.reason in reasons for link in parcel.tracking)
        return linked if any(link.url for link in links) else unlinked

    return answer


SOON_AFTER_THE_ORDER = timedelta(days=1)  # nobody wonders yet why it has not been sent


# Waiting that is as usual. Every other reason says in the parcel's own text why it waits, and is not said again here.
_AS_USUAL = frozenset({None, Reason.AT_WAREHOUSE, Reason.REQUEST_SENT, Reason.WAITING_FOR_SUPPLIER})


def _waits_as_usual(parcel: Parcel) -> bool:
    return not parcel.sent and parcel.reason in _AS_USUAL


def _is_paid_but_unsent(context: FaqContext) -> bool:
    if context.now - context.order.placed_at < SOON_AFTER_THE_ORDER:
        return False
    is_waiting = bool(context.carried) and all(map(_waits_as_usual, context.carried))
    return is_waiting and context.payment is Reason.PAY_PAID


def _is_paid_but_not_handed_over(context: FaqContext) -> bool:
    return len(context.with_a_carrier) == len(context.carried) and _is_paid_but_unsent(context)


def _is_paid_but_not_ready(context: FaqContext) -> bool:
    return context.is_pickup and _is_paid_but_unsent(context)


def _how_to_pay(context: FaqContext) -> Phrase:
    """Nothing about transfers where the shop does not record the payment by hand."""
    if payment_means(context.order).by_hand:
        return text(
            "Your confirmation email has the details. A bank transfer can take 1 to 3 working days to reach us. If you’ve already paid, this page will catch up soon."
        )
    return text(
        "Use the button at the top of this page, or the link in your confirmation email. If you’ve already paid, this page will catch up soon."
    )


def _is_only_a_part(context: FaqContext) -> bool:
    """Whether the rest waits as usual, and is no new item of an exchange."""
    unsent = [parcel for parcel in context.carried if not parcel.sent]
    is_exchanged = any(back.exchange_items for back in context.returns)
    return context.is_part_sent and not (context.is_pickup or is_exchanged) and all(map(_waits_as_usual, unsent))


def _why_separately(context: FaqContext) -> Phrase:
    places = {parcel.location for parcel in context.carried if parcel.location}
    if len(places) > 1:
        return text("The rest comes separately because it’s sent from another place.")
    return text("The rest comes separately, so you don’t have to wait for all of it.")


def _has_arrived(context: FaqContext) -> bool:
    """Whether a delivery is recent, and nothing of it has been sent back: then it did arrive."""
    delivered = (parcel for parcel in context.carried if parcel.stage is Stage.DELIVERED)
    return not context.returns and any(_is_recent(parcel, context.now) for parcel in delivered)


MAY_BE_MISSED = timedelta(days=14)


def _is_recent(parcel: Parcel, now: datetime) -> bool:
    at = parcel.steps[-1].at
    return at is None or now - at <= MAY_BE_MISSED


# Returns at whose end no money is due.
_WITHOUT_MONEY = frozenset({Reason.EXCHANGE, Reason.EXCHANGED})


def _waits_for_money(context: FaqContext) -> bool:
    """Whether a return is still to be refunded. A refund that was made stands in a line of its own."""
    waiting = (status for status in context.returns if status.condition is not Condition.DONE)
    is_due = any(status.reason not in _WITHOUT_MONEY and not status.exchange_items for status in waiting)
    return is_due and context.money.text is None


def _when_the_money_comes(context: FaqContext) -> Phrase:
    refund = text("No refund has been made yet. You’ll see it here once it has.")
    if not goes_through_a_bank((), context.order):
        return refund
    return joined(refund, text("After that, the money often takes 3 to 10 days to show in your account."))


def _has_no_tracking_yet(context: FaqContext) -> bool:
    """Whether a parcel has no number because it is not packed."""
    unpacked = (parcel for parcel in context.unsent if parcel.reason is not Reason.NO_SCAN_YET)
    return any(parcel.route is Route.SHIP and not parcel.tracking for parcel in unpacked)


def _is_between_scans(context: FaqContext) -> bool:
    silent = (Reason.NO_SCAN_YET, Reason.SEE_CARRIER, Reason.STALLED, Reason.UNKNOWN_STATUS)
    return any(
        parcel.reason in silent or (parcel.stage is Stage.SHIPPED and not parcel.reason)
        for parcel in context.with_a_carrier  # none scans what the shop's own driver brings
        if parcel.tracking
    )


def _may_still_change(context: FaqContext) -> bool:
    return any(parcel.stage in (Stage.ORDERED, Stage.CONFIRMED, Stage.PREPARING) for parcel in context.unsent)


ROWS = (
    _FaqRule(
        "delivered_not_here",
        text("It says delivered, but I don’t have it"),
        _has_arrived,
        _always(
            text(
                "Look around your door and in your mailbox, and ask your neighbors and the people you live with. Carriers sometimes scan a parcel a few hours early. If it hasn’t turned up by the next day, contact us."
            )
        ),
    ),
    _FaqRule(
        "should_be_here",
        text("It should be here, but I don’t have it"),
        lambda context: any(p.reason is Reason.SHOULD_HAVE_ARRIVED and p.sent for p in context.parcels_sent_or_to_send),
        _always(
            text(
                "Look around your door and in your mailbox, and ask your neighbors and the people you live with. If you can’t find it, contact us."
            )
        ),
    ),
    _FaqRule(
        "only_a_part",
        text("Why did I only get part of my order?"),
        _is_only_a_part,
        _why_separately,
    ),
    _FaqRule(
        "only_some_boxes",
        text("Why haven’t all my parcels arrived?"),
        _has_reason(Reason.PARTLY_DELIVERED),
        _with_link(
            text(
                "Parcels sent together can travel on different trucks, so some arrive a day or two before the others. The carrier’s page shows where each one is."
            ),
            text(
                "Parcels sent together can travel on different trucks, so some arrive a day or two before the others."
            ),
            Reason.PARTLY_DELIVERED,
        ),
    ),
    _FaqRule(
        "when_the_new_items_come",
        text("When do I get the new items?"),
        _has_reason(Reason.HOLD_RETURN_ITEMS),
        _always(
            text(
                "They wait here until we have the items you’re sending back. You’ll see it on this page when they’re on their way."
            )
        ),
    ),
    _FaqRule(
        "do_not_want_to_wait",
        text("What if I don’t want to wait?"),
        lambda context: not context.is_pickup and _waits_long(context),
        lambda context: wait_answer(context.policy),
    ),
    _FaqRule(
        "counts_as_lost",
        LOST_QUESTION,
        _has_reason(
            Reason.STALLED, Reason.MAYBE_LOST, Reason.ESTIMATE_PASSED, Reason.NOT_DELIVERED, Reason.TRACKING_FAILED
        ),
        lambda context: lost_answer(context.policy),
    ),
    _FaqRule(
        "damaged",
        text("What if it arrives damaged?"),
        _has_reason(Reason.TRACKING_FAILED),
        _always(text("Take pictures of the box and of what’s broken, keep the packaging, and contact us soon.")),
    ),
    _FaqRule(
        "why_delayed",
        text("Why is it late, and what can I do?"),
        _has_reason(Reason.DELAYED, Reason.ESTIMATE_PASSED),
        _with_link(
            text(
                "Busy weeks, bad weather or customs can hold a parcel up. The carrier’s page has the latest date. If that has passed too, contact us."
            ),
            text(
                "Busy weeks, bad weather or customs can hold a parcel up. If it hasn’t come in a few days, contact us."
            ),
            Reason.DELAYED,
            Reason.ESTIMATE_PASSED,
        ),
    ),
    _FaqRule(
        "not_at_home",
        text("What if I’m not home?"),
        lambda context: any(p.stage is Stage.OUT_FOR_DELIVERY and not p.reason for p in context.with_a_carrier),
        _always(
            text(
                "The carrier usually leaves a note, then tries again or takes the parcel to a pickup point near you. Many carriers let you choose a time or a safe place on their own page."
            )
        ),
    ),
    _FaqRule(
        "missed_again",
        text("What happens if I miss it again?"),
        lambda context: any(p.reason is Reason.ATTEMPT_FAILED for p in context.with_a_carrier),
        _with_link(
            text(
                "The carrier usually tries once or twice more, then takes the parcel to a pickup point near you or sends it back to us. You can choose a time or place on the carrier’s page."
            ),
            text(
                "The carrier usually tries once or twice more, then takes the parcel to a pickup point near you or sends it back to us. If there is no note from the carrier, contact us."
            ),
            Reason.ATTEMPT_FAILED,
        ),
    ),
    _FaqRule(
        "how_long_kept",
        text("How long is it held for me?"),
        lambda context: any(p.reason is Reason.AT_PICKUP_POINT for p in context.parcels_sent_or_to_send),
        _always(text("Your pickup message says until when. Someone else can pick it up for you with that message.")),
    ),
    _FaqRule(
        "still_kept",
        text("Can I still pick it up?"),
        lambda context: any(p.reason is Reason.PICKUP_OVER for p in context.parcels_sent_or_to_send),
        _always(
            text(
                "Ask at the pickup point: it may still be there. Parcels that aren’t picked up are usually sent back to us. If yours was, contact us."
            )
        ),
    ),
    _FaqRule(
        "carrier_needs_me",
        text("What could the carrier need from me?"),
        _has_reason(Reason.BUYER_ACTION),
        _with_link(
            text(
                "Often it’s a customs fee, or part of the address. Only ever pay on the carrier’s own page, which you can open from here."
            ),
            text(
                "Often it’s a customs fee, or part of the address. If you’re not sure a message really comes from the carrier, contact us before you pay."
            ),
            Reason.BUYER_ACTION,
        ),
    ),
    _FaqRule(
        "how_to_pay",
        text("How do I pay?"),
        lambda context: context.owes and not is_cancelled(context.order),
        _how_to_pay,
    ),
    _FaqRule(
        "paid_but_not_sent",
        text("I’ve paid. Why hasn’t it been sent?"),
        _is_paid_but_not_handed_over,
        _always(
            joined(
                text("Once your payment is in, we pack your order and hand it to the carrier."),
                text("Yours hasn’t been handed over yet."),
            )
        ),
    ),
    _FaqRule(
        "paid_but_not_ready",
        text("I’ve paid. Why isn’t it ready?"),
        _is_paid_but_not_ready,
        _always(text("Once your payment is in, we pack your order and set it aside for you.")),
    ),
    _FaqRule(
        "bar_does_not_move",
        text("Why isn’t the tracking moving?"),
        _is_between_scans,
        _always(
            text(
                "It moves each time the carrier scans the parcel. There can be days between two scans, over a weekend or on a long journey. Some carriers only show scans on their own page."
            )
        ),
    ),
    _FaqRule(
        "no_tracking_at_all",
        text("Why can’t I track it?"),
        _has_reason(Reason.NO_TRACKING),
        _always(
            text(
                "It was sent without tracking, often as a letter, so it isn’t scanned on the way. If you think you should have it by now, contact us."
            )
        ),
    ),
    _FaqRule(
        "no_tracking_yet",
        text("Why is there no tracking number yet?"),
        _has_no_tracking_yet,
        lambda context: with_tracking_mail(
            text("A parcel gets its number when it’s packed. You’ll see it here then."), context.policy
        ),
    ),
    _FaqRule(
        "why_coming_back",
        text("Why is it coming back?"),
        _has_reason(Reason.RETURNING),
        _always(
            text(
                "Often no one was there to take it, it wasn’t picked up in time, or the address was incomplete. Contact us with the right address."
            )
        ),
    ),
    _FaqRule(
        "when_the_money_comes",
        text("When do I get my money?"),
        _waits_for_money,
        _when_the_money_comes,
    ),
    _FaqRule(
        "where_is_the_download",
        text("Where is my download?"),
        lambda context: any(p.route is Route.DIGITAL and p.sent and not p.is_quiet for p in context.parcels),
        _always(
            text(
                "It’s in the email we sent to the address on your order. Check your spam folder too. If you can’t find it, contact us."
            )
        ),
    ),
    _FaqRule(
        "change_it",
        text("Can I still change my order or the address?"),
        lambda context: _may_still_change(context) and not is_cancelled(context.order) and not context.is_pickup,
        _always(text("Maybe, as long as it hasn’t been sent. Contact us as soon as you can, with your order number.")),
    ),
    _FaqRule(
        "change_pickup",
        text("Can I still change my order?"),
        lambda context: _may_still_change(context) and not is_cancelled(context.order) and context.is_pickup,
        _always(
            text("Often, as long as it hasn’t been packed. Contact us as soon as you can, with your order number.")
        ),
    ),
)
