"""What was played is not lost while the journal refuses it, is tried again in its order, and is said once."""

from collections.abc import Callable
from typing import Any

import pytest

from instruments.events import RATE, pack, unpack
from reflections import Busy, DiskFull, DiskTrouble, NotFound
from studio.errands import AGAIN_SECONDS
from studio.words import say
from tests.studio.conftest import NoRoom, Sitting, played, rows

FULL = "The disk is full. What was saved is safe; free some space to go on."
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
    assert sitting.said == [FULL, say("frame.the journal can")]


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
