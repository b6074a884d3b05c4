"""Adds why orders need the shop, sorts each view by more than age, and keeps how many orders stand in it.

Every order is judged again after an upgrade: only then its need, what is out of step and the words of its products are
known.
"""

import sqlalchemy as sa
from alembic import op

from tracking.database.column_types import ShortText, UtcTime

revision = "0008"
down_revision = "0007"

_SORTED = ("placed", "need", "promised", "last_scan")

# Days and seconds until the year 9999, below 0.
_PROMISED = {
    "sqlite": "CAST(julianday(o.estimate_to) - julianday('9999-01-01') AS INTEGER)",
    "postgresql": "o.estimate_to - DATE '9999-01-01'",
}
_LAST_SCAN = {
    "sqlite": "strftime('%s', substr(o.last_scan_at, 1, 19)) - strftime('%s', '9999-01-01')",
    "postgresql": (
        "CAST(floor(extract(epoch FROM o.last_scan_at)) AS bigint)"
        " - CAST(extract(epoch FROM TIMESTAMPTZ '9999-01-01 00:00:00+00') AS bigint)"
    ),
}


def upgrade() -> None:
    """Make the tables of lists anew, from the orders, views and tags that are known."""
    _add_columns()
    _index_orders()
    op.execute("CREATE TABLE order_views_before AS SELECT order_id, view, placed FROM order_views")
    op.drop_table("order_views")
    _create_order_views()
    _fill_order_views()
    op.drop_table("order_views_before")
    for name in _SORTED:
        op.create_index(f"ix_order_views_{name}", "order_views", ["view", name, "order_id"])
    _create_view_counts()
    _create_order_terms()
    op.drop_table("order_tags")
    _create_set_aside()
    is_given_up = sa.text("state = 'given_up'")
    op.create_index(
        "ix_notices_given_up", "notices", ["order_id"], sqlite_where=is_given_up, postgresql_where=is_given_up
    )


def _add_columns() -> None:
    op.add_column("orders", sa.Column("found_rank", sa.Integer(), nullable=True))
    op.add_column("orders", sa.Column("found_why", ShortText(), nullable=True))
    op.add_column("orders", sa.Column("out_of_step", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("orders", sa.Column("need_rank", sa.Integer(), nullable=True))
    op.add_column("orders", sa.Column("need_why", ShortText(), nullable=True))
    op.add_column("orders", sa.Column("need_since", UtcTime(), nullable=True))


def _index_orders() -> None:
    for name in ("stage", "condition"):
        op.create_index(f"ix_orders_{name}", "orders", [name, "id"])
    for name in ("reason", "route", "carrier", "country", "location"):
        is_set = sa.text(f"{name} IS NOT NULL")
        op.create_index(f"ix_orders_{name}", "orders", [name, "id"], sqlite_where=is_set, postgresql_where=is_set)


def _create_order_views() -> None:
    op.create_table(
        "order_views",
        sa.Column("order_id", ShortText(), nullable=False),
        sa.Column("view", ShortText(), nullable=False),
        sa.Column("placed", sa.BigInteger(), nullable=False),
        sa.Column("need", sa.BigInteger(), nullable=False),
        sa.Column("promised", sa.Integer(), nullable=False),
        sa.Column("last_scan", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_order_views_order_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("order_id", "view", name="pk_order_views"),
        sqlite_with_rowid=False,
    )


def _fill_order_views() -> None:
    dialect = op.get_bind().dialect.name
    promised, last_scan = _PROMISED[dialect], _LAST_SCAN[dialect]
    op.execute(
        "INSERT INTO order_views (order_id, view, placed, need, promised, last_scan)"  # noqa: S608 - our own words only
        f" SELECT v.order_id, v.view, v.placed, 0, coalesce({promised}, 0), coalesce({last_scan}, 0)"
        " FROM order_views_before AS v JOIN orders AS o ON o.id = v.order_id ORDER BY v.order_id, v.view"
    )


def _create_view_counts() -> None:
    op.create_table(
        "view_counts",
        sa.Column("view", ShortText(), nullable=False),
        sa.Column("connection", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("view", "connection", name="pk_view_counts"),
    )
    op.execute("INSERT INTO view_counts SELECT view, 0, count(*) FROM order_views GROUP BY view")


def _create_order_terms() -> None:
    """With the hashes of tags, whether an order has a tracking number, and whether it is sent in parts."""
    op.create_table(
        "order_terms",
        sa.Column("order_id", ShortText(), nullable=False),
        sa.Column("term", ShortText(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_order_terms_order_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("order_id", "term", name="pk_order_terms"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO order_terms SELECT order_id, 't:' || tag_hash FROM order_tags WHERE view = 'all'")
    op.execute(
        "INSERT INTO order_terms SELECT id, 'f:no_number' FROM orders AS o"
        " WHERE NOT EXISTS (SELECT 1 FROM tracking_numbers AS n WHERE n.order_id = o.id)"
    )
    op.execute("INSERT INTO order_terms SELECT id, 'f:in_parts' FROM orders WHERE parcels > 1")
    op.create_index("ix_order_terms_term", "order_terms", ["term", "order_id"])


def _create_set_aside() -> None:
    op.create_table(
        "set_aside",
        sa.Column("order_id", ShortText(), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("who", ShortText(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_set_aside_order_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("order_id", name="pk_set_aside"),
    )
