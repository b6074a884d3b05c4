"""Carries forward into Shopify's answer about an order what the answer before said, and Shopify does not."""

from datetime import datetime

from tracking.shopify.documents.named_days import may_have_named_days, with_named_days_of
from tracking.shopify.documents.released_holds import may_have_released, with_released_holds
from tracking.shopify.parsing.order import Document


def depends_on_before(document: Document) -> bool:
    """Whether something in it waits, or travels without a day: else the answer before need not be read."""
    return may_have_released(document) or may_have_named_days(document)


def carry_forward(document: Document, before: Document, fetched_at: datetime) -> Document:
    """The document, fetched just now, with when holds were released and which days were named."""
    if may_have_released(document):
        document = with_released_holds(document, before, fetched_at)
    return with_named_days_of(document, before)
