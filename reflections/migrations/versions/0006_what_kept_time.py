"""What kept time while a take was played: nothing, the click, or drums and which."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Widen one table; of takes from before nobody knows, which is as if nothing did."""
    with op.batch_alter_table("take") as batch:
        batch.add_column(sa.Column("beat", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("take") as batch:
        batch.alter_column("beat", existing_type=sa.Text(), existing_nullable=False, server_default=None)
