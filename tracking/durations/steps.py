"""The steps of an order whose durations are measured, and by what each is told apart."""

from enum import StrEnum


class TimedStep(StrEnum):
    """A step whose duration is measured."""

    SENT = "sent"  # from the payment to the first shipment
    FIRST_SCAN = "first_scan"  # from the shipment to the carrier's first scan
    ARRIVED = "arrived"  # from there to the customer, or to the pickup point
    REFUNDED = "refunded"  # from the inspection of what came back to its refund


IN_WORKING_DAYS = frozenset({TimedStep.SENT, TimedStep.REFUNDED})
"""The shop's steps are counted in its working days, a carrier's in days of 24 hours, both without holidays."""

BY_PRODUCT_TYPE = frozenset({TimedStep.SENT})
"""The steps that depend on the product type: what is made to order is packed later than what lies on a shelf.

Not the others: a packed parcel is a parcel to the carrier, whose own way for bulky goods is another carrier or shipping
method; and a refund is a matter of bookkeeping. So no row of those says what was bought, and each row that does is of
another order: an order is sent for the first time once.
"""

MAX_NAME = 100
"""So many characters of a name tell steps apart; the rest of a longer one is not kept."""

# The groups that are compared with an order, the narrowest first. A carrier is not chosen before a shipment is made; no
# figure of an arrival is without the country, for the next town is no measure for another continent. How long it takes
# to pack depends on what it is before all else, and hardly on the country: the groups of a type do without it, so that
# few orders of a type are not told apart into none.
GROUPS: dict[TimedStep, tuple[tuple[str, ...], ...]] = {
    TimedStep.SENT: (
        ("location", "shipping_method", "product_type"),
        ("location", "product_type"),
        ("product_type",),
        ("location", "shipping_method", "country"),
        ("location", "shipping_method"),
        ("location",),
        ("shipping_method",),
        (),
    ),
    TimedStep.FIRST_SCAN: (("carrier", "location"), ("carrier",)),
    TimedStep.ARRIVED: (
        ("carrier", "shipping_method", "country", "location"),
        ("carrier", "shipping_method", "country"),
        ("carrier", "country"),
        ("country",),
    ),
    TimedStep.REFUNDED: ((),),
}
