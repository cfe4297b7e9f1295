"""Reports: what a pupil let into which, what they were shown, and the yes they gave to just that."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add one table; no row is read or changed."""
    op.create_table(
        "report",
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("saw_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("yes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("kind in ('end', 'plan', 'award', 'note')", name=op.f("ck_report_kind")),
        sa.CheckConstraint("yes_at is null or saw_at is not null", name=op.f("ck_report_shown_first")),
        sa.CheckConstraint("(yes_at is null) = (mark = '')", name=op.f("ck_report_yes")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_report_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index("ix_report_pupil_id", "report", ["pupil_id"])
