"""A take of several: each pupil's notes apart, from the first second of it; one part undone or played again; a guest's nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from instruments.events import NoteOn
from studio.lesson.group_handover import keep_found_together
from studio.lesson.offer import still_open
from tests.studio.conftest import Sitting, keys_in, rows

if TYPE_CHECKING:
    from reflections import records
from tests.studio.lesson.group import HIGH, LOW, MIDDLE, Group, again, group, pitches

__all__ = ["group"]  # a fixture


def found_again(sitting: Sitting) -> tuple[records.Unfinished, ...]:
    """What would be offered had the studio died just now: nothing more is written."""
    sitting.lesson.recorder._chunks.clear()
    return still_open(rows(sitting))


def test_each_pupils_notes_are_a_part_of_their_own_and_a_guests_are_in_none(group: Group) -> None:
    group.take(LOW, MIDDLE, HIGH, HIGH + 1, LOW + 1)
    assert group.notes() == {"Jo": [LOW, LOW + 1], "Amira": [HIGH, HIGH + 1]}
    take = group.kept()
    assert (take.session, take.mode) == (group.sitting.lesson.session.id, "with")
    assert [part.part for part in take.parts] == [
        group.sitting.lesson.band.shared.of(p).kind for p in (group.jo.id, group.amira.id)
    ]
    assert len({part.facts.bar_starts for part in take.parts}) == 1


def test_while_it_runs_each_row_holds_one_pupils_notes_and_nothing_of_a_guest(group: Group) -> None:
    sitting = group.sitting
    sitting.lesson.start_together(sitting.engine.frame, sitting.engine.frame)
    sitting.play(LOW, MIDDLE, HIGH)
    sitting.turn()
    found = {(row.context["kind"], row.pupil): keys_in(row.chunks) for row in rows(sitting)}
    assert found == {
        (kind, pupil): [pitch]
        for kind in ("heard", "take")
        for pupil, pitch in ((group.jo.id, LOW), (group.amira.id, HIGH))
    }


def test_a_take_that_is_kept_leaves_only_what_was_heard_and_that_is_decided(group: Group) -> None:
    group.take(LOW, HIGH)
    assert not group.sitting.lesson.recorder.something_to_keep
    group.sitting.turn()
    assert {row.context["kind"] for row in rows(group.sitting)} <= {"heard"}
    assert (
        len(group.sitting.lesson.recorder._chunks) == 2
    )  # what the two are heard to play: nothing is written after the take
    assert still_open(group.sitting.next_start()) == ()


def test_whoever_moves_to_other_keys_keeps_their_part(group: Group) -> None:
    sitting, lesson = group.sitting, group.sitting.lesson
    lesson.start_together(sitting.engine.frame, sitting.engine.frame)
    sitting.play(LOW)
    group.put(lesson.band.seating.swapped(group.jo.id, group.amira.id))
    sitting.play(HIGH)
    lesson.stop_together(sitting.engine.frame)
    sitting.settle()
    assert group.notes() == {"Jo": [LOW, HIGH]}


def test_whoever_leaves_in_the_middle_has_what_they_played_until_then(group: Group) -> None:
    sitting, lesson = group.sitting, group.sitting.lesson
    lesson.start_together(sitting.engine.frame, sitting.engine.frame)
    sitting.play(LOW, HIGH)
    seating = lesson.band.seating.left(group.amira.id)
    group.put(seating)
    sitting.play(LOW + 1)
    lesson.stop_together(sitting.engine.frame)
    sitting.settle()
    assert group.notes() == {"Jo": [LOW, LOW + 1], "Amira": [HIGH]}


def test_only_a_guest_played_so_nothing_is_kept(group: Group) -> None:
    assert group.take(MIDDLE) is None
    group.sitting.turn()
    assert rows(group.sitting) == []


def test_one_part_is_undone_and_brought_back_and_the_others_sound_on(group: Group) -> None:
    group.take(LOW, HIGH)
    lesson = group.sitting.lesson
    lesson.undo_part(group.jo.id)
    group.sitting.settle()
    assert group.notes() == {"Amira": [HIGH]}
    lesson.undo_part(group.jo.id, undone=False)
    group.sitting.settle()
    assert group.notes() == {"Jo": [LOW], "Amira": [HIGH]}


def test_one_part_is_played_again_alone_and_the_earlier_one_is_history(group: Group) -> None:
    group.take(LOW, HIGH)
    sitting, lesson = group.sitting, group.sitting.lesson
    first = lesson.last_together.id
    lesson.start_again(group.jo.id, sitting.engine.frame, sitting.engine.frame)
    sitting.play(LOW + 4, HIGH + 4)  # Amira plays along, and it changes nothing of hers
    sitting.turn()
    lesson.stop_together(sitting.engine.frame)
    sitting.settle()
    assert lesson.last_together.id == first
    assert group.notes() == {"Jo": [LOW + 4], "Amira": [HIGH]}
    history = sitting.journal.part_history(first, group.jo.id)
    assert [part.aside for part in history] == [True, False]
    lesson.earlier_part(group.jo.id)
    sitting.settle()
    assert group.notes() == {"Jo": [LOW], "Amira": [HIGH]}
    assert {row.context["kind"] for row in rows(sitting)} <= {"heard"}


def test_playing_again_without_a_key_leaves_the_part_as_it_was(group: Group) -> None:
    group.take(LOW, HIGH)
    sitting, lesson = group.sitting, group.sitting.lesson
    lesson.start_again(group.jo.id, sitting.engine.frame, sitting.engine.frame)
    sitting.play(HIGH)
    assert lesson.stop_together(sitting.engine.frame) is None
    sitting.settle()
    assert group.notes() == {"Jo": [LOW], "Amira": [HIGH]}


def test_it_is_heard_with_everybody_or_without_some(group: Group) -> None:
    group.take(LOW, HIGH)
    read: list[Any] = []
    group.sitting.lesson.read_together(read.append)
    group.sitting.lesson.read_together(read.append, without={group.jo.id})
    group.sitting.lesson.read_together(read.append, without={group.jo.id, group.amira.id})
    group.sitting.settle()
    assert [take and [e.pitch for e in take.events if type(e).__name__ == "NoteOn"] for take in read] == [
        [LOW, HIGH],
        [HIGH],
        None,
    ]


def test_after_a_crash_what_they_recorded_is_one_take_with_a_part_for_each(group: Group) -> None:
    sitting = group.sitting
    sitting.lesson.start_together(sitting.engine.frame, sitting.engine.frame)
    sitting.play(LOW, MIDDLE, HIGH)
    sitting.turn()
    found = found_again(sitting)
    assert {item.context["kind"] for item in found} == {"take"}
    item = next(one for one in found if one.pupil == group.amira.id)
    keep_found_together(sitting.journal, item)
    assert found_again(sitting) == ()
    (piece,) = sitting.journal.pieces(group.jo.id)
    (take,) = sitting.journal.takes(piece.id)
    assert (piece.title, take.origin) == ("Ode", "found after a crash")
    parts = {part.pupil: pitches(part.midi) for part in sitting.journal.take(take.id).parts}
    assert parts == {group.jo.id: [LOW], group.amira.id: [HIGH]}


def test_found_after_a_crash_one_lets_theirs_go_and_the_others_keep_theirs(group: Group) -> None:
    sitting = group.sitting
    sitting.lesson.start_together(sitting.engine.frame, sitting.engine.frame)
    sitting.play(LOW, HIGH)
    sitting.turn()
    found = {item.pupil: item for item in found_again(sitting)}
    sitting.lesson.let_found_go(found[group.jo.id], lambda: None)
    sitting.settle()
    sitting.lesson.keep_found(found[group.amira.id], lambda: None)
    sitting.settle()
    assert sitting.journal.pieces(group.jo.id) == ()
    (piece,) = sitting.journal.pieces(group.amira.id)
    (take,) = sitting.journal.takes(piece.id)
    assert [part.pupil for part in take.parts] == [group.amira.id]


def test_what_was_played_together_and_not_recorded_waits_for_each_and_is_not_the_next_ones(group: Group) -> None:
    sitting = group.sitting
    sitting.play(LOW, MIDDLE, HIGH)
    assert not sitting.lesson.recorder.something_to_keep  # nobody keeps what others played too
    sitting.lesson.play_alone()
    sitting.settle()
    sitting.turn()
    assert sitting.lesson.recorder.unkept() == ()
    assert not sitting.lesson.recorder.something_to_keep
    waiting = {row.pupil: keys_in(row.chunks) for row in rows(sitting)}
    assert waiting == {group.jo.id: [LOW], group.amira.id: [HIGH]}
    sitting.play(LOW + 2)
    sitting.turn()
    assert [keys_in(row.chunks) for row in rows(sitting)][-1] == [LOW + 2]


def test_a_full_disk_keeps_the_take_waiting_and_loses_none_of_its_parts(group: Group, refusing: Any) -> None:
    from reflections import DiskFull

    room = refusing(DiskFull("The disk is full."))
    group.take(LOW, HIGH)
    assert group.sitting.lesson.last_together.id is None
    room.over()
    for _ in range(6):
        group.sitting.turn()
    assert group.notes() == {"Jo": [LOW], "Amira": [HIGH]}


def test_goodbye_in_the_middle_leaves_their_take_with_nobody_else(group: Group) -> None:
    group.take(LOW, HIGH)
    group.sitting.lesson.goodbye()
    group.sitting.settle()
    assert group.sitting.lesson.last_together is None
    assert group.sitting.lesson.recorder.group is None


def test_a_part_played_again_while_the_disk_is_full_waits_for_its_take(group: Group, refusing: Any) -> None:
    from reflections import DiskFull

    room, sitting, lesson = refusing(DiskFull("The disk is full.")), group.sitting, group.sitting.lesson
    group.take(LOW, HIGH)
    lesson.start_again(group.jo.id, sitting.engine.frame, sitting.engine.frame)
    sitting.play(LOW + 4)
    lesson.stop_together(sitting.engine.frame)
    sitting.turn()
    room.over()
    for _ in range(8):
        sitting.turn()
    assert group.notes() == {"Jo": [LOW + 4], "Amira": [HIGH]}


def test_a_key_that_was_a_word_of_the_leader_is_in_no_part(group: Group) -> None:
    sitting, lesson = group.sitting, group.sitting.lesson
    lesson.start_together(sitting.engine.frame, sitting.engine.frame)
    sitting.play(LOW, LOW, HIGH)
    word = [event for event in sitting.engine.capture.take_since(0)[0] if isinstance(event, NoteOn)][1]
    lesson.was_a_word(word)
    lesson.stop_together(sitting.engine.frame)
    sitting.settle()
    assert group.notes() == {"Jo": [LOW], "Amira": [HIGH]}


def test_out_and_in_again_it_is_the_part_that_stood(group: Group) -> None:
    group.take(LOW, HIGH)
    lesson = group.sitting.lesson
    again(group, LOW + 4)
    for part in (LOW + 4, LOW):
        for undone in (True, False):
            lesson.undo_part(group.jo.id, undone=undone)
            group.sitting.settle()
        assert group.notes()["Jo"] == [part]
        lesson.earlier_part(group.jo.id)
        group.sitting.settle()


def test_keys_that_answered_while_they_play_together_are_offered_to_nobody(group: Group) -> None:
    sitting, engine = group.sitting, group.sitting.engine
    group.take(LOW, HIGH)
    since = engine.frame
    sitting.play(LOW, LOW + 2, HIGH, HIGH + 2)
    sitting.lesson.recorder.set_aside(since, engine.frame)
    sitting.lesson.goodbye()
    sitting.settle()
    assert still_open(sitting.next_start()) == ()
