"""Which then and now the pupil brings to a review, and which of their words about them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Widen one table; to reviews from before none was brought."""
    with op.batch_alter_table("review") as batch:
        batch.add_column(sa.Column("then_now", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("review") as batch:
        batch.alter_column("then_now", existing_type=sa.Text(), existing_nullable=False, server_default=None)
