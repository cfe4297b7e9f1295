"""Every table of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:  # noqa: PLR0915  # one list of tables
    """Make every table of the first release."""
    op.create_table(
        "asked",
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("session_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("piece_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("prompt", sa.String(length=8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked")),
    )
    op.create_index("ix_asked_pupil_id", "asked", ["pupil_id"])
    op.create_table(
        "audit",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_table(
        "draft",
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_draft")),
    )
    op.create_table(
        "drawing",
        sa.Column("of", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("roll", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("of", name=op.f("pk_drawing")),
    )
    op.create_table(
        "hidden_title",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hidden_title")),
    )
    op.create_table(
        "journal",
        sa.Column("node", sa.String(length=16), nullable=False),
        sa.Column("tutor", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    op.create_table(
        "operation",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("row", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
    )
    op.create_index("ix_operation_row", "operation", ["row"])
    op.create_table(
        "place",
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("help_person", sa.Text(), nullable=False),
        sa.Column("deputy", sa.Text(), nullable=False),
        sa.Column("out_of_hours", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
    )
    op.create_table(
        "pupil",
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("avatar", sa.Text(), nullable=False),
        sa.Column("age_band", sa.Text(), nullable=False),
        sa.Column("sign_in_kind", sa.Text(), nullable=False),
        sa.Column("sign_in", sa.JSON(), nullable=False),
        sa.Column("hold", sa.Boolean(), nullable=False),
        sa.Column("preferences", sa.JSON(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("age_band in ('7-9', '10-12', '13-15', '16+')", name=op.f("ck_pupil_age_band")),
        sa.CheckConstraint("sign_in_kind in ('', 'pictures', 'riff')", name=op.f("ck_pupil_sign_in_kind")),
        sa.CheckConstraint("length(alias) between 1 and 24", name=op.f("ck_pupil_alias")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pupil")),
    )
    op.create_table(
        "recording",
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("session_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("piece_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("began", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
    )
    op.create_table(
        "scale_version",
        sa.Column("construct", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("anchors", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint(
            "construct in ('sure', 'close', 'participation', 'engagement', 'confidence', 'communication', 'motivation', 'achievement', 'leadership', 'ambition')",
            name=op.f("ck_scale_version_construct"),
        ),
        sa.CheckConstraint("maximum > minimum", name=op.f("ck_scale_version_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scale_version")),
    )
    op.create_index("ix_scale_version_construct", "scale_version", ["construct"])
    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "peer_stem",
        sa.Column("from_pupil_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("to_pupil_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("liked", sa.Text(), nullable=False),
        sa.Column("try_this", sa.Text(), nullable=False),
        sa.Column("ok_by_tutor", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.ForeignKeyConstraint(["from_pupil_id"], ["pupil.id"], name=op.f("fk_peer_stem_from_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["to_pupil_id"], ["pupil.id"], name=op.f("fk_peer_stem_to_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_stem")),
    )
    op.create_index("ix_peer_stem_from_pupil_id", "peer_stem", ["from_pupil_id"])
    op.create_index("ix_peer_stem_to_pupil_id", "peer_stem", ["to_pupil_id"])
    op.create_table(
        "programme",
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("planned_sessions", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.Column("review_every", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("status in ('draft', 'active', 'ended', 'moved')", name=op.f("ck_programme_status")),
        sa.CheckConstraint("ends >= starts", name=op.f("ck_programme_order")),
        sa.CheckConstraint("planned_sessions between 1 and 60", name=op.f("ck_programme_planned")),
        sa.CheckConstraint("review_every between 1 and 60", name=op.f("ck_programme_review")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_programme_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
    )
    op.create_index("ix_programme_pupil_id", "programme", ["pupil_id"])
    op.create_table(
        "session",
        sa.Column("place_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("planned_minutes", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("just_music", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("mode in ('one-to-one', 'group')", name=op.f("ck_session_mode")),
        sa.CheckConstraint("planned_minutes between 1 and 720", name=op.f("ck_session_minutes")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_session_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
    )
    op.create_index("ix_session_held_on", "session", ["held_on"])
    op.create_index("ix_session_place_id", "session", ["place_id"])
    op.create_table(
        "share_event",
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("to_whom", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("pupil_saw_it", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("basis = 'safeguarding' or pupil_saw_it", name=op.f("ck_share_event_seen")),
        sa.CheckConstraint("basis in ('pupil yes', 'public task', 'safeguarding')", name=op.f("ck_share_event_basis")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_share_event_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_event")),
    )
    op.create_index("ix_share_event_pupil_id", "share_event", ["pupil_id"])
    op.create_table(
        "take_chunk",
        sa.Column("recording_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("events", sa.LargeBinary(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], name=op.f("fk_take_chunk_recording_id_recording")),
        sa.PrimaryKeyConstraint("recording_id", "seq", name=op.f("pk_take_chunk")),
    )
    op.create_table(
        "tool_pick",
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_tool_pick_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_pick")),
    )
    op.create_index("ix_tool_pick_pupil_id", "tool_pick", ["pupil_id"])
    op.create_table(
        "attendance",
        sa.Column("session_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint(
            "role in ('leader', 'helper', 'player', 'words', 'listener', 'recordist')", name=op.f("ck_attendance_role")
        ),
        sa.CheckConstraint(
            "state in ('came', 'came for part', 'could not come', 'chose not to', 'cancelled by us')",
            name=op.f("ck_attendance_state"),
        ),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_attendance_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_attendance_session_id_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
    )
    op.create_index("ix_attendance_pupil_id", "attendance", ["pupil_id"])
    op.create_index("ix_attendance_session_id", "attendance", ["session_id"])
    op.create_table(
        "brief_line",
        sa.Column("programme_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_role", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=True),
        sa.Column("ask_first", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint(
            "kind in ('interest', 'helps', 'avoid', 'communication', 'target')", name=op.f("ck_brief_line_kind")
        ),
        sa.CheckConstraint("side in ('school', 'social care', 'home', 'pupil')", name=op.f("ck_brief_line_side")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_brief_line_programme_id_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brief_line")),
    )
    op.create_index("ix_brief_line_programme_id", "brief_line", ["programme_id"])
    op.create_table(
        "external_measure",
        sa.Column("programme_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("total", sa.Float(), nullable=False),
        sa.Column("minimum", sa.Float(), nullable=False),
        sa.Column("maximum", sa.Float(), nullable=False),
        sa.Column("typed_by", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("total between minimum and maximum", name=op.f("ck_external_measure_total")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_external_measure_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_measure")),
    )
    op.create_index("ix_external_measure_programme_id", "external_measure", ["programme_id"])
    op.create_table(
        "goal",
        sa.Column("programme_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("pupil_agreed", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("first_step", sa.Text(), nullable=False),
        sa.Column("know_by", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint(
            "(state = 'active') = (slot is not null) and (slot is null or slot between 1 and 3)",
            name=op.f("ck_goal_slot"),
        ),
        sa.CheckConstraint("area in ('music', 'me', 'with others', 'future')", name=op.f("ck_goal_area")),
        sa.CheckConstraint(
            "set_by in ('pupil', 'together', 'school', 'carer', 'social worker', 'tutor')", name=op.f("ck_goal_set_by")
        ),
        sa.CheckConstraint("state <> 'active' or pupil_agreed", name=op.f("ck_goal_yes")),
        sa.CheckConstraint("state in ('wish', 'active', 'reached', 'parked', 'let go')", name=op.f("ck_goal_state")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_goal_programme_id_programme")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_goal_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
    )
    op.create_index("ix_goal_programme_id", "goal", ["programme_id"])
    op.create_index("ix_goal_pupil_id", "goal", ["pupil_id"])
    op.create_table(
        "help_flag",
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("session_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("place_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("raised_by", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passed_to", sa.Text(), nullable=False),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("(passed_to = '') = (passed_at is null)", name=op.f("ck_help_flag_passed")),
        sa.CheckConstraint("raised_by in ('pupil', 'adult')", name=op.f("ck_help_flag_raised_by")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_help_flag_place_id_place")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_help_flag_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_help_flag_session_id_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_flag")),
    )
    op.create_index("ix_help_flag_place_id", "help_flag", ["place_id"])
    op.create_index("ix_help_flag_pupil_id", "help_flag", ["pupil_id"])
    op.create_index("ix_help_flag_session_id", "help_flag", ["session_id"])
    op.create_table(
        "next_step",
        sa.Column("programme_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("who_helps", sa.Text(), nullable=False),
        sa.Column("by_when", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_next_step_programme_id_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_next_step")),
    )
    op.create_index("ix_next_step_programme_id", "next_step", ["programme_id"])
    op.create_table(
        "note_out",
        sa.Column("programme_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("to_role", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("pupil_saw_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("sent_at is null or pupil_saw_at is not null", name=op.f("ck_note_out_shown_first")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_note_out_programme_id_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_out")),
    )
    op.create_index("ix_note_out_programme_id", "note_out", ["programme_id"])
    op.create_table(
        "plan",
        sa.Column("programme_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("pupil_line", sa.Text(), nullable=False),
        sa.Column("school_line", sa.Text(), nullable=False),
        sa.Column("home_line", sa.Text(), nullable=False),
        sa.Column("tutor_line", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_plan_programme_id_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    op.create_index("ix_plan_programme_id", "plan", ["programme_id"])
    op.create_table(
        "programme_member",
        sa.Column("programme_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_member_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_programme_member_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_member")),
    )
    op.create_index("ix_programme_member_programme_id", "programme_member", ["programme_id"])
    op.create_index("ix_programme_member_pupil_id", "programme_member", ["pupil_id"])
    op.create_table(
        "taken_back",
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("session_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("was_seen", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("entity in ('reflection', 'rating')", name=op.f("ck_taken_back_entity")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_taken_back_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_taken_back_session_id_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_back")),
    )
    op.create_index("ix_taken_back_pupil_id", "taken_back", ["pupil_id"])
    op.create_index("ix_taken_back_session_id", "taken_back", ["session_id"])
    op.create_table(
        "tutor_note",
        sa.Column("session_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("next_time", sa.Text(), nullable=False),
        sa.Column("lit_up", sa.Text(), nullable=False),
        sa.Column("was_hard", sa.Text(), nullable=False),
        sa.Column("in_the_music", sa.Text(), nullable=False),
        sa.Column("in_them", sa.Text(), nullable=False),
        sa.Column("they_said", sa.Text(), nullable=False),
        sa.Column("spoken", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_tutor_note_session_id_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tutor_note")),
    )
    op.create_index("ix_tutor_note_session_id", "tutor_note", ["session_id"])
    op.create_table(
        "you_said_we_did",
        sa.Column("programme_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("by_role", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("outcome in ('', 'did', 'not yet', 'can''t')", name=op.f("ck_you_said_we_did_outcome")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_you_said_we_did_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_you_said_we_did")),
    )
    op.create_index("ix_you_said_we_did_programme_id", "you_said_we_did", ["programme_id"])
    op.create_table(
        "goal_wording",
        sa.Column("goal_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("same_goal", sa.Boolean(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_goal_wording_goal_id_goal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_wording")),
    )
    op.create_index("ix_goal_wording_goal_id", "goal_wording", ["goal_id"])
    op.create_table(
        "piece",
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("chosen_by", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("cover", sa.Text(), nullable=False),
        sa.Column("poem", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("goal_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("chosen_by in ('pupil', 'together', 'tutor')", name=op.f("ck_piece_chosen_by")),
        sa.CheckConstraint("kind in ('tune', 'song', 'groove', 'own', 'file')", name=op.f("ck_piece_kind")),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_piece_goal_id_goal")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_piece_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_piece_session_id_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece")),
    )
    op.create_index("ix_piece_goal_id", "piece", ["goal_id"])
    op.create_index("ix_piece_pupil_id", "piece", ["pupil_id"])
    op.create_index("ix_piece_session_id", "piece", ["session_id"])
    op.create_table(
        "step",
        sa.Column("goal_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_step_goal_id_goal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
    )
    op.create_index("ix_step_goal_id", "step", ["goal_id"])
    op.create_table(
        "interest",
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("piece_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("kind in ('song', 'artist', 'style', 'sound')", name=op.f("ck_interest_kind")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_interest_piece_id_piece")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_interest_pupil_id_pupil")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
    )
    op.create_index("ix_interest_piece_id", "interest", ["piece_id"])
    op.create_index("ix_interest_pupil_id", "interest", ["pupil_id"])
    op.create_table(
        "task",
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("session_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("piece_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("take_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("first_bar", sa.Integer(), nullable=True),
        sa.Column("last_bar", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("goal_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_task_goal_id_goal")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_task_piece_id_piece")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_task_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_task_session_id_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index("ix_task_goal_id", "task", ["goal_id"])
    op.create_index("ix_task_piece_id", "task", ["piece_id"])
    op.create_index("ix_task_pupil_id", "task", ["pupil_id"])
    op.create_index("ix_task_session_id", "task", ["session_id"])
    op.create_index("ix_task_take_id", "task", ["take_id"])
    op.create_table(
        "version",
        sa.Column("piece_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("notes", sa.Integer(), nullable=False),
        sa.Column("bar_starts", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("n >= 1", name=op.f("ck_version_n")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_version_piece_id_piece")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_version_session_id_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
    )
    op.create_index("ix_version_piece_id", "version", ["piece_id"])
    op.create_index("ix_version_session_id", "version", ["session_id"])
    op.create_table(
        "take",
        sa.Column("piece_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("session_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("task_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("tempo", sa.Float(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("help", sa.Text(), nullable=False),
        sa.Column("hands", sa.Text(), nullable=False),
        sa.Column("speed", sa.Float(), nullable=False),
        sa.Column("first_bar", sa.Integer(), nullable=True),
        sa.Column("last_bar", sa.Integer(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("hands in ('', 'left', 'right', 'both')", name=op.f("ck_take_hands")),
        sa.CheckConstraint("help in ('', 'one key', 'chord note', 'melody', 'all')", name=op.f("ck_take_help")),
        sa.CheckConstraint("mode in ('waits', 'with', 'just', 'free')", name=op.f("ck_take_mode")),
        sa.CheckConstraint(
            "origin in ('recorded', 'kept from capture', 'found after a crash', 'came from a file')",
            name=op.f("ck_take_origin"),
        ),
        sa.CheckConstraint(
            "(first_bar is null) = (last_bar is null) and (first_bar is null or last_bar >= first_bar)",
            name=op.f("ck_take_bars"),
        ),
        sa.CheckConstraint("seconds >= 0", name=op.f("ck_take_seconds")),
        sa.CheckConstraint("speed > 0", name=op.f("ck_take_speed")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_take_piece_id_piece")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_take_session_id_session")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_take_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_take")),
    )
    op.create_index("ix_take_piece_id", "take", ["piece_id"])
    op.create_index("ix_take_session_id", "take", ["session_id"])
    op.create_index("ix_take_task_id", "take", ["task_id"])
    op.create_table(
        "voice_layer",
        sa.Column("version_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("sound", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_voice_layer_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_voice_layer_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_layer")),
    )
    op.create_index("ix_voice_layer_pupil_id", "voice_layer", ["pupil_id"])
    op.create_index("ix_voice_layer_version_id", "voice_layer", ["version_id"])
    op.create_table(
        "marker",
        sa.Column("take_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("at_seconds", sa.Float(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("by in ('pupil', 'tutor')", name=op.f("ck_marker_by")),
        sa.CheckConstraint("kind in ('that bit', 'words')", name=op.f("ck_marker_kind")),
        sa.CheckConstraint("at_seconds >= 0", name=op.f("ck_marker_at")),
        sa.ForeignKeyConstraint(["take_id"], ["take.id"], name=op.f("fk_marker_take_id_take")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marker")),
    )
    op.create_index("ix_marker_take_id", "marker", ["take_id"])
    op.create_table(
        "rating",
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("session_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("scale_version_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("rater", sa.Text(), nullable=False),
        sa.Column("moment", sa.Text(), nullable=False),
        sa.Column("take_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("version_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("task_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("goal_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("wording", sa.Integer(), nullable=True),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("(answer = 'given') = (value is not null)", name=op.f("ck_rating_given")),
        sa.CheckConstraint(
            "answer in ('given', 'don''t know', 'rather not', 'not asked')", name=op.f("ck_rating_answer")
        ),
        sa.CheckConstraint(
            "measure in ('participation', 'engagement', 'confidence', 'communication', 'motivation', 'achievement', 'leadership', 'ambition')",
            name=op.f("ck_rating_measure"),
        ),
        sa.CheckConstraint("moment in ('before', 'after', 'review', 'looking back')", name=op.f("ck_rating_moment")),
        sa.CheckConstraint("rater in ('pupil', 'tutor', 'school', 'carer')", name=op.f("ck_rating_rater")),
        sa.CheckConstraint(
            "(case when coalesce(task_id, take_id) is null then 0 else 1 end) + (case when version_id is null then 0 else 1 end) + (case when goal_id is null then 0 else 1 end) + (case when measure is null then 0 else 1 end) = 1",
            name=op.f("ck_rating_about"),
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_rating_goal_id_goal")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_rating_pupil_id_pupil")),
        sa.ForeignKeyConstraint(
            ["scale_version_id"], ["scale_version.id"], name=op.f("fk_rating_scale_version_id_scale_version")
        ),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_rating_session_id_session")),
        sa.ForeignKeyConstraint(["take_id"], ["take.id"], name=op.f("fk_rating_take_id_take")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_rating_task_id_task")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_rating_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
    )
    op.create_index("ix_rating_goal_id", "rating", ["goal_id"])
    op.create_index("ix_rating_pupil_id", "rating", ["pupil_id"])
    op.create_index("ix_rating_scale_version_id", "rating", ["scale_version_id"])
    op.create_index("ix_rating_session_id", "rating", ["session_id"])
    op.create_index("ix_rating_take_id", "rating", ["take_id"])
    op.create_index("ix_rating_task_id", "rating", ["task_id"])
    op.create_index("ix_rating_version_id", "rating", ["version_id"])
    op.create_table(
        "reflection",
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("session_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("piece_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("take_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("version_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("voice", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("prompt", sa.String(length=8), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sound", sa.LargeBinary(), nullable=True),
        sa.Column("has_sound", sa.Boolean(), nullable=False),
        sa.Column("who_reads", sa.Text(), nullable=False),
        sa.Column("who_hears", sa.Text(), nullable=False),
        sa.Column("newer_of", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("(seen_at is null) = (seen_by = '')", name=op.f("ck_reflection_seen")),
        sa.CheckConstraint(
            "said_by in ('tap', 'keys', 'voice', 'typed', 'scribed')", name=op.f("ck_reflection_said_by")
        ),
        sa.CheckConstraint("voice in ('music', 'character', 'me')", name=op.f("ck_reflection_voice")),
        sa.CheckConstraint("who_hears in ('tutor', 'group', 'school', 'chosen')", name=op.f("ck_reflection_who_hears")),
        sa.CheckConstraint("who_reads in ('tutor', 'group', 'school', 'chosen')", name=op.f("ck_reflection_who_reads")),
        sa.ForeignKeyConstraint(["piece_id"], ["piece.id"], name=op.f("fk_reflection_piece_id_piece")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_reflection_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_reflection_session_id_session")),
        sa.ForeignKeyConstraint(["take_id"], ["take.id"], name=op.f("fk_reflection_take_id_take")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_reflection_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reflection")),
    )
    op.create_index("ix_reflection_piece_id", "reflection", ["piece_id"])
    op.create_index("ix_reflection_pupil_id", "reflection", ["pupil_id"])
    op.create_index("ix_reflection_session_id", "reflection", ["session_id"])
    op.create_index("ix_reflection_take_id", "reflection", ["take_id"])
    op.create_index("ix_reflection_version_id", "reflection", ["version_id"])
    op.create_table(
        "take_part",
        sa.Column("take_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("player", sa.Text(), nullable=False),
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("keyboard", sa.Text(), nullable=False),
        sa.Column("midi", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("notes", sa.Integer(), nullable=False),
        sa.Column("bar_starts", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint("player in ('pupil', 'tutor', 'guest', 'app')", name=op.f("ck_take_part_player")),
        sa.CheckConstraint("notes >= 0", name=op.f("ck_take_part_notes")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_take_part_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["take_id"], ["take.id"], name=op.f("fk_take_part_take_id_take")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_take_part")),
    )
    op.create_index("ix_take_part_pupil_id", "take_part", ["pupil_id"])
    op.create_index("ix_take_part_take_id", "take_part", ["take_id"])
    op.create_table(
        "try_next",
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("from_take_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("tried_in_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.ForeignKeyConstraint(["from_take_id"], ["take.id"], name=op.f("fk_try_next_from_take_id_take")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_try_next_pupil_id_pupil")),
        sa.ForeignKeyConstraint(["tried_in_id"], ["take.id"], name=op.f("fk_try_next_tried_in_id_take")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_try_next")),
    )
    op.create_index("ix_try_next_from_take_id", "try_next", ["from_take_id"])
    op.create_index("ix_try_next_pupil_id", "try_next", ["pupil_id"])
    op.create_index("ix_try_next_tried_in_id", "try_next", ["tried_in_id"])
    op.create_table(
        "evidence_tag",
        sa.Column("take_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("version_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("reflection_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("goal_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("brief_line_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("award_part", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.CheckConstraint(
            "measure in ('', 'participation', 'engagement', 'confidence', 'communication', 'motivation', 'achievement', 'leadership', 'ambition')",
            name=op.f("ck_evidence_tag_measure"),
        ),
        sa.CheckConstraint(
            "(case when take_id is null then 0 else 1 end) + (case when version_id is null then 0 else 1 end) + (case when reflection_id is null then 0 else 1 end) = 1",
            name=op.f("ck_evidence_tag_what"),
        ),
        sa.ForeignKeyConstraint(
            ["brief_line_id"], ["brief_line.id"], name=op.f("fk_evidence_tag_brief_line_id_brief_line")
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_evidence_tag_goal_id_goal")),
        sa.ForeignKeyConstraint(
            ["reflection_id"], ["reflection.id"], name=op.f("fk_evidence_tag_reflection_id_reflection")
        ),
        sa.ForeignKeyConstraint(["take_id"], ["take.id"], name=op.f("fk_evidence_tag_take_id_take")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_evidence_tag_version_id_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_tag")),
    )
    op.create_index("ix_evidence_tag_brief_line_id", "evidence_tag", ["brief_line_id"])
    op.create_index("ix_evidence_tag_goal_id", "evidence_tag", ["goal_id"])
    op.create_index("ix_evidence_tag_reflection_id", "evidence_tag", ["reflection_id"])
    op.create_index("ix_evidence_tag_take_id", "evidence_tag", ["take_id"])
    op.create_index("ix_evidence_tag_version_id", "evidence_tag", ["version_id"])
