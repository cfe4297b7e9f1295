"""What groups need: whose session it was, from when to when a pupil was a member, and goals that are no one pupil's."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Widen three tables; no row is read or changed."""
    with op.batch_alter_table("session") as batch:
        batch.add_column(sa.Column("group_id", sa.Uuid(as_uuid=False), nullable=True))
        batch.create_foreign_key(op.f("fk_session_group_id_programme"), "programme", ["group_id"], ["id"])
    op.create_index("ix_session_group_id", "session", ["group_id"])
    with op.batch_alter_table("goal") as batch:
        batch.alter_column("pupil_id", existing_type=sa.Uuid(as_uuid=False), nullable=True)
    _members()


def _members() -> None:
    with op.batch_alter_table("programme_member") as batch:
        batch.add_column(sa.Column("joined_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("left_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("how", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("handed_to", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("programme_member") as batch:
        batch.alter_column("how", existing_type=sa.Text(), existing_nullable=False, server_default=None)
        batch.alter_column("handed_to", existing_type=sa.Text(), existing_nullable=False, server_default=None)
    with op.batch_alter_table("programme_member") as batch:
        batch.create_check_constraint(
            op.f("ck_programme_member_how"), sa.text("how in ('', 'planned', 'unplanned', 'moved')")
        )
        batch.create_check_constraint(op.f("ck_programme_member_left"), sa.text("(left_on is null) = (how = '')"))
