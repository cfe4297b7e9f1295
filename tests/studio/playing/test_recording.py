"""What is played is in the journal within a second, as it was played, under the right name, and only as long as it may be."""

from collections.abc import Callable
from typing import Any

import pytest

from instruments.events import RATE, NoteOn, pack, unpack
from reflections import Busy, DiskFull, DiskTrouble, NotFound
from studio.errands import AGAIN_SECONDS, THERE_AGAIN
from studio.lesson import Stand, made_of
from studio.music.piece import Note, Part, Piece, Tempo
from studio.music.take import Take, as_piece
from tests.studio.conftest import NoRoom, Sitting, keys_in, played

FULL = "The disk is full. What was saved is safe; free some space and it goes on by itself."


def rows(sitting: Sitting) -> list[Any]:
    """Every recording row there is, whether it is under way or not."""
    sitting.journal._under_way.clear()
    return list(sitting.journal.unfinished())


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


# -- the journal refuses ----------------------------------------------------------------------------------------------
Refusing = Callable[[Exception], NoRoom]


def test_a_full_disk_is_said_once_and_nothing_played_meanwhile_is_lost(sitting: Sitting, refusing: Refusing) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.play(60)
    sitting.turn()
    disk = refusing(DiskFull(FULL))
    for pitch in range(61, 75):
        sitting.play(pitch)
        sitting.turn()
    assert sitting.said == [FULL]
    disk.over()
    sitting.turn(AGAIN_SECONDS)
    sitting.turn()

    (row,) = rows(sitting)
    assert unpack(row.chunks) == played(sitting)
    assert sitting.said == [FULL, THERE_AGAIN]


def test_a_refusing_disk_is_tried_every_five_seconds_and_not_at_every_turn(
    sitting: Sitting, refusing: Refusing
) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    disk = refusing(DiskFull(FULL))
    sitting.play(60)
    for _ in range(40):
        sitting.turn(0.5)

    assert 3 <= disk.tries <= 5


@pytest.mark.parametrize("kind", [Busy, DiskTrouble])
def test_a_take_the_journal_refused_is_kept_once_it_can_be(
    sitting: Sitting, refusing: Refusing, kind: type[DiskTrouble]
) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.lesson.start_take(sitting.engine.frame)
    sitting.play(60)
    sitting.turn()
    disk = refusing(kind("The disk does not answer."))
    sitting.play(62, 64)
    sitting.lesson.stop_take(sitting.engine.frame)
    sitting.turn()
    assert sitting.lesson.last is not None
    assert sitting.lesson.last.id is None
    disk.over()
    sitting.turn(AGAIN_SECONDS)
    sitting.turn()

    (piece,) = sitting.journal.pieces(jo.id)
    (take,) = sitting.journal.takes(piece.id)
    assert sitting.lesson.last.id == take.id
    assert take.parts[0].facts.notes == 3
    assert [row.context["kind"] for row in rows(sitting)] == ["heard"]


def test_an_idea_refused_half_way_is_one_idea_in_the_end(sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")

    def refuse(*_: object, **__: object) -> None:
        raise DiskFull(FULL)

    with monkeypatch.context() as patch:
        patch.setattr(sitting.journal, "keep_take", refuse)
        sitting.take(60, 62)
        sitting.turn()
    sitting.turn(AGAIN_SECONDS)

    assert [piece.title for piece in sitting.journal.pieces(jo.id)] == ["My idea 1"]


def test_takes_refused_one_after_the_other_are_kept_in_their_order(sitting: Sitting, refusing: Refusing) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    disk = refusing(DiskFull(FULL))
    sitting.take(60)
    sitting.turn()
    sitting.take(62, 64)
    sitting.turn()
    disk.over()
    sitting.turn(AGAIN_SECONDS)

    notes = [sitting.journal.takes(piece.id)[0].parts[0].facts.notes for piece in sitting.journal.pieces(jo.id)]
    assert sorted(notes) == [1, 2]
    assert {piece.title for piece in sitting.journal.pieces(jo.id)} == {"My idea 1", "My idea 2"}


def test_what_trying_again_cannot_help_is_said_and_given_up(sitting: Sitting) -> None:
    sitting.unlock()
    errands = sitting.lesson.recorder.errands

    def wrong() -> None:
        raise NotFound("This piece is not in the journal any more.")

    errands.put(wrong)
    sitting.settle()

    assert sitting.said == ["This piece is not in the journal any more."]
    assert not errands.owing


def test_chunks_handed_in_again_after_a_fault_are_the_same_bytes(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault may have come after the write: then the journal has the chunk, and takes no other in its place."""
    sitting.unlock()
    sitting.sit("Jo")
    real = sitting.journal.take_chunk

    def written_but_not_heard_of(*given: Any) -> None:
        real(*given)
        raise DiskTrouble("The disk does not answer.")

    with monkeypatch.context() as patch:
        patch.setattr(sitting.journal, "take_chunk", written_but_not_heard_of)
        sitting.play(60)
        sitting.turn()
    sitting.play(62)
    sitting.turn(AGAIN_SECONDS)
    sitting.turn()

    (row,) = rows(sitting)
    assert row.chunks == pack(played(sitting))
    assert row.seconds == pytest.approx((played(sitting)[-1].frame - played(sitting)[0].frame) / RATE)


# -- played along with what is heard late -----------------------------------------------------------------------------
LATE = RATE * 40 // 1_000  # what sixteen taps said of these headphones
UNEVEN = (3, -4, 0, 2, -3, 4, 1, -2)  # nobody plays like a clock: milliseconds
BEAT = RATE // 2
GROOVE = Piece(
    "Groove", (Part("Kick", "drums", "kit", tuple(Note(n * 480, 120, 36) for n in range(8))),), (Tempo(0, 120),)
)


def played_over(sitting: Sitting, *, along: bool) -> Any:
    """Record a note to each beat of a groove, each as late as the groove is heard; not stopped yet."""
    sitting.unlock()
    sitting.sit("Jo")
    sitting.lesson.put_on_stand(Stand(GROOVE, "Groove", "groove", "groove:ours"))
    sitting.settle()
    sitting.lesson.recorder.offset = LATE
    engine = sitting.engine
    start = engine.frame + 1_000
    sitting.lesson.start_take(start, start + 4 * BEAT, along=along)
    sitting.lesson.recorder.offset = 0  # whatever is plugged in meanwhile: they began with these
    for n, late_ms in enumerate(UNEVEN):
        engine.frame = start + (4 + n) * BEAT + LATE + late_ms * RATE // 1_000
        engine.key(60 + n)
    return start


def off_the_grid(take: Take) -> list[float]:
    """How many milliseconds after its beat each note of a take would sound, were it a layer over the groove."""
    layer = as_piece(take)
    starts = sorted(note.start for note in layer.parts[0].notes)
    return [(layer.seconds_at(tick) - (n + 4 * take.lead_bars) * BEAT / RATE) * 1e3 for n, tick in enumerate(starts)]


def test_a_layer_over_a_groove_lines_up_by_the_offset_that_was_tapped(sitting: Sitting) -> None:
    played_over(sitting, along=True)
    last = sitting.lesson.stop_take(sitting.engine.frame)
    assert last is not None
    assert all(abs(late) <= 5 for late in off_the_grid(last.made.take))
    assert len(last.made.take.to_midi()) > 0


def test_what_nobody_played_along_with_stays_where_it_was_played(sitting: Sitting) -> None:
    played_over(sitting, along=False)
    last = sitting.lesson.stop_take(sitting.engine.frame)
    assert last is not None
    assert all(35 <= late <= 45 for late in off_the_grid(last.made.take))


def test_a_take_found_after_a_crash_is_placed_alike_and_what_the_journal_has_is_as_it_was_played(
    sitting: Sitting,
) -> None:
    played_over(sitting, along=True)
    sitting.turn()
    (item,) = [row for row in rows(sitting) if row.context["kind"] == "take"]
    assert unpack(item.chunks) == played(sitting)
    found = made_of(item)
    assert found is not None
    assert all(abs(late) <= 5 for late in off_the_grid(found.take))


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
