"""The name of each view of the merchant's list, and what it means that nothing stands in it."""

from dataclasses import dataclass

from tracking.i18n.text import Phrase, text
from tracking.merchant.view_codes import ViewCode


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewText:
    """A row: ``empty`` is a short line, ``meaning`` says what comes into the view by itself."""

    name: Phrase
    empty: Phrase
    meaning: Phrase


VIEW_TEXTS: dict[ViewCode, ViewText] = {
    ViewCode.NEEDS_YOU: ViewText(
        name=text("Needs you now"),
        empty=text("Nothing needs you now"),
        meaning=text("Orders come here when they are late or stuck, or when the customer has answered."),
    ),
    ViewCode.WAITING_PAYMENT: ViewText(
        name=text("Waiting for payment"),
        empty=text("No order waits for its payment"),
        meaning=text("Orders stand here while their payment is pending, overdue or incomplete."),
    ),
    ViewCode.TO_SEND: ViewText(
        name=text("To be sent"),
        empty=text("There is nothing to send"),
        meaning=text("New orders come here, and leave once everything in them is sent."),
    ),
    ViewCode.WAITING_ON_PURPOSE: ViewText(
        name=text("Waiting on purpose"),
        empty=text("No order waits on purpose"),
        meaning=text("Orders stand here while they are on hold, scheduled for a later day, or preordered."),
    ),
    ViewCode.AT_WAREHOUSE: ViewText(
        name=text("At the warehouse"),
        empty=text("No order is at a warehouse"),
        meaning=text("Orders stand here while a warehouse or another service is to send them for you."),
    ),
    ViewCode.PACKED: ViewText(
        name=text("Packed, not scanned"),
        empty=text("Nothing packed waits for its first scan"),
        meaning=text("Orders stand here when they have a label that the carrier has not scanned yet."),
    ),
    ViewCode.ON_ITS_WAY: ViewText(
        name=text("On its way"),
        empty=text("Nothing is on its way"),
        meaning=text("Orders stand here from the carrier’s first scan until they arrive."),
    ),
    ViewCode.LATE: ViewText(
        name=text("Late"),
        empty=text("Nothing is late"),
        meaning=text("Orders come here when their day has passed, or when they have not moved for days."),
    ),
    ViewCode.PROBLEM: ViewText(
        name=text("Problem"),
        empty=text("No order has a problem"),
        meaning=text("Orders come here when they cannot go on until you or the carrier do something."),
    ),
    ViewCode.PICKUP: ViewText(
        name=text("Ready for pickup"),
        empty=text("Nothing waits to be picked up"),
        meaning=text("Orders stand here until the customer picks them up."),
    ),
    ViewCode.RETURNS: ViewText(
        name=text("Returns"),
        empty=text("No return is open"),
        meaning=text("Orders stand here from the return request until the refund or the exchange."),
    ),
    ViewCode.ANSWERS: ViewText(
        name=text("Answers"),
        empty=text("No answer waits for you"),
        meaning=text(
            "When a customer answers on the page of an order, it stands here until you mark the answer as handled."
        ),
    ),
    ViewCode.DONE: ViewText(
        name=text("Done"),
        empty=text("No order is done yet"),
        meaning=text("Orders come here when nothing more will happen to them, and leave after a while."),
    ),
    ViewCode.ALL: ViewText(
        name=text("All"),
        empty=text("There are no orders yet"),
        meaning=text("A new order shows up here about a minute after it is placed in Shopify."),
    ),
}

# The views as they stand in the navigation, in groups.
VIEW_GROUPS: tuple[tuple[Phrase | None, tuple[ViewCode, ...]], ...] = (
    (None, (ViewCode.NEEDS_YOU, ViewCode.ANSWERS)),
    (
        text("Before sending"),
        (
            ViewCode.WAITING_PAYMENT,
            ViewCode.TO_SEND,
            ViewCode.WAITING_ON_PURPOSE,
            ViewCode.AT_WAREHOUSE,
            ViewCode.PACKED,
        ),
    ),
    (text("Underway"), (ViewCode.ON_ITS_WAY, ViewCode.LATE, ViewCode.PROBLEM, ViewCode.PICKUP, ViewCode.RETURNS)),
    (None, (ViewCode.DONE, ViewCode.ALL)),
)
