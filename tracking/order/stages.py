"""The label of each stage on the progress bar, and the title and text of a parcel without a reason."""

from tracking.i18n.text import Phrase, text
from tracking.order.missing import row_or_fallback
from tracking.order.vocabulary import STAGES, Route, Stage

LABELS: dict[Stage, Phrase] = {
    Stage.ORDERED: text("Ordered"),
    Stage.CONFIRMED: text("Confirmed"),
    Stage.PREPARING: text("Preparing"),
    Stage.SHIPPED: text("Sent"),
    Stage.OUT_FOR_DELIVERY: text("Out for delivery"),
    Stage.DELIVERED: text("Delivered"),
    Stage.READY_FOR_PICKUP: text("Ready for pickup"),
    Stage.PICKED_UP: text("Picked up"),
    Stage.SENT: text("Sent"),
    Stage.COMPLETED: text("Completed"),
    Stage.CANCELLED: text("Canceled"),
    Stage.REQUESTED: text("Requested"),
    Stage.APPROVED: text("Approved"),
    Stage.ON_ITS_WAY_BACK: text("On its way back"),
    Stage.RECEIVED: text("Received"),
    Stage.REFUNDED: text("Refunded"),
}

# The label of the last step of an exchange, in place of "Received".
NEW_ITEM_SENT = text("New item sent")

# Title and text of a parcel without a reason.
TEXTS: dict[Stage, tuple[Phrase, Phrase]] = {
    Stage.ORDERED: (text("We have your order"), text("We’ll confirm it next.")),
    Stage.CONFIRMED: (text("Your order is confirmed"), text("We’ll start preparing it next.")),
    Stage.PREPARING: (
        text("We’re preparing your order"),
        text("It hasn’t been sent yet."),
    ),
    Stage.SHIPPED: (text("Your parcel is on its way"), text("The carrier has it and is bringing it to you.")),
    Stage.OUT_FOR_DELIVERY: (
        text("Out for delivery"),
        text("It’s with the driver, on the way to you."),
    ),
    Stage.DELIVERED: (text("Delivered"), text("Your parcel has been delivered.")),
    Stage.READY_FOR_PICKUP: (text("Ready for pickup"), text("It’s waiting for you.")),
    Stage.PICKED_UP: (text("Picked up"), text("It has been picked up.")),
    Stage.SENT: (
        text("Sent to you"),
        text("It was sent by email. Check your spam folder if you can’t find it."),
    ),
    Stage.COMPLETED: (text("Completed"), text("You got this in the shop. There’s nothing left to deliver.")),
}

# Title and text for a stage on one route only.
ROUTE_TEXTS: dict[tuple[Route, Stage], tuple[Phrase, Phrase]] = {
    (Route.PICKUP, Stage.PREPARING): (
        text("We’re preparing your order"),
        text("It isn’t ready to be picked up yet."),
    ),
    (Route.DIGITAL, Stage.CONFIRMED): (
        text("We’re preparing your order"),
        text("It comes by email."),
    ),
    (Route.LOCAL_DELIVERY, Stage.OUT_FOR_DELIVERY): (
        text("Out for delivery"),
        text("Our driver has it and is bringing it to you."),
    ),
    (Route.PICKUP_POINT, Stage.SHIPPED): (
        text("Your parcel is on its way"),
        text("The carrier is bringing it to your pickup point."),
    ),
    (Route.SHIP, Stage.DELIVERED): (text("Your parcel has arrived"), text("The carrier delivered it.")),
    (Route.LOCAL_DELIVERY, Stage.DELIVERED): (
        text("Delivered"),
        text("Our driver delivered it."),
    ),
}

# The equivalent of a stage on a route that does not have it.
STAGE_EQUIVALENTS: dict[tuple[Route, Stage], Stage] = {
    (Route.SHIP, Stage.READY_FOR_PICKUP): Stage.OUT_FOR_DELIVERY,
    (Route.SHIP, Stage.PICKED_UP): Stage.DELIVERED,
    (Route.PICKUP_POINT, Stage.OUT_FOR_DELIVERY): Stage.SHIPPED,
    (Route.PICKUP_POINT, Stage.DELIVERED): Stage.PICKED_UP,
    (Route.PICKUP, Stage.SHIPPED): Stage.PREPARING,
    (Route.PICKUP, Stage.OUT_FOR_DELIVERY): Stage.PREPARING,
    (Route.PICKUP, Stage.DELIVERED): Stage.PICKED_UP,
    (Route.LOCAL_DELIVERY, Stage.SHIPPED): Stage.OUT_FOR_DELIVERY,
    (Route.LOCAL_DELIVERY, Stage.READY_FOR_PICKUP): Stage.OUT_FOR_DELIVERY,
    (Route.LOCAL_DELIVERY, Stage.PICKED_UP): Stage.DELIVERED,
}


_MODULE = "tracking/order/stages.py"
_DEFAULT_STEPS = STAGES[Route.SHIP]
_NO_LABEL = text("Being updated")
_NO_TEXT = (
    text("There’s an update"),
    text(
        "This page can’t read the latest update yet, so it shows the last step we know. If it stays like this, just ask us."
    ),
)


def stage_text(route: Route, stage: Stage) -> tuple[Phrase, Phrase]:
    """Title and text of a parcel at a stage of its route."""
    route_text = ROUTE_TEXTS.get((route, stage))
    return route_text or row_or_fallback(TEXTS, stage, _NO_TEXT, content="words", module=_MODULE)


def label(stage: Stage) -> Phrase:
    """The label of a stage on the progress bar."""
    return row_or_fallback(LABELS, stage, _NO_LABEL, content="label", module=_MODULE)


def steps_of(route: Route) -> tuple[Stage, ...]:
    """The steps of a route; those of a shipment for a route without a row."""
    return row_or_fallback(STAGES, route, _DEFAULT_STEPS, content="steps", module="tracking/order/vocabulary.py")
