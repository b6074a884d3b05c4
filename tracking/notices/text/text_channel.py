"""The channel of texts: the number is asked from Shopify when a text leaves, and not kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tracking.channels.call import CallOutcome, CallResult, Channel
from tracking.notices.mail.result import Outcome, RefusalScope, SendResult
from tracking.notices.news import News
from tracking.notices.sending_channels import PreparedMessage
from tracking.notices.text.maker import TextMaker
from tracking.notices.without_links import without_links
from tracking.order.model import Order
from tracking.orders.contact import canonical_contact
from tracking.running.metrics import Metrics
from tracking.settings.channel_urls import ChannelUrl
from tracking.shopify.order_calls.order_contact import OrderContact

# Of a service that answers so, other numbers may be taken.
_ABOUT_NUMBER = frozenset({400, 404, 422})


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChannel:
    """Implements SendingChannel, by the service of TEXT_URL."""

    texts: TextMaker
    channel: Channel
    url: ChannelUrl
    metrics: Metrics

    def address(self, contact: OrderContact) -> str | None:
        """The phone number, as +46701234567."""
        return canonical_contact(email=None, phone=contact.phone)

    def prepare(
        self,
        order: Order,
        news: Sequence[News],
        *,
        address: str,
        letter_id: str,  # noqa: ARG002 - a text has no name of its own
        now: datetime,
    ) -> PreparedMessage:
        """As SendingChannel."""
        words = self.texts.make(order, news, now=now).words

        def send() -> SendResult:
            result = self.channel.send(self.url.to(address), title="", body=words)
            self.metrics.channel_call("text", result.outcome)
            return send_result(result)

        return PreparedMessage(without_links(words, site=self.texts.site), send)

    def close(self) -> None:
        """Nothing stays open."""


def send_result(result: CallResult) -> SendResult:
    """The result of a call for this text, and for the others. A call that was cut off may have been heard."""
    if result.is_sent:
        return SendResult(outcome=Outcome.SENT, about=RefusalScope.MESSAGE, answer=result.sentence)
    about = RefusalScope.RECIPIENT if result.status in _ABOUT_NUMBER else RefusalScope.SERVER
    return SendResult(
        outcome=Outcome.REFUSED_NOW,
        about=about,
        answer=result.sentence,
        code=result.status,
        may_have_arrived=result.outcome in {CallOutcome.TIMED_OUT, CallOutcome.TOO_LARGE},
    )
