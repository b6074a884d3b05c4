"""Gives each filter of a view an index, keeps of tags their hashes alone, and knows which requests were mailed."""

import sqlalchemy as sa
from alembic import op

from tracking.database.column_types import ShortText

revision = "0004"
down_revision = "0003"

_FILTERED = ("stage", "condition", "reason", "route", "carrier", "country", "location")
_FLAGS = ("has_number", "is_sent_in_parts")
_BATCH = 500

# A moment as microseconds since 1970.
_PLACED = {
    "sqlite": "strftime('%s', substr(o.placed_at, 1, 19)) * 1000000 + substr(o.placed_at, 21, 6)",
    "postgresql": "CAST(extract(epoch FROM o.placed_at) * 1000000 AS bigint)",
}


def upgrade() -> None:
    """Make the tables of lists anew, from the orders and the views that are known."""
    op.drop_index("ix_orders_placed_at", "orders")
    for name in _FILTERED:
        op.drop_index(f"ix_orders_{name}", "orders")
    op.execute("CREATE TEMPORARY TABLE views_before AS SELECT order_id, view FROM order_views")
    op.drop_table("order_views")
    _create_order_views()
    _fill_order_views()
    op.execute("DROP TABLE views_before")
    for name in (*_FILTERED, *_FLAGS):
        op.create_index(f"ix_order_views_{name}", "order_views", ["view", name, "placed", "order_id"])
    op.create_index("ix_order_views_placed", "order_views", ["view", "placed", "order_id"])
    op.drop_table("order_tags")  # the key is not known here: each order's are hashed when it is fetched the next time
    _create_order_tags()
    _drop_tags_from_answers()
    op.add_column("data_requests", sa.Column("outcome", ShortText(), nullable=True))


def _create_order_views() -> None:
    op.create_table(
        "order_views",
        sa.Column("order_id", ShortText(), nullable=False),
        sa.Column("view", ShortText(), nullable=False),
        sa.Column("placed", sa.BigInteger(), nullable=False),
        sa.Column("stage", ShortText(), nullable=False),
        sa.Column("condition", ShortText(), nullable=False),
        sa.Column("reason", ShortText(), nullable=True),
        sa.Column("route", ShortText(), nullable=True),
        sa.Column("carrier", ShortText(), nullable=True),
        sa.Column("country", ShortText(), nullable=True),
        sa.Column("location", ShortText(), nullable=True),
        sa.Column("has_number", sa.Boolean(), nullable=False),
        sa.Column("is_sent_in_parts", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_order_views_order_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("order_id", "view", name="pk_order_views"),
    )


def _fill_order_views() -> None:
    columns = ", ".join(("order_id", "view", "placed", *_FILTERED, *_FLAGS))
    filtered = ", ".join(f"o.{name}" for name in _FILTERED)
    op.execute(
        f"INSERT INTO order_views ({columns})"  # noqa: S608 - our own words only
        f" SELECT o.id, v.view, {_PLACED[op.get_bind().dialect.name]}, {filtered},"
        " EXISTS (SELECT 1 FROM tracking_numbers AS n WHERE n.order_id = o.id), o.parcels > 1"
        " FROM views_before AS v JOIN orders AS o ON o.id = v.order_id"
    )


def _create_order_tags() -> None:
    op.create_table(
        "order_tags",
        sa.Column("order_id", ShortText(), nullable=False),
        sa.Column("view", ShortText(), nullable=False),
        sa.Column("tag_hash", ShortText(), nullable=False),
        sa.Column("placed", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_order_tags_order_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("order_id", "view", "tag_hash", name="pk_order_tags"),
    )
    op.create_index("ix_order_tags_tag_hash", "order_tags", ["view", "tag_hash", "placed", "order_id"])


def _drop_tags_from_answers() -> None:
    """A few orders at a time, so that a million of them need no more memory than those."""
    connection, last = op.get_bind(), ""
    while found := connection.execute(_WITH_TAGS, {"last": last}).all():
        last = found[-1].id
        connection.execute(_UPDATE, [{"of_order": row.id, "without": _without_tags(row.answer)} for row in found])


_ORDERS = sa.table("orders", sa.column("id", ShortText()), sa.column("answer", sa.JSON()))
_AS_TEXT = sa.cast(_ORDERS.c.answer, sa.Text())
_WITH_TAGS = (
    sa.select(_ORDERS.c.id, _ORDERS.c.answer)
    .where(_ORDERS.c.id > sa.bindparam("last", type_=ShortText()))
    .where(sa.or_(_AS_TEXT.like('%"tags":["%'), _AS_TEXT.like('%"tags": ["%')))
    .order_by(_ORDERS.c.id)
    .limit(_BATCH)
)
_UPDATE = (
    sa.update(_ORDERS)
    .where(_ORDERS.c.id == sa.bindparam("of_order", type_=ShortText()))
    .values(answer=sa.bindparam("without", type_=sa.JSON()))
)


def _without_tags(answer: dict[str, dict[str, object]]) -> dict[str, object]:
    kept = {name: value for name, value in answer["order"].items() if name != "tags"}
    return {**answer, "order": kept}
