"""Hands the news of an order to the sender of its channel, when Shopify has told how its customer is reached."""

from datetime import datetime

from tracking.database import Transaction, notice_preferences, notices
from tracking.notices.sending_channels import NoticeChannel
from tracking.notices.text.channel_choice import TextTerms, choose_channel
from tracking.orders.contact import canonical_contact
from tracking.shopify.order_calls.order_contact import OrderContact


class TextRouter:
    """Where no texts are sent, everything stays with the letters."""

    def __init__(self, terms: TextTerms) -> None:
        self.terms = terms

    def channel(self, transaction: Transaction, order_id: str, contact: OrderContact) -> NoticeChannel:
        """The channel of the order."""
        if not self.terms.is_on:
            return NoticeChannel.EMAIL
        preference = notice_preferences.get(transaction, order_id)
        return choose_channel(
            self.terms,
            preference.channel if preference else None,
            has_email=bool(contact.email),
            has_phone=canonical_contact(email=None, phone=contact.phone) is not None,
        )

    def hand_over(
        self, transaction: Transaction, token: str, order_id: str, channel: NoticeChannel, now: datetime
    ) -> bool:
        """Let the order's news go by this channel, if there is a sender of it; returns whether it does."""
        is_there = self.terms.is_on if channel is NoticeChannel.TEXT else self.terms.has_mail
        if is_there:
            notices.hand_over(transaction, token, order_id, channel, now=now)
        return is_there
