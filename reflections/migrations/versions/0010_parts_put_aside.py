"""When one part of a take was put aside: undone, or played again."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Widen one table; of what was played before, every part stands."""
    with op.batch_alter_table("take_part") as batch:
        batch.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
