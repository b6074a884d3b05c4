"""Letters in the shop's own words, as tests write them to the database."""

from dataclasses import replace

from tests.fakes import NOW
from tracking.database.merchant_letters import MerchantLetter

LETTER = MerchantLetter(
    id="letter",
    order_id="1",
    subject="Snow in Malmö",
    text="The road is closed.\n\nWe’ll send it on Monday.",
    who="kim@example.com",
    added_at=NOW,
    due_at=NOW,
)


def letter(order_id: str, **changes: object) -> MerchantLetter:
    """A letter to this order's customer that is due now."""
    return replace(LETTER, order_id=order_id, **changes)  # type: ignore[arg-type]  # as the fields have it
