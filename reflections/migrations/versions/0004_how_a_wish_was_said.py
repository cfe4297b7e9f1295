"""How a wish was said: tapped from a few, typed, or written down by the tutor."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Widen one table; of wordings from before nobody knows."""
    with op.batch_alter_table("goal_wording") as batch:
        batch.add_column(sa.Column("said_by", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("goal_wording") as batch:
        batch.alter_column("said_by", existing_type=sa.Text(), existing_nullable=False, server_default=None)
    with op.batch_alter_table("goal_wording") as batch:
        batch.create_check_constraint(
            op.f("ck_goal_wording_said_by"), sa.text("said_by in ('', 'tap', 'keys', 'voice', 'typed', 'scribed')")
        )
