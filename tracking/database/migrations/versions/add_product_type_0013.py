"""Adds the type of the products to the durations of steps: it is not known of those that have ended."""

import sqlalchemy as sa
from alembic import op

from tracking.database.column_types import ShortText

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the column."""
    op.add_column("step_durations", sa.Column("product_type", ShortText(), nullable=True))
