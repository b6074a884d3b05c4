"""The ways to pay an order: a row each, with what Shopify says before and after the money is there."""

from dataclasses import dataclass
from enum import Enum, auto


class Collects(Enum):
    """When the customer has to pay the shop, and cannot leave it to the provider, the driver or the counter."""

    NEVER = auto()
    FROM_THE_START = auto()  # the shop waits for the money
    WHEN_DUE = auto()  # from the day after its day


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentWay:
    """A row. ``share`` of the price is there from the start; ``unpaid`` and ``paid`` are Shopify's statuses.

    ``waits``: nothing is sent before the money is there. ``transaction`` is the kind and status of the open payment.
    """

    name: str
    gateway: str
    unpaid: str
    collects: Collects
    paid: str = "PAID"
    by_hand: bool = False
    waits: bool = False
    share: float = 0
    is_reserved: bool = False
    terms_days: int | None = None
    transaction: tuple[str, str] = ("SALE", "PENDING")


CARD = "shopify_payments"

WAYS = (
    PaymentWay(name="card", gateway=CARD, unpaid="PAID", collects=Collects.NEVER, share=1),
    PaymentWay(name="wallet", gateway="paypal", unpaid="PAID", collects=Collects.NEVER, share=1),
    PaymentWay(name="gift card", gateway="gift_card", unpaid="PAID", collects=Collects.NEVER, share=1),
    PaymentWay(
        name="reserved on a card",
        gateway=CARD,
        unpaid="AUTHORIZED",
        collects=Collects.NEVER,
        is_reserved=True,
        transaction=("AUTHORIZATION", "SUCCESS"),
    ),
    PaymentWay(
        name="reserved by Klarna",
        gateway="Klarna",
        unpaid="AUTHORIZED",
        collects=Collects.NEVER,
        is_reserved=True,
        transaction=("AUTHORIZATION", "SUCCESS"),
    ),
    PaymentWay(
        name="lapsed",
        gateway=CARD,
        unpaid="EXPIRED",
        collects=Collects.FROM_THE_START,
        waits=True,
        transaction=("AUTHORIZATION", "FAILURE"),
    ),
    PaymentWay(name="processing", gateway=CARD, unpaid="PENDING", collects=Collects.NEVER, waits=True),
    PaymentWay(
        name="transfer",
        gateway="Bank Deposit",
        unpaid="PENDING",
        collects=Collects.FROM_THE_START,
        by_hand=True,
        waits=True,
    ),
    PaymentWay(
        name="transfer of another name",
        gateway="Ask Aunt May",
        unpaid="PENDING",
        collects=Collects.FROM_THE_START,
        by_hand=True,
        waits=True,
    ),
    PaymentWay(
        name="on delivery",
        gateway="Cash on Delivery (COD)",
        unpaid="PENDING",
        collects=Collects.NEVER,
        by_hand=True,
    ),
    PaymentWay(
        name="in the shop",
        gateway="Pay in store",
        unpaid="PENDING",
        collects=Collects.NEVER,
        by_hand=True,
    ),
    PaymentWay(name="invoice", gateway="Faktura", unpaid="PENDING", collects=Collects.NEVER, by_hand=True),
    PaymentWay(
        name="terms",
        gateway="Invoice",
        unpaid="PENDING",
        collects=Collects.WHEN_DUE,
        by_hand=True,
        terms_days=30,
    ),
    PaymentWay(
        name="deposit",
        gateway=CARD,
        unpaid="PARTIALLY_PAID",
        collects=Collects.WHEN_DUE,
        share=0.25,
        terms_days=60,
        transaction=("SALE", "SUCCESS"),
    ),
    PaymentWay(
        name="captured with each parcel",
        gateway=CARD,
        unpaid="PARTIALLY_PAID",
        collects=Collects.NEVER,
        share=0.5,
        is_reserved=True,
        transaction=("AUTHORIZATION", "SUCCESS"),
    ),
    PaymentWay(
        name="balance due",
        gateway=CARD,
        unpaid="PARTIALLY_PAID",
        collects=Collects.FROM_THE_START,
        share=0.5,
        transaction=("SALE", "SUCCESS"),
    ),
)
