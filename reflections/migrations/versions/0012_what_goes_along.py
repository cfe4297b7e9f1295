"""Since when a pupil lets their part of a take sound in what the others in it take home."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Widen one table; of what was played before nobody was asked, which is a no."""
    with op.batch_alter_table("take_part") as batch:
        batch.add_column(sa.Column("goes_along_at", sa.DateTime(timezone=True), nullable=True))
