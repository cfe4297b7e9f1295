"""What is played is in the journal within a second, as it was played, under the right name, and only as long as it may be."""

import pytest

from instruments.events import NoteOn, unpack
from tests.studio.conftest import Sitting, keys_in, played, rows


def test_what_is_heard_is_in_the_journal_by_the_second(sitting: Sitting) -> None:
    sitting.unlock()
    for pitch in range(60, 66):
        sitting.play(pitch)
        sitting.turn()
        assert keys_in(rows(sitting)[0].chunks)[-1] == pitch

    (row,) = rows(sitting)
    assert unpack(row.chunks) == played(sitting)


def test_nothing_played_writes_nothing(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.turn()
    sitting.turn()

    assert rows(sitting) == []


def test_what_was_played_before_unlocking_is_taken_in(sitting: Sitting) -> None:
    sitting.play(60, 62)
    sitting.turn()
    assert rows(sitting) == []
    sitting.unlock()
    sitting.turn()

    assert keys_in(rows(sitting)[0].chunks) == [60, 62]


def test_a_take_has_a_row_of_its_own_from_its_first_frame_on(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.play(50)
    sitting.turn()
    sitting.lesson.start_take(sitting.engine.frame)
    sitting.play(60, 62)
    sitting.turn()

    kinds = {row.context["kind"]: keys_in(row.chunks) for row in rows(sitting)}
    assert kinds == {"heard": [50, 60, 62], "take": [60, 62]}


def test_unlocking_in_the_middle_of_a_take_writes_it_from_its_beginning(sitting: Sitting) -> None:
    sitting.lesson.start_take(sitting.engine.frame)
    sitting.play(60)
    sitting.unlock()
    sitting.play(62)
    sitting.turn()

    kinds = {row.context["kind"]: keys_in(row.chunks) for row in rows(sitting)}
    assert kinds == {"heard": [60, 62], "take": [60, 62]}


def test_a_take_that_is_kept_leaves_no_recording_behind(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.lesson.start_take(sitting.engine.frame)
    sitting.play(60)
    sitting.turn()
    sitting.play(62)
    sitting.lesson.stop_take(sitting.engine.frame)
    sitting.turn()

    assert [row.context["kind"] for row in rows(sitting)] == ["heard"]
    sitting.turn()
    assert len(sitting.lesson.recorder._chunks) == 1  # and nothing is written after it


def test_a_take_kept_before_its_row_was_begun_leaves_none_behind(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.take(60, 62)
    sitting.turn()
    sitting.turn()

    assert [row.context["kind"] for row in rows(sitting)] == ["heard"]


def test_recording_with_no_key_pressed_keeps_nothing(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.lesson.start_take(sitting.engine.frame)
    sitting.turn()

    assert sitting.lesson.stop_take(sitting.engine.frame) is None
    sitting.turn()
    assert rows(sitting) == []


def test_whether_there_is_something_to_keep_is_known_without_cutting_what_was_played(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise AssertionError("cut for a question that is asked each frame")

    sitting.unlock()
    sitting.sit("Jo")
    sitting.play(60)
    assert sitting.lesson.keep_latest() is not None
    monkeypatch.setattr(sitting.engine.capture, "cut", cut)
    sitting.play(62, 64)  # the phrase goes on, and both went down in the tail of the note that was kept
    assert not sitting.lesson.recorder.something_to_keep
    sitting.play(65)
    assert sitting.lesson.recorder.something_to_keep


def test_what_was_heard_of_nobody_is_the_pupils_once_they_say_who_they_are(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.play(60, 62)
    sitting.turn()
    jo = sitting.sit("Jo")
    sitting.play(64)
    sitting.turn()

    assert [(row.pupil, keys_in(row.chunks)) for row in rows(sitting)] == [(jo.id, [60, 62, 64])]


def test_what_one_pupil_let_go_is_gone_and_the_next_begins_afresh(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.play(60)
    sitting.turn()
    sitting.lesson.recorder.let_go()
    sitting.lesson.goodbye()
    sitting.settle()
    assert rows(sitting) == []
    amira = sitting.sit("Amira")
    sitting.play(72)
    sitting.turn()

    assert [(row.pupil, keys_in(row.chunks)) for row in rows(sitting)] == [(amira.id, [72])]


def test_what_is_to_be_decided_another_day_is_whole_though_the_second_was_not_over(sitting: Sitting) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.play(60)
    sitting.turn()
    sitting.play(62)
    sitting.lesson.recorder.decide_later()
    sitting.lesson.goodbye()
    sitting.play(72)
    sitting.settle()

    found = [row for row in sitting.journal.unfinished() if row.pupil == jo.id]
    assert [keys_in(row.chunks) for row in found] == [[60, 62]]


def test_a_pupil_who_is_simply_gone_leaves_what_they_played_to_themselves(sitting: Sitting) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.play(60)
    sitting.turn()
    amira = sitting.sit("Amira")
    sitting.play(72)
    sitting.turn()

    assert {row.pupil: keys_in(row.chunks) for row in rows(sitting)} == {jo.id: [60], amira.id: [72]}


def test_a_guest_leaves_nothing_not_even_while_they_play(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.play(60)
    sitting.turn()
    sitting.lesson.be_guest()
    sitting.take(62, 64)
    sitting.turn()

    assert [keys_in(row.chunks) for row in rows(sitting)] == [
        [60]
    ]  # played before the guest came, by nobody knows whom
    sitting.lesson.goodbye()
    sitting.turn()
    assert [keys_in(row.chunks) for row in sitting.next_start()] == [[60]]


def test_a_guest_who_is_new_here_keeps_what_they_played(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.lesson.be_guest()
    sitting.take(62, 64)
    sitting.turn()
    amira = sitting.sit("Amira")
    sitting.turn()

    (piece,) = sitting.journal.pieces(amira.id)
    assert len(sitting.journal.takes(piece.id)) == 1
    assert [keys_in(row.chunks) for row in rows(sitting)] == [[62, 64]]


def test_what_was_let_go_is_not_in_memory_either_and_what_a_take_holds_still_is(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.take(60, 62)
    sitting.turn(3)
    sitting.play(70, 71)
    sitting.turn()
    sitting.lesson.recorder.let_go()
    sitting.turn()

    assert [event.pitch for event in played(sitting) if isinstance(event, NoteOn)] == [60, 62]


def test_what_is_decided_another_time_stays_in_memory_until_it_is_written(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.play(70)
    sitting.turn()
    sitting.play(71)
    sitting.lesson.recorder.decide_later()
    sitting.settle()

    assert [event.pitch for event in played(sitting) if isinstance(event, NoteOn)] == [70, 71]
    (item,) = sitting.next_start()
    assert keys_in(item.chunks) == [70, 71]


def test_nothing_a_guest_played_stays_in_memory(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.play(50)
    sitting.lesson.be_guest()
    sitting.turn()
    sitting.take(60, 62)
    sitting.play(64)
    sitting.lesson.goodbye()
    sitting.turn()

    assert [event.pitch for event in played(sitting) if isinstance(event, NoteOn)] == [50]
