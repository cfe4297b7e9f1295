"""Who plays in a version, and who may hear the voice that lies over one."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Widen two tables; of versions from before nobody knows who plays, and their voices are the tutor's to hear."""
    with op.batch_alter_table("version") as batch:
        batch.add_column(sa.Column("players", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("version") as batch:
        batch.alter_column("players", existing_type=sa.Text(), existing_nullable=False, server_default=None)
    with op.batch_alter_table("voice_layer") as batch:
        batch.add_column(sa.Column("who_hears", sa.Text(), nullable=False, server_default="tutor"))
    with op.batch_alter_table("voice_layer") as batch:
        batch.alter_column("who_hears", existing_type=sa.Text(), existing_nullable=False, server_default=None)
        batch.create_check_constraint(
            op.f("ck_voice_layer_who_hears"), sa.text("who_hears in ('tutor', 'group', 'school', 'chosen')")
        )
