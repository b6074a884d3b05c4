"""Creates the table of the lists that the shop has given a name."""

import sqlalchemy as sa
from alembic import op

from tracking.database.column_types import ShortText, UtcTime

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "merchant_saved_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", ShortText(), nullable=False),
        sa.Column("query", ShortText(), nullable=False),
        sa.Column("who", ShortText(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_merchant_saved_views"),
    )
