"""Journals that parted are joined: what one laptop has comes to the other, nothing is lost, doubled or brought back."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reflections import Journal, NotAllowed, Unheard
from reflections.moving import bundle, changes
from reflections.tables import Base, Shared
from tests.reflections.conftest import PASSPHRASE, Lesson, Wall, part
from tests.reflections.laptops import SAID, Laptop, laptop, move, shared_rows, told

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["laptop"]  # a fixture


# ---- what comes along


def test_everything_comes_along_and_sounds_and_draws_alike(journal: Journal, lesson: Lesson, laptop: Laptop) -> None:
    journal.reflect(lesson.pupil.id, "T6", said_by="voice", sound=b"RIFF-voice", take=lesson.take.id)
    other = laptop()
    arrival = move(journal, other)
    assert arrival.added["take"] == arrival.added["pupil"] == 1
    assert not arrival.changed
    assert not arrival.removed
    assert other.take_midi(lesson.take.id) == journal.take_midi(lesson.take.id)
    assert other.take(lesson.take.id) == journal.take(lesson.take.id)
    assert other.piece(lesson.piece.id).content == b"MThd-piece"
    mine, theirs = shared_rows(journal), shared_rows(other)
    assert {key: row for key, row in theirs.items() if key in mine} == mine
    assert other.check().problems == ()


def test_looking_into_a_file_changes_nothing_and_says_what_taking_it_in_does(
    journal: Journal, lesson: Lesson, laptop: Laptop
) -> None:
    other, raw = laptop(), journal.pack(SAID)
    before = shared_rows(other), told(other)
    seen = other.look_into(raw, SAID)
    assert (shared_rows(other), told(other)) == before
    assert other.take_in(raw, SAID) == seen
    assert seen.added["take_part"] == 1


def test_taking_the_same_file_in_again_does_nothing(journal: Journal, lesson: Lesson, laptop: Laptop) -> None:
    other, raw = laptop(), journal.pack(SAID)
    other.take_in(raw, SAID)
    before = shared_rows(other), told(other)
    assert other.take_in(raw, SAID).nothing
    assert (shared_rows(other), told(other)) == before


def test_there_is_a_copy_from_before_and_it_opens_without_what_came(
    journal: Journal, lesson: Lesson, laptop: Laptop, wall: Wall
) -> None:
    other = laptop()
    move(journal, other)
    (_, copy) = other.backups()[-1]
    assert "before-taking-in" in copy.name
    folder = other.folder
    other._changed = False
    other.close()
    back, _ = Journal.restore(folder, copy, PASSPHRASE, now=wall)
    assert back.pupils() == ()
    back._changed = False
    back.close()


def test_a_change_of_each_on_another_field_stays(journal: Journal, lesson: Lesson, laptop: Laptop) -> None:
    other = laptop()
    move(journal, other)
    journal.change_pupil(lesson.pupil.id, "Ami")
    other.rename_piece(lesson.piece.id, "Evening")
    move(journal, other)
    arrival = move(other, journal)
    assert arrival.changed == {"piece": 1}
    for each in (journal, other):
        assert each.pupil(lesson.pupil.id).alias == "Ami"
        assert each.piece(lesson.piece.id).title == "Evening"


def test_what_each_put_in_a_part_of_a_folder_stays_and_of_one_thing_the_later_stands_on_both(
    journal: Journal, lesson: Lesson, laptop: Laptop, wall: Wall
) -> None:
    song = journal.keep_piece(lesson.pupil.id, "Rain", kind="own")
    version = journal.keep_version(song.id, b"MThd-rain", "Rain")
    other = laptop(wall)
    move(journal, other)
    journal.put_in_award(lesson.pupil.id, lesson.take.id, "moved by")
    journal.put_in_award(lesson.pupil.id, version.id, "found out")
    wall.on(minutes=5)
    other.put_in_award(lesson.pupil.id, version.id, "passed on")
    move(other, journal)
    move(journal, other)
    for each in (journal, other):
        places = {one.of: one.part for one in each.report(lesson.pupil.id, "award").places}
        assert places == {lesson.take.id: "moved by", version.id: "passed on"}


def test_the_later_of_two_words_in_one_field_stands_and_the_other_is_named(
    journal: Journal, lesson: Lesson, laptop: Laptop, wall: Wall
) -> None:
    later = Wall()
    other = laptop(now=later)
    move(journal, other)
    journal.rename_piece(lesson.piece.id, "Evening")
    later.on(hours=1)
    other.rename_piece(lesson.piece.id, "Night")
    arrival = move(other, journal)
    (both,) = arrival.both
    assert (both.entity, both.field, both.stands, both.beside) == ("piece", "title", "Night", "Evening")
    assert journal.piece(lesson.piece.id).title == "Night"
    assert move(journal, other).both == ()  # journal knew of it when it sent
    assert other.piece(lesson.piece.id).title == "Night"
    assert "Evening" in {json.loads(value) for _, value in told(other) if value.startswith('"')}


def test_the_later_of_two_names_of_a_version_stands(
    journal: Journal, lesson: Lesson, laptop: Laptop, wall: Wall
) -> None:
    later = Wall()
    other = laptop(now=later)
    version = journal.keep_version(lesson.piece.id, b"MThd-v")
    move(journal, other)
    journal.name_version(version.id, "Slow one")
    later.on(hours=1)
    other.name_version(version.id, "Night rain")
    (both,) = move(other, journal).both
    assert (both.entity, both.field, both.stands, both.beside) == ("version", "name", "Night rain", "Slow one")
    move(journal, other)
    assert {each.version(version.id).name for each in (journal, other)} == {"Night rain"}


def test_a_song_worked_on_at_both_stands_there_twice_on_both(
    journal: Journal, lesson: Lesson, laptop: Laptop, wall: Wall
) -> None:
    other = laptop()
    move(journal, other)
    journal.rework_piece(lesson.piece.id, b"MThd-here")
    other.rework_piece(lesson.piece.id, b"MThd-there")
    assert move(other, journal).doubled == ("Morning (2)",)
    move(journal, other)
    for each in (journal, other):
        found = sorted(each.piece(p.id).content or b"" for p in each.pieces(lesson.pupil.id))
        assert found == [b"MThd-here", b"MThd-there"]
    assert shared_rows(journal) == {k: v for k, v in shared_rows(other).items() if k in shared_rows(journal)}


# ---- rules that two histories break together


def test_a_fourth_live_goal_waits_on_both_and_the_tutor_is_told_which(
    journal: Journal, lesson: Lesson, laptop: Laptop, wall: Wall
) -> None:
    for n in range(2):
        journal.agree(journal.wish(lesson.pupil.id, f"Goal {n}").id)
    later = Wall()
    other = laptop(now=later)
    move(journal, other)
    journal.agree(journal.wish(lesson.pupil.id, "Here").id)
    later.on(hours=1)
    other.agree(other.wish(lesson.pupil.id, "There").id)
    arrival = move(other, journal)
    assert arrival.parked == ("There",)
    move(journal, other)
    for each in (journal, other):
        live = {g.wordings[-1].words: g.slot for g in each.goals(lesson.pupil.id) if g.state == "active"}
        assert live == {"Goal 0": 1, "Goal 1": 2, "Here": 3}


def test_a_goal_parked_here_and_reached_there_breaks_no_rule(
    journal: Journal, lesson: Lesson, laptop: Laptop, wall: Wall
) -> None:
    goal = journal.agree(journal.wish(lesson.pupil.id, "Play it").id)
    journal.goal_state(goal.id, "parked")
    later = Wall()
    other = laptop(now=later)
    move(journal, other)
    journal.agree(goal.id)
    later.on(hours=1)
    other.goal_state(goal.id, "reached")
    move(other, journal)
    move(journal, other)
    for each in (journal, other):
        (found,) = each.goals(lesson.pupil.id)
        assert (found.state, found.slot) == ("reached", None)


def test_the_same_words_of_a_scale_are_one_scale_wherever_they_were_asked(
    journal: Journal, lesson: Lesson, laptop: Laptop
) -> None:
    other = laptop()
    assert journal.scale("sure").id == other.scale("sure").id


# ---- erased, taken back, deleted


def test_who_was_erased_here_is_erased_there_with_what_only_was_there(
    journal: Journal, lesson: Lesson, laptop: Laptop
) -> None:
    other = laptop()
    move(journal, other)
    other.keep_take(lesson.piece.id, [part(lesson.pupil.id, midi=b"MThd-two")], seconds=2.0, tempo=90.0, mode="waits")
    journal.erase_pupil(lesson.pupil.id, "the lead")
    arrival = move(journal, other)
    assert arrival.erased == 1
    assert other.pupils() == ()
    assert [e.pupil for e in other.erasures()] == [lesson.pupil.id]
    with other._opened.looking() as raw:
        assert raw.execute("select count(*) from take_part").fetchone() == (0,)
        assert raw.execute("select count(*) from operation where value like '%Amira%'").fetchone() == (0,)


def test_what_was_erased_is_never_brought_back_by_who_had_not_heard(
    journal: Journal, lesson: Lesson, laptop: Laptop
) -> None:
    other = laptop()
    move(journal, other)
    other.reflect(lesson.pupil.id, "T6", said_by="typed", body="secret words", take=lesson.take.id)
    raw = other.pack(SAID)
    journal.erase_pupil(lesson.pupil.id, "the lead")
    arrival = journal.take_in(raw, SAID)
    assert arrival.left_out > 0
    assert journal.pupils() == ()
    with journal._opened.looking() as bare:
        assert bare.execute("select count(*) from operation where value like '%secret%'").fetchone() == (0,)


def test_what_was_taken_back_is_gone_on_both(journal: Journal, lesson: Lesson, laptop: Laptop) -> None:
    said = journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="secret words", take=lesson.take.id)
    other = laptop()
    move(journal, other)
    journal.take_back(said.id)
    move(journal, other)
    assert other.reflections(lesson.pupil.id) == ()
    with other._opened.looking() as raw:
        assert raw.execute("select count(*) from operation where value like '%secret%'").fetchone() == (0,)


def test_a_hold_here_refuses_an_erasure_from_there_and_nothing_of_the_file_comes_in(
    journal: Journal, lesson: Lesson, laptop: Laptop
) -> None:
    other = laptop()
    move(journal, other)
    other.hold(lesson.pupil.id, True, "the lead")
    before = shared_rows(other)
    journal.add_pupil("Ben", "owl", "10-12")
    journal.erase_pupil(lesson.pupil.id, "the lead")
    with pytest.raises(NotAllowed, match="held here"):
        move(journal, other)
    assert shared_rows(other) == before


def test_a_name_taken_out_of_what_the_tutor_noted_is_out_of_the_history_there_too(
    journal: Journal, lesson: Lesson, laptop: Laptop
) -> None:
    ben = journal.add_pupil("Ben", "owl", "10-12")
    meeting = journal.open_session([lesson.pupil.id, ben.id], mode="group")
    journal.close_session(meeting.id, "Amira counts in")
    other = laptop()
    move(journal, other)
    journal.erase_pupil(lesson.pupil.id, "the lead")
    move(journal, other)
    with other._opened.looking() as raw:
        assert raw.execute("select count(*) from operation where value like '%Amira%'").fetchone() == (0,)
        assert raw.execute("select next_time from tutor_note").fetchall() == [("a pupil counts in",)]


def test_what_was_deleted_here_goes_there_and_a_change_made_there_meanwhile_does_not_bring_it_back(
    journal: Journal, lesson: Lesson, laptop: Laptop
) -> None:
    note = journal.draft_note_out(lesson.pupil.id, "class teacher", "Plays with both hands")
    other = laptop()
    move(journal, other)
    journal.drop_note_out(note.id)
    other.reword_note_out(note.id, "Plays with one hand")
    assert move(journal, other).removed == {"note_out": 1}
    move(other, journal)
    assert other.note_outs(lesson.pupil.id) == journal.note_outs(lesson.pupil.id) == ()


# ---- clocks


def test_a_laptop_whose_clock_is_years_ahead_does_not_win_for_ever(
    journal: Journal, lesson: Lesson, laptop: Laptop
) -> None:
    ahead = Wall()
    ahead.on(days=900)
    other = laptop(now=ahead)
    move(journal, other)
    other.rename_piece(lesson.piece.id, "From the future")
    move(other, journal)
    journal.rename_piece(lesson.piece.id, "Later, in truth")
    move(journal, other)
    assert other.piece(lesson.piece.id).title == journal.piece(lesson.piece.id).title == "Later, in truth"


def test_after_a_change_from_the_future_no_stamp_of_ours_is_given_twice(
    opening: Callable[..., Journal], wall: Wall, laptop: Laptop
) -> None:
    journal = opening()
    ahead = Wall()
    ahead.on(days=900)
    other = laptop(now=ahead)
    other.add_pupil("Ben", "owl", "10-12")
    move(other, journal)
    journal.add_pupil("Amira", "fox", "10-12")
    node = journal._clock.node
    last = max(stamp for stamp, _ in told(journal) if stamp.endswith(node))
    journal._changed = False
    journal.close()
    again = opening(now=lambda: wall() - timedelta(days=30))
    assert again._clock.stamp() > last


# ---- handing some pupils to another tutor


def test_what_is_handed_over_holds_nobody_else_and_nothing_of_the_tutors_own(
    journal: Journal, lesson: Lesson, laptop: Laptop
) -> None:
    ben = journal.add_pupil("Benjamin", "owl", "10-12")
    meeting = journal.open_session([lesson.pupil.id, ben.id], mode="group")
    together = [part(lesson.pupil.id), part(ben.id, "bass", b"MThd-benjamins")]
    take = journal.keep_take(lesson.piece.id, together, session=meeting.id, seconds=2.0, tempo=90.0, mode="with")
    journal.add_brief(lesson.pupil.id, "school", "helps", "token-brief", by_role="teacher")
    journal.close_session(meeting.id, "token-note")
    other = laptop()
    raw = journal.pack(SAID, [lesson.pupil.id])
    opened = bundle.unseal(raw, SAID)
    lines = changes.to_lines(opened.history.changes).decode()
    assert "Amira" in lines
    for never in ("Benjamin", ben.id, "token-brief", "token-note", "MThd-benjamins"):
        assert never not in lines
    assert b"MThd-benjamins" not in opened.history.blobs.values()
    other.take_in(raw, SAID)
    assert [p.player for p in other.take(take.id).parts] == ["pupil"]
    assert other.check().problems == ()


def test_words_that_wait_to_be_seen_are_not_handed_over(journal: Journal, lesson: Lesson) -> None:
    journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="hello", take=lesson.take.id)
    with pytest.raises(Unheard, match="nobody has seen"):
        journal.pack(SAID, [lesson.pupil.id])


def test_what_did_not_come_along_is_pointed_at_once_it_is_there(
    journal: Journal, lesson: Lesson, laptop: Laptop, wall: Wall
) -> None:
    ben = journal.add_pupil("Ben", "owl", "10-12")
    group = journal.add_group(
        "The band",
        [lesson.pupil.id, ben.id],
        starts=wall().date(),
        ends=wall().date() + timedelta(weeks=6),
        planned_sessions=6,
    )
    meeting = journal.open_session([lesson.pupil.id, ben.id], mode="group", group=group.id)
    journal.close_session(meeting.id)
    other = laptop()
    move(journal, other, [lesson.pupil.id])
    assert other.session(meeting.id).group is None
    move(journal, other)
    assert other.session(meeting.id).group == group.id


def test_every_shared_table_travels() -> None:
    wanted = {m.class_.__tablename__ for m in Base.registry.mappers if issubclass(m.class_, Shared)}
    assert set(changes.KINDS) == wanted
