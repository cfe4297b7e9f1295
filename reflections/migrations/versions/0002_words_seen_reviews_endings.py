"""What the second release keeps besides: words for an adult to see, reviews, endings, views, cards, prompts spoken."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the new tables, then widen those there were; no row is read or changed."""
    _new_tables()
    _more_columns()
    _wider_rules()


def _new_tables() -> None:
    op.create_table(
        "erasure",
        sa.Column("of", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_role", sa.Text(), nullable=False),
        sa.Column("copies_go_on", sa.Date(), nullable=False),
        sa.Column("elsewhere", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("of", name=op.f("pk_erasure")),
    )
    op.create_table(
        "prompt_voice",
        sa.Column("prompt", sa.String(length=40), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("sound", sa.LargeBinary(), nullable=False),
        sa.Column("by_role", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("register in ('7-12', '13 up')", name=op.f("ck_prompt_voice_register")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt_voice")),
    )
    op.create_table(
        "adult_view",
        sa.Column("programme_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("by_role", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint(
            "area in ('', 'exploration', 'realisation', 'anticipation', 'persistence', 'initiation')",
            name=op.f("ck_adult_view_area"),
        ),
        sa.CheckConstraint(
            "measure in ('participation', 'engagement', 'confidence', 'communication', 'motivation', 'achievement', 'leadership', 'ambition')",
            name=op.f("ck_adult_view_measure"),
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_adult_view_programme_id_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adult_view")),
    )
    op.create_index("ix_adult_view_programme_id", "adult_view", ["programme_id"])
    op.create_table(
        "claim",
        sa.Column("session_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("funder_code", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_claim_session_id_session")),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_claim")),
    )
    op.create_table(
        "ending",
        sa.Column("programme_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("handed_to", sa.Text(), nullable=False),
        sa.Column("give_to", sa.Text(), nullable=False),
        sa.Column("reopened_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("kind in ('planned', 'unplanned', 'moved')", name=op.f("ck_ending_kind")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_ending_programme_id_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ending")),
    )
    op.create_index("ix_ending_programme_id", "ending", ["programme_id"])
    op.create_table(
        "review",
        sa.Column("programme_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("picked", sa.JSON(), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("room", sa.JSON(), nullable=False),
        sa.Column("copies", sa.JSON(), nullable=False),
        sa.Column("held_back", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_review_number")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_review_programme_id_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index("ix_review_programme_id", "review", ["programme_id"])
    op.create_table(
        "said",
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("session_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("of", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("(seen_at is null) = (seen_by = '')", name=op.f("ck_said_seen")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_said_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_said_session_id_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_said")),
    )
    op.create_index("ix_said_of", "said", ["of"])
    op.create_index("ix_said_pupil_id", "said", ["pupil_id"])
    op.create_index("ix_said_seen_at", "said", ["seen_at"])
    op.create_index("ix_said_session_id", "said", ["session_id"])
    op.create_table(
        "case_card",
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("session_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("take_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("happened", sa.Text(), nullable=False),
        sa.Column("stood_out", sa.Text(), nullable=False),
        sa.Column("would_try", sa.Text(), nullable=False),
        sa.Column("will_take", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_case_card_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_case_card_session_id_session")),
        sa.ForeignKeyConstraint(["take_id"], ["take.id"], name=op.f("fk_case_card_take_id_take")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_card")),
    )
    op.create_index("ix_case_card_pupil_id", "case_card", ["pupil_id"])
    op.create_index("ix_case_card_session_id", "case_card", ["session_id"])
    op.create_index("ix_case_card_take_id", "case_card", ["take_id"])
    op.create_table(
        "tutor_answer",
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("session_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("piece_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("take_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("version_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("prompt", sa.String(length=8), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_tutor_answer_piece_id_piece")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_tutor_answer_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_tutor_answer_session_id_session")),
        sa.ForeignKeyConstraint(["take_id"], ["take.id"], name=op.f("fk_tutor_answer_take_id_take")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_tutor_answer_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tutor_answer")),
    )
    op.create_index("ix_tutor_answer_piece_id", "tutor_answer", ["piece_id"])
    op.create_index("ix_tutor_answer_pupil_id", "tutor_answer", ["pupil_id"])
    op.create_index("ix_tutor_answer_session_id", "tutor_answer", ["session_id"])
    op.create_index("ix_tutor_answer_take_id", "tutor_answer", ["take_id"])
    op.create_index("ix_tutor_answer_version_id", "tutor_answer", ["version_id"])


def _more_columns() -> None:
    _fill("brief_line", {"became": (sa.Text(), "")})
    _fill("session", {"solo": (sa.Boolean(), sa.false())})
    _fill("evidence_tag", {"purpose": (sa.Text(), ""), "by": (sa.Text(), "")})
    _rule("evidence_tag", "purpose", "purpose in ('', 'feelings', 'skills', 'communicate', 'issues', 'agency')")
    _rule("evidence_tag", "by", "by in ('', 'pupil', 'tutor')")
    _point("try_next", "from_version_id", "version")
    _point("you_said_we_did", "review_id", "review")


def _wider_rules() -> None:
    with op.batch_alter_table("taken_back") as batch:
        batch.drop_constraint(op.f("ck_taken_back_entity"), type_="check")
    _rule("taken_back", "entity", "entity in ('reflection', 'rating', 'try_next', 'tool_pick', 'marker', 'interest')")


def _fill(table: str, columns: dict[str, tuple[Any, Any]]) -> None:
    """Add columns that are never empty: a value for the rows there are, and no default for those to come."""
    with op.batch_alter_table(table) as batch:
        for name, (kind, value) in columns.items():
            batch.add_column(sa.Column(name, kind, nullable=False, server_default=value))
    with op.batch_alter_table(table) as batch:
        for name, (kind, _) in columns.items():
            batch.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)


def _rule(table: str, name: str, rule: str) -> None:
    with op.batch_alter_table(table) as batch:
        batch.create_check_constraint(op.f(f"ck_{table}_{name}"), sa.text(rule))


def _point(table: str, column: str, other: str) -> None:
    """Add a column that may name a row of another table, with its index."""
    with op.batch_alter_table(table) as batch:
        batch.add_column(sa.Column(column, sa.Uuid(as_uuid=False), nullable=True))
        batch.create_foreign_key(op.f(f"fk_{table}_{column}_{other}"), other, [column], ["id"])
    op.create_index(f"ix_{table}_{column}", table, [column])
