"""The mail that tells the shop what a customer has answered: short, as text, in the shop's language."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage

from tracking.i18n.localizer import Localizer
from tracking.i18n.text import text
from tracking.notices.message import POLICY, UnwritableAddressError, header_address, header_words, message_id
from tracking.notices.one_line import one_line
from tracking.order.answers import ROWS, AnswerKind, missed_deliveries
from tracking.order.status_types import OrderStatus

_MAX_ORDER = 40  # characters of a subject


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerContent:
    """The content of the mail. ``admin_url`` leads to the order in Shopify, ``page_url`` to its page."""

    kind: AnswerKind
    words: str
    deadline: date
    status: OrderStatus
    admin_url: str | None
    page_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerEnvelope:
    """``sender`` is MAIL_FROM, ``to`` the shop's mailbox, ``customer`` where replies go (None: nowhere is known).

    ``mail`` names the mail: the same one has the same Message-ID each time that it is sent. ``order`` names the order;
    with ``key`` both become keyed hashes.
    """

    sender: Address
    shop_name: str
    to: str
    customer: str | None
    mail: str
    order: str
    sent_at: datetime
    key: str = field(repr=False)


def answer_mail(content: AnswerContent, envelope: AnswerEnvelope, localizer: Localizer) -> EmailMessage:
    """Returns the message. Raises UnwritableAddressError where the shop's own mailbox is none."""
    customer = _writable(envelope.customer)
    sender = header_address(envelope.sender.addr_spec, envelope.sender.display_name or envelope.shop_name)
    translate = localizer.translate
    order = translate(text("Order %(order)s", order=one_line(content.status.order, _MAX_ORDER)))
    label = translate(ROWS[content.kind].label)
    mail = EmailMessage(policy=POLICY)
    mail["From"] = sender
    mail["To"] = header_address(envelope.to)
    if customer:
        mail["Reply-To"] = customer
    mail["Subject"] = header_words(f"{order}: {label}")
    mail["Date"] = envelope.sent_at
    mail["Message-ID"] = message_id("answer", envelope.mail, key=envelope.key, domain=sender.domain)
    mail["References"] = message_id("answers about", envelope.order, key=envelope.key, domain=sender.domain)
    mail["Auto-Submitted"] = "auto-generated"
    paragraphs = _paragraphs(content, order, label, localizer, has_address=customer is not None)
    mail.set_content("\n\n".join(paragraphs) + "\n")
    return mail


def _writable(address: str | None) -> Address | None:
    """None also for what a header cannot hold, or not on every server: the mail leaves without it."""
    try:
        return header_address(address) if address and address.isascii() else None
    except UnwritableAddressError:
        return None


def _paragraphs(
    content: AnswerContent, order: str, label: str, localizer: Localizer, *, has_address: bool
) -> Iterator[str]:
    translate = localizer.translate
    yield f"{order}\n{label}"
    if content.words:
        # Behind a mark, so that none of it can be taken for a line of ours.
        yield "\n".join(f"> {one_line(line)}".rstrip() for line in content.words.split("\n"))
    if ROWS[content.kind].is_replied and has_address:
        yield translate(text("Please answer by %(day)s. Your reply goes to the customer.", day=content.deadline))
    elif ROWS[content.kind].is_replied:
        yield translate(
            text("Please answer by %(day)s. The order has no email address to reply to.", day=content.deadline)
        )
    headline = content.status.headline
    yield "\n".join(one_line(translate(each)) for each in (headline.title, headline.text) if translate(each))
    if content.kind is AnswerKind.NOT_RECEIVED and (lines := [*_deliveries(content.status, localizer)]):
        yield "\n".join(lines)
    yield "\n".join(filter(None, (content.admin_url, content.page_url)))


def _deliveries(status: OrderStatus, localizer: Localizer) -> Iterator[str]:
    for each in missed_deliveries(status):
        numbers = (f"{link.name or ''} {link.number or ''}".strip() for link in each.parcel.tracking)
        day = localizer.day(each.delivered_on) if each.delivered_on else ""
        parts = (localizer.translate(each.parcel.title), day, *numbers)
        yield " · ".join(one_line(part) for part in parts if part)
