"""Takes an order in: fetches it from Shopify, judges it, and writes it with all that it is found by."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tracking.database import Database, Transaction, erased_orders, one_order, orders
from tracking.directory.ended_steps import EndedSteps
from tracking.directory.judged_row import JudgedRow, Rules, judged_row
from tracking.directory.named_days import known_document
from tracking.directory.news_recorder import NewsRecorder, NoNews
from tracking.directory.order_hashes import OrderHashes
from tracking.directory.promise_record import record_promises
from tracking.shopify.documents.carry_forward import carry_forward, depends_on_before
from tracking.shopify.documents.stored_document import stored_document
from tracking.shopify.json_decoder import dig
from tracking.shopify.order_calls.order_contact import OrderContact
from tracking.shopify.orders import Document, ShopifyOrders
from tracking.shopify.resilience import Deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedDocument:
    """Shopify's answer. ``document`` is None where it no longer has the order."""

    order_id: str
    document: Document | None
    fetched_at: datetime
    contact_hash: str | None = None
    has_contact: bool = True
    contact: OrderContact = field(default_factory=OrderContact, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingOrder:
    """An order that is judged. ``judged`` is None where Shopify no longer has it.

    ``has_contact``: its contact was asked for, too; else the known one stays. ``contact`` is it, and is not kept.
    """

    order_id: str
    judged: JudgedRow | None
    has_contact: bool = True
    contact: OrderContact = field(default_factory=OrderContact, repr=False)


class OrderIntake:
    """``retention`` is how long a finished order is kept: one that has been finished for longer is not taken in."""

    def __init__(  # noqa: PLR0913 - each is a part of the directory
        self,
        shopify: ShopifyOrders,
        database: Database,
        rules: Rules,
        hashes: OrderHashes,
        *,
        retention: timedelta,
        clock: Callable[[], datetime],
        news: NewsRecorder | None = None,
    ) -> None:
        self._shopify = shopify
        self._database = database
        self._rules = rules
        self._hashes = hashes
        self._retention = retention
        self._clock = clock
        self._news = news or NoNews()

    def is_erased(self, transaction: Transaction, order_id: str) -> bool:
        """Whether the order was erased, so that Shopify must not be asked for it."""
        return erased_orders.has_any(transaction, self._hashes.erased_candidates(order_id))

    def fetch(self, order_id: str, deadline: Deadline) -> FetchedDocument:
        """The order from Shopify. Raises ShopifyError and DatabaseUnavailable."""
        fetched_at = self._clock()
        document, contact = self._shopify.fetch_with_contact(order_id, deadline)
        if document is None:
            return FetchedDocument(order_id=order_id, document=None, fetched_at=fetched_at)
        document = self._carry_forward(order_id, document, fetched_at)
        contact_hash = self._hashes.contact(email=contact.email, phone=contact.phone)
        return FetchedDocument(
            order_id=order_id, document=document, fetched_at=fetched_at, contact_hash=contact_hash, contact=contact
        )

    def _carry_forward(self, order_id: str, document: Document, fetched_at: datetime) -> Document:
        if not depends_on_before(document):
            return document
        with self._database.read() as transaction:
            known = known_document(transaction, order_id)
        return carry_forward(document, known[0], fetched_at) if known else document

    def judge(self, fetched: FetchedDocument) -> IncomingOrder:
        """The order as it is judged now. Raises ShopifyError where it cannot be read."""
        judged = None if fetched.document is None else self._judged(fetched, fetched.document)
        return IncomingOrder(
            order_id=fetched.order_id, judged=judged, has_contact=fetched.has_contact, contact=fetched.contact
        )

    def _judged(self, fetched: FetchedDocument, document: Document) -> JudgedRow:
        judged = judged_row(
            stored_document(document),
            self._rules,
            fetched_at=fetched.fetched_at,
            now=self._clock(),
            contact_hash=fetched.contact_hash,
        )
        tags = dig(document, "order").get("tags")
        hashes = self._hashes.tags(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else None
        return replace(judged, found_by=replace(judged.found_by, tag_hashes=hashes))

    def fetched_for_a_page(self, order_id: str, document: Document, fetched_at: datetime) -> IncomingOrder:
        """An order that a page has asked Shopify for. Raises ShopifyError where it cannot be read."""
        fetched = FetchedDocument(order_id=order_id, document=document, fetched_at=fetched_at, has_contact=False)
        return self.judge(fetched)

    def put(self, transaction: Transaction, order: IncomingOrder, *, is_from_webhook: bool = False) -> bool:
        """Write it with what is news of it, or delete what is not to be kept; returns whether rows were deleted.

        Then ``Database.checkpoint`` belongs after the transaction. ``is_from_webhook``: Shopify reported a change.
        """
        if order.judged is None or self._is_over(order.judged):
            return one_order.delete_rows(transaction, order.order_id) > 0
        row = order.judged.row
        if not order.has_contact:
            row = replace(row, contact_hash=orders.contact_hash(transaction, row.id))
        is_first_by_webhook = is_from_webhook and not orders.updated_at(transaction, [row.id])
        orders.lock(transaction, row.id)
        ended = EndedSteps(transaction, order.judged.order, self._rules.policy, self._clock())
        if orders.put(transaction, row, order.judged.found_by, hashes=self._hashes.erased_candidates(row.id)):
            ended.store(transaction, row.answer)
            self._rules.needs.renew(transaction, row.id, now=self._clock())
            record_promises(transaction, order.judged)
            self._news.record(transaction, order.judged, is_first_by_webhook=is_first_by_webhook)
        return False

    def _is_over(self, judged: JudgedRow) -> bool:
        finished_at = judged.row.finished_at
        return finished_at is not None and finished_at < self._clock() - self._retention
