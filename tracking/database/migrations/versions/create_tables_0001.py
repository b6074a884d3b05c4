"""Creates the tables."""

import sqlalchemy as sa
from alembic import op

from tracking.database.column_types import ShortText, UtcTime

revision = "0001"
down_revision = None


def _create_partial_index(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def upgrade() -> None:
    """Create every table with its indexes."""
    op.create_table(
        "erased_orders",
        sa.Column("hash", ShortText(), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_erased_orders"),
    )
    op.create_index("ix_erased_orders_until", "erased_orders", ["until"])
    op.create_table(
        "leases",
        sa.Column("name", ShortText(), nullable=False),
        sa.Column("holder", ShortText(), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )
    op.create_table(
        "orders",
        sa.Column("id", ShortText(), nullable=False),
        sa.Column("name", ShortText(), nullable=False),
        sa.Column("fetched_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("placed_at", UtcTime(), nullable=False),
        sa.Column("finished_at", UtcTime(), nullable=True),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("judged_at", UtcTime(), nullable=False),
        sa.Column("judged_by", ShortText(), nullable=False),
        sa.Column("judge_at", UtcTime(), nullable=True),
        sa.Column("look_at", UtcTime(), nullable=True),
        sa.Column("stage", ShortText(), nullable=False),
        sa.Column("condition", ShortText(), nullable=False),
        sa.Column("reason", ShortText(), nullable=True),
        sa.Column("actor", ShortText(), nullable=True),
        sa.Column("route", ShortText(), nullable=True),
        sa.Column("parcel_condition", ShortText(), nullable=True),
        sa.Column("has_open_return", sa.Boolean(), nullable=False),
        sa.Column("estimate_from", sa.Date(), nullable=True),
        sa.Column("estimate_to", sa.Date(), nullable=True),
        sa.Column("last_scan_at", UtcTime(), nullable=True),
        sa.Column("carrier", ShortText(), nullable=True),
        sa.Column("country", ShortText(), nullable=True),
        sa.Column("location", ShortText(), nullable=True),
        sa.Column("items_sent", sa.Integer(), nullable=False),
        sa.Column("items_total", sa.Integer(), nullable=False),
        sa.Column("parcels", sa.Integer(), nullable=False),
        sa.Column("contact_hash", ShortText(), nullable=True),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_orders"),
    )
    op.create_index("ix_orders_carrier", "orders", ["carrier", "placed_at", "id"])
    op.create_index("ix_orders_condition", "orders", ["condition", "placed_at", "id"])
    _create_partial_index("ix_orders_contact_hash", "orders", ["contact_hash"], "contact_hash IS NOT NULL")
    op.create_index("ix_orders_country", "orders", ["country", "placed_at", "id"])
    _create_partial_index("ix_orders_finished_at", "orders", ["finished_at"], "finished_at IS NOT NULL")
    _create_partial_index("ix_orders_judge_at", "orders", ["judge_at"], "judge_at IS NOT NULL")
    op.create_index("ix_orders_judged_by", "orders", ["judged_by"])
    op.create_index("ix_orders_location", "orders", ["location", "placed_at", "id"])
    _create_partial_index("ix_orders_look_at", "orders", ["look_at"], "look_at IS NOT NULL")
    op.create_index("ix_orders_name", "orders", ["name"])
    _create_partial_index("ix_orders_open", "orders", ["placed_at"], "finished_at IS NULL")
    op.create_index("ix_orders_placed_at", "orders", ["placed_at", "id"])
    op.create_index("ix_orders_reason", "orders", ["reason", "placed_at", "id"])
    op.create_index("ix_orders_route", "orders", ["route", "placed_at", "id"])
    op.create_index("ix_orders_stage", "orders", ["stage", "placed_at", "id"])
    op.create_table(
        "data_requests",
        sa.Column("order_id", ShortText(), nullable=False),
        sa.Column("requested_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", name="pk_data_requests"),
    )
    op.create_index("ix_data_requests_requested_at", "data_requests", ["requested_at"])
    op.create_table(
        "page_openings",
        sa.Column("order_id", ShortText(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "day", name="pk_page_openings"),
    )
    op.create_index("ix_page_openings_day", "page_openings", ["day"])
    op.create_table(
        "progress",
        sa.Column("name", ShortText(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_progress"),
    )
    op.create_table(
        "tasks",
        sa.Column("kind", ShortText(), nullable=False),
        sa.Column("key", ShortText(), nullable=False),
        sa.Column("order_id", ShortText(), nullable=True),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("first_at", UtcTime(), nullable=False),
        sa.Column("hinted_at", UtcTime(), nullable=False),
        sa.Column("hints", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("state", ShortText(), nullable=False),
        sa.Column("reason", ShortText(), nullable=True),
        sa.Column("claim", ShortText(), nullable=True),
        sa.Column("claimed_until", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "key", name="pk_tasks"),
    )
    _create_partial_index("ix_tasks_due_at", "tasks", ["due_at"], "state = 'due'")
    op.create_index("ix_tasks_order_id", "tasks", ["order_id"])
    op.create_table(
        "webhooks_seen",
        sa.Column("id", ShortText(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks_seen"),
    )
    op.create_index("ix_webhooks_seen_at", "webhooks_seen", ["at"])
    op.create_table(
        "order_tags",
        sa.Column("order_id", ShortText(), nullable=False),
        sa.Column("tag", ShortText(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_order_tags_order_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("order_id", "tag", name="pk_order_tags"),
    )
    op.create_index("ix_order_tags_tag", "order_tags", ["tag"])
    op.create_table(
        "order_views",
        sa.Column("order_id", ShortText(), nullable=False),
        sa.Column("view", ShortText(), nullable=False),
        sa.Column("placed_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_order_views_order_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("order_id", "view", name="pk_order_views"),
    )
    op.create_index("ix_order_views_view", "order_views", ["view", "placed_at", "order_id"])
    op.create_table(
        "tracking_numbers",
        sa.Column("order_id", ShortText(), nullable=False),
        sa.Column("key", ShortText(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_tracking_numbers_order_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("order_id", "key", name="pk_tracking_numbers"),
    )
    op.create_index("ix_tracking_numbers_key", "tracking_numbers", ["key"])
