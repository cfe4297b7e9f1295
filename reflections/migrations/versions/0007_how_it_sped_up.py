"""Whether a take went faster as it went on, and how: the ladder it was on."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Widen one table; takes from before were on none."""
    with op.batch_alter_table("take") as batch:
        batch.add_column(sa.Column("ladder", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("take") as batch:
        batch.alter_column("ladder", existing_type=sa.Text(), existing_nullable=False, server_default=None)
