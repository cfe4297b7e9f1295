"""How a take is read as music: what a person said of its beats, bars, grid, key and hands, beside the take."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Widen one table; of takes from before nothing was said, so all of it is found from the playing."""
    with op.batch_alter_table("take") as batch:
        batch.add_column(sa.Column("reading", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("take") as batch:
        batch.alter_column("reading", existing_type=sa.Text(), existing_nullable=False, server_default=None)
