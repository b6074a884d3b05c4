"""Every table, in one place; ``migrations/`` leads an older database here.

No name, email address, phone number, street, postcode or note of a customer stands in any of them, but what people
type: customers in ``answers``, the shop in ``merchant_letters`` and ``merchant_notes``. A table that has an
``order_id`` is emptied of an order when that is erased.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    literal_column,
)

from tracking.database.column_types import ShortText, UtcTime

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

orders = Table(
    "orders",
    metadata,
    Column("id", ShortText, primary_key=True),  # Shopify's number of it, no GID
    Column("name", ShortText, nullable=False),
    Column("fetched_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),  # Shopify's
    Column("placed_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),  # null: open
    Column("is_test", Boolean, nullable=False),
    # The judgement, and when it must be made anew.
    Column("judged_at", UtcTime, nullable=False),
    Column("judged_by", ShortText, nullable=False),  # fingerprint of the rules
    Column("judge_at", UtcTime),  # when time alone changes it; null: never
    Column("look_at", UtcTime),  # when to ask Shopify again; null: never
    Column("stage", ShortText, nullable=False),
    Column("condition", ShortText, nullable=False),
    Column("reason", ShortText),
    Column("actor", ShortText),
    Column("route", ShortText),
    Column("parcel_condition", ShortText),  # the worst of its parcels
    Column("has_open_return", Boolean, nullable=False),
    Column("estimate_from", Date),
    Column("estimate_to", Date),
    Column("last_scan_at", UtcTime),
    Column("carrier", ShortText),
    Column("country", ShortText),
    Column("location", ShortText),
    Column("items_sent", Integer, nullable=False),
    Column("items_total", Integer, nullable=False),
    Column("parcels", Integer, nullable=False),
    Column("contact_hash", ShortText),
    # Behind the rest: SQLite reads a row from its beginning, and lists filter by what stands before.
    Column("answer", JSON, nullable=False),
    # The need of the order: by the order alone, and with what customers and staff do.
    Column("found_rank", Integer),
    Column("found_why", ShortText),
    Column("out_of_step", JSON, nullable=False, server_default="[]"),  # codes
    Column("need_rank", Integer),
    Column("need_why", ShortText),
    Column("need_since", UtcTime),  # when it was first seen
)
_order = orders.c

Index("ix_orders_name", _order.name)
Index("ix_orders_judged_by", _order.judged_by)
for _moment in ("judge_at", "look_at", "finished_at"):
    _is_set = _order[_moment].is_not(None)
    Index(f"ix_orders_{_moment}", _order[_moment], sqlite_where=_is_set, postgresql_where=_is_set)
_is_open = _order.finished_at.is_(None)
Index("ix_orders_open", _order.placed_at, sqlite_where=_is_open, postgresql_where=_is_open)
_has_contact = _order.contact_hash.is_not(None)
Index("ix_orders_contact_hash", _order.contact_hash, sqlite_where=_has_contact, postgresql_where=_has_contact)
# The columns of filters: each index alone has the ids, so that no row is read to find them.
for _filter in ("stage", "condition"):
    Index(f"ix_orders_{_filter}", _order[_filter], _order.id)
for _filter in ("reason", "route", "carrier", "country", "location"):
    _is_set = _order[_filter].is_not(None)
    Index(f"ix_orders_{_filter}", _order[_filter], _order.id, sqlite_where=_is_set, postgresql_where=_is_set)


def _order_id() -> Column[str]:
    return Column("order_id", ShortText, ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True)


# The rows that lists read: one for each view in which an order stands, with all sort keys, so that each of these has an
# index in the list's own order. Nothing else is read until a page is full.
order_views = Table(
    "order_views",
    metadata,
    _order_id(),
    Column("view", ShortText, primary_key=True),
    Column("placed", BigInteger, nullable=False),  # microseconds since 1970: a third of the text that SQLite would have
    # Each counted so that the first in the list is the least, below 0; 0 is no value, which comes last.
    Column("need", BigInteger, nullable=False),
    Column("promised", Integer, nullable=False),
    Column("last_scan", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
for _sort in ("placed", "need", "promised", "last_scan"):
    Index(f"ix_order_views_{_sort}", order_views.c.view, order_views.c[_sort], order_views.c.order_id)

# How many orders stand in each view, kept by those that write them: the sum over the connections that did.
view_counts = Table(
    "view_counts",
    metadata,
    Column("view", ShortText, primary_key=True),
    Column("connection", Integer, primary_key=True),  # none waits for another one's transaction to end
    Column("count", Integer, nullable=False),
)

tracking_numbers = Table(
    "tracking_numbers",
    metadata,
    _order_id(),
    Column("key", ShortText, primary_key=True),
    Index("ix_tracking_numbers_key", "key"),
)

# Terms to find an order by, of which it may have several: hashes of its tags, words of its products, codes.
order_terms = Table(
    "order_terms",
    metadata,
    _order_id(),
    Column("term", ShortText, primary_key=True),  # its kind's letter in front
    Index("ix_order_terms_term", "term", "order_id"),
    sqlite_with_rowid=False,
)

# Orders that somebody in the shop has set aside; what happened to them since is seen by ``state``.
set_aside = Table(
    "set_aside",
    metadata,
    _order_id(),
    Column("until", UtcTime, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("who", ShortText, nullable=False),
    Column("state", JSON, nullable=False),
)

tasks = Table(
    "tasks",
    metadata,
    Column("kind", ShortText, primary_key=True),
    Column("key", ShortText, primary_key=True),
    Column("order_id", ShortText, index=True),  # null: which order it is about is not known yet
    Column("due_at", UtcTime, nullable=False),
    Column("first_at", UtcTime, nullable=False),  # the oldest hint
    Column("hinted_at", UtcTime, nullable=False),  # the newest one
    Column("hints", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("state", ShortText, nullable=False),  # due or given_up
    Column("reason", ShortText),  # of the last failure
    Column("claim", ShortText),  # of who works on it
    Column("claimed_until", UtcTime),
)
_is_due = tasks.c.state == "due"
Index("ix_tasks_due_at", tasks.c.due_at, sqlite_where=_is_due, postgresql_where=_is_due)

webhooks_seen = Table(
    "webhooks_seen",
    metadata,
    Column("id", ShortText, primary_key=True),
    Column("at", UtcTime, nullable=False, index=True),
)

leases = Table(
    "leases",
    metadata,
    Column("name", ShortText, primary_key=True),
    Column("holder", ShortText, nullable=False),
    Column("until", UtcTime, nullable=False),
)

erased_orders = Table(
    "erased_orders",
    metadata,
    Column("hash", ShortText, primary_key=True),
    Column("until", UtcTime, nullable=False, index=True),
)

progress = Table(
    "progress",
    metadata,
    Column("name", ShortText, primary_key=True),
    Column("value", JSON, nullable=False),
)

data_requests = Table(
    "data_requests",
    metadata,
    Column("order_id", ShortText, primary_key=True),
    Column("requested_at", UtcTime, nullable=False, index=True),
    Column("outcome", ShortText),  # of the mail to the merchant: sent or refused; null: none has left yet
)

page_openings = Table(
    "page_openings",
    metadata,
    Column("order_id", ShortText, primary_key=True),
    Column("day", Date, primary_key=True, index=True),
    Column("count", Integer, nullable=False),
)

step_durations = Table(
    "step_durations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("step", ShortText, nullable=False),
    # In the shop's time zone. No moment stands here: a pair of them would be an order's alone.
    Column("started_on", Date, nullable=False),
    Column("ended_on", Date, nullable=False, index=True),
    Column("hours", Integer, nullable=False),  # rounded
    Column("carrier", ShortText),  # its code
    Column("shipping_method", ShortText),  # as the customer chose it at the checkout
    Column("service", ShortText),  # the fulfillment service
    Column("country", ShortText),
    Column("location", ShortText),
    Column("product_type", ShortText),  # of what was sent, in the shop's own word
    Column("is_imported", Boolean, nullable=False),  # from the shop's history: replaced by the next import
)

# Every day that a customer was shown, or that the order's own data name.
promises = Table(
    "promises",
    metadata,
    Column("id", Integer, primary_key=True),  # in the order in which they were kept
    Column("order_id", ShortText, ForeignKey("orders.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("part", ShortText, nullable=False),  # the parcel's public id
    Column("step", ShortText, nullable=False),  # send or arrive
    Column("first", Date, nullable=False),  # days of the destination
    Column("last", Date, nullable=False),
    Column("said_by", ShortText, nullable=False),  # carrier, shop or usual
    Column("said_at", UtcTime, nullable=False),
    Column("days_over", Integer),  # how long after the last day it happened; below 0: before; null: it has not yet
)

promise_counts = Table(
    "promise_counts",
    metadata,
    Column("week", Date, primary_key=True),  # the Monday of the week in which it happened
    Column("step", ShortText, primary_key=True),
    Column("said_by", ShortText, primary_key=True),
    Column("carrier", ShortText, primary_key=True),  # its code; empty: none is known
    Column("days_over", Integer, primary_key=True),  # 0: it was kept
    Column("connection", Integer, primary_key=True),  # none waits for another one's transaction to end
    Column("count", Integer, nullable=False),
)

notices = Table(
    "notices",
    metadata,
    # The primary key: the same news is never told twice.
    _order_id(),
    Column("code", ShortText, primary_key=True),
    Column("part", ShortText, primary_key=True),  # the parcel or return; empty: the whole order
    Column("about", ShortText, primary_key=True),  # a reason, a promised day
    Column("since", UtcTime, nullable=False),
    Column("earlier", ShortText),  # the day that was promised before
    Column("need", Integer, nullable=False),  # lower ones leave first
    Column("added_at", UtcTime, nullable=False),
    Column("state", ShortText, nullable=False),  # waiting, claimed, sent, withheld or given_up
    Column("due_at", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reason", ShortText),  # why it was withheld, given up, or failed last
    Column("letter", ShortText),  # that it goes with: all attempts of it have one Message-ID
    Column("channel", ShortText, nullable=False, server_default="email"),  # by which it leaves: email or text
    Column("claim", ShortText),
    Column("claimed_until", UtcTime),
    Column("ended_at", UtcTime),
)
_has_ended = notices.c.ended_at.is_not(None)
Index("ix_notices_ended_at", notices.c.ended_at, sqlite_where=_has_ended, postgresql_where=_has_ended)
_has_not_ended = notices.c.ended_at.is_(None)
Index(
    "ix_notices_open",
    notices.c.need,
    notices.c.due_at,
    sqlite_where=_has_not_ended,
    postgresql_where=_has_not_ended,
)
_has_failed = notices.c.state == literal_column("'given_up'")
Index("ix_notices_given_up", notices.c.order_id, sqlite_where=_has_failed, postgresql_where=_has_failed)
_is_claimed = notices.c.claimed_until.is_not(None)
Index("ix_notices_claimed_until", notices.c.claimed_until, sqlite_where=_is_claimed, postgresql_where=_is_claimed)

notice_situations = Table(
    "notice_situations",
    metadata,
    _order_id(),
    Column("situation", JSON, nullable=False),  # what was true of the order when it was last judged
    Column("seen_at", UtcTime, nullable=False),
)

notice_preferences = Table(
    "notice_preferences",
    metadata,
    # Not only of orders that are known: a stop holds also before an order is taken in.
    Column("order_id", ShortText, primary_key=True),
    Column("level", ShortText, nullable=False),
    Column("channel", ShortText),  # email or text; null: the customer has not chosen
    Column("changed_at", UtcTime, nullable=False, index=True),
)

mail_blocks = Table(
    "mail_blocks",
    metadata,
    Column("hash", ShortText, primary_key=True),  # of where a letter would go; its key's id in front
    Column("kind", ShortText, primary_key=True),  # stopped by the customer, or refused by the mail server
    Column("at", UtcTime, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("id", Integer, primary_key=True),  # by which the merchant calls it
    Column("order_id", ShortText, nullable=False, index=True),  # also of an order that is not known yet
    Column("topic", ShortText, nullable=False),
    Column("kind", ShortText, nullable=False),
    Column("words", ShortText, nullable=False),  # the customer's own
    Column("at", UtcTime, nullable=False),
    Column("deadline", Date, nullable=False),  # in the shop's time zone
    Column("handled_at", UtcTime),
    # The mail to the shop, as in the outbox; ``letter`` is another one each time that the answer is changed.
    Column("letter", ShortText, nullable=False),
    Column("state", ShortText, nullable=False),  # waiting, claimed, sent or given_up
    Column("due_at", UtcTime),  # null: it was sent or given up
    Column("attempts", Integer, nullable=False),
    Column("reason", ShortText),  # why it waits, or was given up
    Column("claim", ShortText),
    Column("claimed_until", UtcTime),
)
_is_unhandled = answers.c.handled_at.is_(None)
Index(
    "ix_answers_open",
    answers.c.order_id,
    answers.c.topic,
    unique=True,
    sqlite_where=_is_unhandled,
    postgresql_where=_is_unhandled,
)
_is_to_be_mailed = answers.c.due_at.is_not(None)
Index("ix_answers_due_at", answers.c.due_at, sqlite_where=_is_to_be_mailed, postgresql_where=_is_to_be_mailed)

letter_texts = Table(
    "letter_texts",
    metadata,
    _order_id(),
    Column("letter", ShortText, primary_key=True),  # as in ``notices``
    Column("subject", ShortText),  # null: a text message has none
    Column("text", ShortText, nullable=False),  # without its links, which open the order
)

merchant_letters = Table(
    "merchant_letters",
    metadata,
    Column("id", ShortText, primary_key=True),  # at random; all attempts of the letter have the Message-ID of it
    Column("order_id", ShortText, ForeignKey("orders.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("batch", ShortText, index=True),  # of letters that were written at once; null: this one alone
    Column("subject", ShortText, nullable=False),
    Column("text", ShortText, nullable=False),
    Column("language", ShortText),  # that it is written in, where it was written in several
    Column("who", ShortText, nullable=False),  # wrote it, as in the history
    Column("added_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),  # when it was sent, taken back, withheld or given up
    # As in ``answers``; state: draft, waiting, claimed, sent, undone, withheld or given_up
    Column("state", ShortText, nullable=False),
    Column("due_at", UtcTime),  # null: a draft, or over
    Column("attempts", Integer, nullable=False),
    Column("reason", ShortText),
    Column("claim", ShortText),
    Column("claimed_until", UtcTime),
)
_is_to_be_sent = merchant_letters.c.due_at.is_not(None)
Index(
    "ix_merchant_letters_due_at",
    merchant_letters.c.due_at,
    sqlite_where=_is_to_be_sent,
    postgresql_where=_is_to_be_sent,
)

merchant_notes = Table(
    "merchant_notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("order_id", ShortText, ForeignKey("orders.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("text", ShortText, nullable=False),
    Column("who", ShortText, nullable=False),
    Column("at", UtcTime, nullable=False),
)

alerts = Table(
    "alerts",
    metadata,
    Column("code", ShortText, primary_key=True),
    Column("about", ShortText, nullable=False),  # what has to change before the shop is told again
    Column("sentence", ShortText, nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),  # when it was last found to be so
    Column("ended_at", UtcTime),
)

alert_deliveries = Table(
    "alert_deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", ShortText, nullable=False),  # a keyed hash of its address, which is a secret
    Column("kind", ShortText, nullable=False),  # alert or digest
    Column("sentence", ShortText),  # null: it is written when it leaves
    Column("added_at", UtcTime, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("claim", ShortText),
    Column("claimed_until", UtcTime),
)

merchant_history = Table(
    "merchant_history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("who", ShortText, nullable=False),
    Column("what", ShortText, nullable=False),  # a code, and behind a space what it was done with
    Column("order_id", ShortText, index=True),  # null: it was about none
    Index("ix_merchant_history_at", "at", "id"),
)

# A link leaves when it is used.
login_links = Table(
    "login_links",
    metadata,
    Column("hash", ShortText, primary_key=True),  # of what stands in its address
    Column("who", ShortText, nullable=False),
    Column("way", ShortText, nullable=False),  # by which it went to them: mail or server
    Column("until", UtcTime, nullable=False, index=True),
)

# A session is a signed cookie: only those that were ended before their time need a row.
ended_sessions = Table(
    "ended_sessions",
    metadata,
    Column("id", ShortText, primary_key=True),
    Column("until", UtcTime, nullable=False, index=True),
)

merchant_saved_views = Table(
    "merchant_saved_views",
    metadata,
    Column("id", Integer, primary_key=True),  # by which its address calls it
    Column("name", ShortText, nullable=False),
    Column("query", ShortText, nullable=False),  # of the list's address
    Column("who", ShortText, nullable=False),
    Column("at", UtcTime, nullable=False),
)
