"""What a pupil says and makes reaches the journal, on a full disk later, in its order, and not if it was taken back."""

from collections.abc import Callable

import pytest

from reflections import DiskFull, records
from studio.asking import NOT_THIS_ONE, Asking
from studio.errands import AGAIN_SECONDS
from studio.lesson import Stand
from studio.music.piece import Note, Part, Piece
from tests.studio.conftest import NoRoom, Sitting

FULL = "The disk is full. What was saved is safe; free some space to go on."
TUNE = Piece("Ode", (Part("Melody", "melody", "piano", (Note(0, 480, 64),)),))

Refusing = Callable[[Exception], NoRoom]


@pytest.fixture
def jo(sitting: Sitting) -> records.Pupil:
    """Jo has just kept a take of a tune."""
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.lesson.put_on_stand(Stand(TUNE, "Ode", "tune", "tune:ode"))
    sitting.take(60, 62)
    sitting.turn(3)
    return jo


def later(sitting: Sitting, disk: NoRoom) -> None:
    """Somebody makes room on the disk, and a while goes by."""
    disk.over()
    for _ in range(4):
        sitting.turn(AGAIN_SECONDS)


def asking_of(sitting: Sitting) -> Asking:
    return Asking(sitting.lesson, wanted=True, changed=lambda: None)


def test_what_is_said_on_a_full_disk_is_kept_when_there_is_room(
    sitting: Sitting, jo: records.Pupil, refusing: Refusing
) -> None:
    asking = asking_of(sitting)
    disk = refusing(DiskFull(FULL))
    asking._told.reflect("T6", "my best bit", "typed")
    asking._told.try_next("slower", picked=True)
    sitting.turn()
    assert sitting.said == [FULL]
    later(sitting, disk)

    assert [said.body for said in sitting.journal.reflections(jo.id)] == ["my best bit"]
    words = sitting.journal.last_try_next(jo.id)
    assert words is not None
    assert words.words == "slower"


def test_a_take_put_aside_on_a_full_disk_is_aside_when_there_is_room(
    sitting: Sitting, jo: records.Pupil, refusing: Refusing
) -> None:
    asking = asking_of(sitting)
    disk = refusing(DiskFull(FULL))
    asking._keep_or_not(NOT_THIS_ONE)
    sitting.turn()
    later(sitting, disk)

    (piece,) = sitting.journal.pieces(jo.id)
    assert sitting.journal.takes(piece.id) == ()
    assert len(sitting.journal.takes(piece.id, with_hidden=True)) == 1


def test_undo_and_its_undo_on_a_full_disk_are_done_in_their_order(
    sitting: Sitting, jo: records.Pupil, refusing: Refusing
) -> None:
    disk = refusing(DiskFull(FULL))
    sitting.lesson.undo_take()
    sitting.turn()
    sitting.lesson.put_back_take()
    later(sitting, disk)

    (piece,) = sitting.journal.pieces(jo.id)
    assert len(sitting.journal.takes(piece.id)) == 1


def test_a_version_on_a_full_disk_is_kept_when_there_is_room(
    sitting: Sitting, jo: records.Pupil, refusing: Refusing
) -> None:
    disk = refusing(DiskFull(FULL))
    sitting.lesson.keep_version("Ode")
    sitting.turn()
    later(sitting, disk)

    (piece,) = sitting.journal.pieces(jo.id)
    assert len(sitting.journal.versions(piece.id)) == 1
    assert sitting.lesson.sayable is not None
    assert sitting.lesson.sayable.version is not None


def test_how_sure_before_on_a_full_disk_is_kept_once(sitting: Sitting, jo: records.Pupil, refusing: Refusing) -> None:
    disk = refusing(DiskFull(FULL))
    sitting.lesson.name_task("Play Ode, the melody", 3)
    sitting.turn()
    later(sitting, disk)

    (task,) = sitting.journal.tasks(jo.id)
    assert [rating.value for rating in sitting.journal.ratings(jo.id)] == [3]
    assert sitting.lesson.task == task.id


def test_a_task_refused_half_way_is_named_once(
    sitting: Sitting, jo: records.Pupil, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise DiskFull(FULL)

    with monkeypatch.context() as patch:
        patch.setattr(sitting.journal, "rate", refuse)
        sitting.lesson.name_task("Play Ode, the melody", 3)
        sitting.turn()
    sitting.turn(AGAIN_SECONDS)

    assert len(sitting.journal.tasks(jo.id)) == 1
    assert len(sitting.journal.ratings(jo.id)) == 1


def test_taken_back_before_there_was_room_it_is_never_written(
    sitting: Sitting, jo: records.Pupil, refusing: Refusing
) -> None:
    asking = asking_of(sitting)
    disk = refusing(DiskFull(FULL))
    asking._told.reflect("T6", "do not keep this", "typed")
    sitting.turn()
    assert asking.said_something
    asking.take_back()
    later(sitting, disk)

    assert sitting.journal.reflections(jo.id) == ()


def test_taken_back_the_moment_it_was_said_it_is_gone(sitting: Sitting, jo: records.Pupil) -> None:
    asking = asking_of(sitting)
    asking._told.reflect("T6", "do not keep this", "typed")
    sitting.settle()
    assert len(sitting.journal.reflections(jo.id)) == 1
    asking.take_back()
    sitting.settle()

    assert sitting.journal.reflections(jo.id) == ()


def test_a_talk_begun_with_nobody_there_is_over_at_once(sitting: Sitting) -> None:
    sitting.unlock()
    asking = asking_of(sitting)
    asking.begin()
    asking.answer("yes", "mouse")
    asking.skip()

    assert asking.over
    assert sitting.said == []
