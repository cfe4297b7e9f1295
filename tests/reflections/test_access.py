"""All that is held on a pupil is handed out whole: every column, nobody else's, and none of what adults wrote for themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reflections import Journal, NotAllowed, Unheard
from tests.reflections.conftest import Lesson, part

if TYPE_CHECKING:
    from reflections.records.held import Held

PRIVATE = "zebra-token"
LEFT_OUT = {"pupil": {"sign_in"}, "place": {"help_person", "deputy", "out_of_hours"}}


def rows(held: Held, table: str) -> list[dict[str, object]]:
    return [dict(row) for each in held.tables if each.name == table for row in each.rows]


def whole(held: Held) -> str:
    return repr(held.tables) + repr(held.history) + repr(held.recordings)


def seen(journal: Journal) -> None:
    journal.seen([one.id for one in journal.unseen().items], by="Sam")


def test_what_was_said_played_and_looked_at_is_all_there(journal: Journal, lesson: Lesson) -> None:
    said = journal.reflect(lesson.pupil.id, "T6", said_by="voice", sound=b"OggS-voice", take=lesson.take.id)
    journal.begin_recording(pupil=lesson.pupil.id, context={"kind": "take"})
    seen(journal)
    held = journal.held_about(lesson.pupil.id)
    assert [row["midi"] for row in rows(held, "take_part")] == [b"MThd-one"]
    assert [row["content"] for row in rows(held, "piece")] == [b"MThd-piece"]
    assert [(row["id"], row["sound"]) for row in rows(held, "reflection")] == [(said.id, b"OggS-voice")]
    assert len(rows(held, "recording")) == len(held.recordings) == 1
    assert {"programme", "session", "attendance", "pupil"} <= {table.name for table in held.tables}


def test_it_says_in_which_language_it_is_read(journal: Journal, lesson: Lesson) -> None:
    journal.set_preferences(lesson.pupil.id, replace(journal.preferences(lesson.pupil.id), language="uk"))
    seen(journal)
    assert journal.held_about(lesson.pupil.id).language == "uk"


def test_every_column_is_in_it_but_what_opens_the_pupils_place_and_whom_to_call(
    journal: Journal, lesson: Lesson
) -> None:
    from reflections.moving.changes import KINDS

    journal.set_sign_in(lesson.pupil.id, "pictures", ("fox", "owl", "cat"))
    held = journal.held_about(lesson.pupil.id)
    for table in held.tables:
        if table.name in KINDS:
            missing = set(KINDS[table.name].__table__.columns.keys()) - {one.name for one in table.fields}
            assert missing == LEFT_OUT.get(table.name, set()), table.name
    assert "'owl'" not in whole(held)


def test_what_stood_there_before_is_in_its_history(journal: Journal, lesson: Lesson) -> None:
    journal.rename_piece(lesson.piece.id, "Evening")
    seen(journal)
    held = journal.held_about(lesson.pupil.id)
    titles = [one["value"] for one in held.history if one["field"] == "title"]
    assert titles == ["Evening"]
    first = next(one for one in held.history if one["row"] == lesson.piece.id and one["field"] == "*")
    assert first["value"]["title"] == "Morning"


def test_i8_nobody_elses_music_or_presence_is_in_it_and_a_name_in_words_is_marked(
    journal: Journal, lesson: Lesson
) -> None:
    other = journal.add_pupil("Bartholo", "owl", "10-12")
    session = journal.open_session([lesson.pupil.id, other.id], mode="group")
    both = [part(lesson.pupil.id), part(other.id, "bass", b"MThd-bass")]
    journal.keep_take(lesson.piece.id, both, session=session.id, seconds=2.0, tempo=90.0, mode="waits")
    journal.reflect(lesson.pupil.id, "T4", said_by="typed", body="I played with Bartholo", take=lesson.take.id)
    seen(journal)
    held = journal.held_about(lesson.pupil.id)
    assert b"MThd-bass" not in [row["midi"] for row in rows(held, "take_part")]
    assert other.id not in whole(held)
    assert [(one.words, one.text) for one in held.marked] == [("Bartholo", "I played with Bartholo")]


def test_i8_private_notes_never_leave_and_are_counted_for_whoever_weighs_them(journal: Journal, lesson: Lesson) -> None:
    journal.close_session(lesson.session.id, PRIVATE)
    journal.add_brief(lesson.pupil.id, "school", "helps", PRIVATE)
    flag = journal.raise_help(lesson.pupil.id, lesson.session.id, "pupil")
    journal.pass_on(flag.id, "Mrs Bell")
    held = journal.held_about(lesson.pupil.id)
    assert PRIVATE not in whole(held)
    assert not [sign for sign in ("help_flag", "help asked", "help passed", "Mrs Bell") if sign in whole(held)]
    assert held.kept_back == {"tutor_note": 1, "brief_line": 1, "help_flag": 1}


def test_i4_what_was_taken_back_under_a_hold_is_not_in_it(journal: Journal, lesson: Lesson) -> None:
    said = journal.reflect(lesson.pupil.id, "T4", said_by="typed", body=PRIVATE, take=lesson.take.id)
    seen(journal)
    journal.hold(lesson.pupil.id, on=True, by="lead")
    journal.take_back(said.id)
    assert PRIVATE not in whole(journal.held_about(lesson.pupil.id))


def test_i5_words_nobody_has_seen_hold_it_up(journal: Journal, lesson: Lesson) -> None:
    journal.reflect(lesson.pupil.id, "T4", said_by="typed", body="help me", take=lesson.take.id)
    with pytest.raises(Unheard):
        journal.held_about(lesson.pupil.id)


def test_that_it_was_given_is_logged_and_named_when_the_pupil_is_erased(journal: Journal, lesson: Lesson) -> None:
    journal.held_was_given(lesson.pupil.id, "the pupil")
    line = journal.audit()[0]
    assert (line.action, line.subject, line.purpose) == ("all that is held given", lesson.pupil.id, "the pupil")
    assert "all that is held, to: the pupil" in {one.what for one in journal.beyond_reach(lesson.pupil.id)}
    with pytest.raises(NotAllowed, match="whom it is for"):
        journal.held_was_given(lesson.pupil.id, " ")
