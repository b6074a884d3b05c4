"""The name of each view of the merchant's list, and what it means that nothing stands in it."""

from dataclasses import dataclass

from tracking.directory.views import OrderView
from tracking.i18n.text import Phrase, text


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewText:
    """A row: ``empty`` is a short line, ``meaning`` says what comes into the view by itself."""

    name: Phrase
    empty: Phrase
    meaning: Phrase


VIEW_TEXTS: dict[OrderView, ViewText] = {
    OrderView.NEEDS_YOU: ViewText(
        name=text("Needs you now"),
        empty=text("Nothing needs you now"),
        meaning=text("Orders come here when they are late or stuck, or when the customer has answered."),
    ),
    OrderView.WAITING_PAYMENT: ViewText(
        name=text("Waiting for payment"),
        empty=text("No order waits for its payment"),
        meaning=text("Orders stand here while their payment is pending, overdue or incomplete."),
    ),
    OrderView.TO_SEND: ViewText(
        name=text("To be sent"),
        empty=text("There is nothing to send"),
        meaning=text("New orders come here, and leave once everything in them is sent."),
    ),
    OrderView.WAITING_ON_PURPOSE: ViewText(
        name=text("Waiting on purpose"),
        empty=text("No order waits on purpose"),
        meaning=text("Orders stand here while they are on hold, scheduled for a later day, or preordered."),
    ),
    OrderView.AT_WAREHOUSE: ViewText(
        name=text("At the warehouse"),
        empty=text("No order is at a warehouse"),
        meaning=text("Orders stand here while a warehouse or another service is to send them for you."),
    ),
    OrderView.PACKED: ViewText(
        name=text("Packed, not scanned"),
        empty=text("Nothing packed waits for its first scan"),
        meaning=text("Orders stand here when they have a label that the carrier has not scanned yet."),
    ),
    OrderView.ON_ITS_WAY: ViewText(
        name=text("On its way"),
        empty=text("Nothing is on its way"),
        meaning=text("Orders stand here from the carrier’s first scan until they arrive."),
    ),
    OrderView.LATE: ViewText(
        name=text("Late"),
        empty=text("Nothing is late"),
        meaning=text("Orders come here when their day has passed, or when they have not moved for days."),
    ),
    OrderView.PROBLEM: ViewText(
        name=text("Problem"),
        empty=text("No order has a problem"),
        meaning=text("Orders come here when they cannot go on until you or the carrier do something."),
    ),
    OrderView.PICKUP: ViewText(
        name=text("Ready for pickup"),
        empty=text("Nothing waits to be picked up"),
        meaning=text("Orders stand here until the customer picks them up."),
    ),
    OrderView.RETURNS: ViewText(
        name=text("Returns"),
        empty=text("No return is open"),
        meaning=text("Orders stand here from the return request until the refund or the exchange."),
    ),
    OrderView.ANSWERS: ViewText(
        name=text("Answers"),
        empty=text("No answer waits for you"),
        meaning=text(
            "When a customer answers on the page of an order, it stands here until you mark the answer as handled."
        ),
    ),
    OrderView.DONE: ViewText(
        name=text("Done"),
        empty=text("No order is done yet"),
        meaning=text("Orders come here when nothing more will happen to them, and leave after a while."),
    ),
    OrderView.ALL: ViewText(
        name=text("All"),
        empty=text("There are no orders yet"),
        meaning=text("A new order shows up here about a minute after it is placed in Shopify."),
    ),
}

# The views as they stand in the navigation, in groups.
VIEW_GROUPS: tuple[tuple[Phrase | None, tuple[OrderView, ...]], ...] = (
    (None, (OrderView.NEEDS_YOU, OrderView.ANSWERS)),
    (
        text("Before sending"),
        (
            OrderView.WAITING_PAYMENT,
            OrderView.TO_SEND,
            OrderView.WAITING_ON_PURPOSE,
            OrderView.AT_WAREHOUSE,
            OrderView.PACKED,
        ),
    ),
    (text("Underway"), (OrderView.ON_ITS_WAY, OrderView.LATE, OrderView.PROBLEM, OrderView.PICKUP, OrderView.RETURNS)),
    (None, (OrderView.DONE, OrderView.ALL)),
)
