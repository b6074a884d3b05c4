"""The texts of pickups: of reasons at the shop, where it is no parcel, and of what a carrier's pickup point needs."""

from collections.abc import Iterable
from dataclasses import replace

from tracking.carriers import Carriers, Link, PickupNeeds
from tracking.i18n.text import Phrase, text
from tracking.order.model import Order
from tracking.order.reasons import ReasonText, reason_text
from tracking.order.statuses import ROUTES
from tracking.order.vocabulary import Reason, Route

_AGAIN = text("Something didn’t work out, so we’re preparing these items again.")
_MOVING = text("Something went wrong on its way to your pickup place. We’re looking into it.")

# The text, and the one with a day where the reason has one.
TEXTS: dict[Reason, tuple[Phrase, Phrase | None]] = {
    Reason.PAY_VOIDED: (
        text("You haven’t been charged, and nothing will be prepared unless the order is paid again."),
        None,
    ),
    Reason.CANCELLED_CUSTOMER: (text("The order was canceled as you asked, and there’s nothing to pick up."), None),
    Reason.CANCELLED_PAYMENT: (
        text("The payment didn’t go through, so the order was canceled and there’s nothing to pick up."),
        None,
    ),
    Reason.CANCELLED_OTHER: (
        text("The order was canceled and there’s nothing to pick up. If you didn’t expect that, please contact us."),
        None,
    ),
    Reason.HOLD_PAYMENT: (text("This is set aside for you until the payment arrives."), None),
    Reason.HOLD_REVIEW: (text("Some orders get a short check first."), None),
    Reason.HOLD_STOCK: (
        text("A product turned out to be out of stock, so this isn’t ready yet."),
        None,
    ),
    Reason.HOLD_DATE_UNKNOWN: (
        text("We don’t have a date for this yet. You’ll see it here once we know."),
        None,
    ),
    Reason.HOLD_RETURN_ITEMS: (
        text("Your exchange is set aside. You can pick it up once we have the items you’re returning."),
        None,
    ),
    Reason.HOLD_OTHER: (
        text("This is on hold for now, and it isn’t ready yet. If you’d like to know more, just ask us."),
        None,
    ),
    Reason.SCHEDULED: (
        text("This is planned to be ready at a later date."),
        text("This is planned to be ready on %(day)s."),
    ),
    Reason.PREORDER: (
        text("You pre-ordered this. You can pick it up as soon as it’s available."),
        text("You pre-ordered this. It’s planned to be ready on %(day)s."),
    ),
    Reason.WAITING_FOR_SUPPLIER: (text("One of our partners prepares this. We’re about to pass it on."), None),
    Reason.REQUEST_DECLINED: (
        text("The location that was going to prepare this can’t do it. We’re arranging another way."),
        None,
    ),
    Reason.OLDER_THAN_USUAL: (
        text("This should have been ready by now, but it isn’t yet. We’re sorry for the wait."),
        None,
    ),
    Reason.FULFILLMENT_CANCELLED: (_AGAIN, None),
    Reason.LABEL_VOIDED: (_AGAIN, None),
    Reason.STALLED: (text("There’s been no update for %(silence)s. Contact us before you come."), None),
    Reason.DELAYED: (text("It’s delayed on its way to your pickup place."), None),
    Reason.ESTIMATE_PASSED: (text("It should have been ready by now, and there’s no new date yet."), None),
    Reason.ATTEMPT_FAILED: (_MOVING, None),
    Reason.NOT_DELIVERED: (_MOVING, None),
    Reason.TRACKING_FAILED: (_MOVING, None),
    Reason.RETURNING: (_MOVING, None),
}

# The text once the planned day has passed.
PAST: dict[Reason, Phrase] = {
    Reason.SCHEDULED: text("This was planned to be ready on %(day)s, but it isn’t yet."),
    Reason.PREORDER: text("You pre-ordered this. It was planned to be ready on %(day)s, but it isn’t yet."),
    Reason.OLDER_THAN_USUAL: text("It was planned to be ready on %(day)s, but it isn’t yet. We’re sorry for the wait."),
}

# Titles that name a parcel.
TITLES: dict[Reason, Phrase] = {
    Reason.STALLED: text("No news of your order"),
    Reason.DELAYED: text("Your order is delayed"),
    Reason.ESTIMATE_PASSED: text("Taking longer than planned"),
    Reason.ATTEMPT_FAILED: text("Something went wrong with your order"),
    Reason.NOT_DELIVERED: text("Something went wrong with your order"),
    Reason.TRACKING_FAILED: text("Something went wrong with your order"),
    Reason.RETURNING: text("Something went wrong with your order"),
}


def is_for_pickup(order: Order) -> bool:
    """Whether all of the order is picked up at the shop: by the delivery methods of what was to be sent."""
    routes = {ROUTES.get(fo.delivery.method) if fo.delivery else None for fo in order.fulfillment_orders}
    return routes == {Route.PICKUP}


def pickup_text(reason: Reason) -> ReasonText:
    """The row of a reason, with the texts for an order that is picked up at the shop."""
    row = reason_text(reason)
    body, dated = TEXTS.get(reason, (row.text, row.dated))
    return replace(row, title=TITLES.get(reason, row.title), text=body, dated=dated, past=PAST.get(reason, row.past))


# The proof that the shop's own counter asks for, as far as that is known.
AT_THE_COUNTER = text("Bring your order number and an ID.")

# The proof that a carrier's pickup points ask for, by its row.
NEEDS: dict[PickupNeeds, Phrase] = {
    PickupNeeds.CODE: text("Bring the code from the carrier’s message."),
    PickupNeeds.ID: text("Bring an ID."),
    PickupNeeds.CODE_OR_ID: text("Bring the code from the carrier’s message, or an ID."),
}


def what_to_bring(links: Iterable[Link], carriers: Carriers) -> Phrase | None:
    """The sentence about what to bring to the carrier's pickup point; None where it is not known of each carrier."""
    rows = [carriers.row(link.carrier) for link in links]
    needs = {row.pickup_needs if row else None for row in rows}
    (need,) = needs if len(needs) == 1 else (None,)
    return NEEDS[need] if need else None
