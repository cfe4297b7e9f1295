"""How a wish was said: tapped from a few, typed, or written down by the tutor; and what waits is found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Widen one table (of wordings from before nobody knows), and index what nobody has seen or closed."""
    op.create_index("ix_reflection_seen_at", "reflection", ["seen_at"])
    op.create_index("ix_session_closed_at", "session", ["closed_at"])
    with op.batch_alter_table("goal_wording") as batch:
        batch.add_column(sa.Column("said_by", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("goal_wording") as batch:
        batch.alter_column("said_by", existing_type=sa.Text(), existing_nullable=False, server_default=None)
    with op.batch_alter_table("goal_wording") as batch:
        batch.create_check_constraint(
            op.f("ck_goal_wording_said_by"), sa.text("said_by in ('', 'tap', 'keys', 'voice', 'typed', 'scribed')")
        )
