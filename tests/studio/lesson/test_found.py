"""What is offered as found is what no take holds: each note once, with the day and the session it was played in."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from instruments.events import RATE, Position
from reflections import DiskFull, Journal, erasing
from reflections.tables import Piece as Piece_
from reflections.tables import Task
from studio.lesson import Stand
from studio.music.piece import Note, Part, Piece
from tests.studio.conftest import Sitting, keys_in
from tests.studio.lesson.conftest import Next

TUNE = Piece("Ode", (Part("Melody", "melody", "piano", tuple(Note(n * 480, 480, 64) for n in range(16))),))


def test_what_a_take_holds_is_not_found_again(sitting: Sitting, after_a_kill: Callable[[], Next]) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.play(50, 52)
    sitting.turn(3)
    sitting.take(60, 62, 64)
    sitting.turn(3)
    sitting.play(70, 71)
    sitting.turn(3)

    assert after_a_kill().offered == [("heard", [50, 52, 70, 71])]


def test_with_every_note_in_a_take_nothing_is_found_and_the_rest_of_it_is_dropped(
    sitting: Sitting, after_a_kill: Callable[[], Next]
) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.take(60, 62, 64)
    sitting.turn()

    again = after_a_kill()
    assert again.offered == []
    assert again.journal.unfinished() == ()


def test_a_take_kept_before_its_pupil_was_known_is_not_found_again(
    sitting: Sitting, after_a_kill: Callable[[], Next]
) -> None:
    sitting.take(60, 62)  # locked, and the journal has heard nothing yet
    sitting.unlock()
    sitting.sit("Jo")
    sitting.turn()

    assert after_a_kill().offered == []


def test_a_phrase_kept_from_what_was_heard_is_not_found_again(
    sitting: Sitting, after_a_kill: Callable[[], Next]
) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.play(50, 52)
    sitting.turn(3)
    sitting.play(60, 62)
    sitting.turn(3)
    sitting.lesson.keep_latest()
    sitting.turn()

    assert after_a_kill().offered == [("heard", [50, 52])]


def test_after_a_crash_in_a_take_its_notes_are_offered_once(sitting: Sitting, after_a_kill: Callable[[], Next]) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.play(50, 52)
    sitting.turn(3)
    sitting.lesson.start_take(sitting.engine.frame)
    sitting.play(60, 62)
    sitting.turn()

    again = after_a_kill()
    assert sorted(again.offered) == [("heard", [50, 52]), ("take", [60, 62])]
    again.keep(next(item for item in again.items if item.context["kind"] == "take"))
    assert again.offered == [("heard", [50, 52])]
    again.let_go(again.items[0])
    assert again.offered == []
    assert again.journal.unfinished() == ()


def test_a_take_that_was_let_go_does_not_come_back_as_what_was_heard(
    sitting: Sitting, after_a_kill: Callable[[], Next]
) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.lesson.start_take(sitting.engine.frame)
    sitting.play(60, 62)
    sitting.turn()

    again = after_a_kill()
    assert again.offered == [("take", [60, 62])]
    again.let_go(again.items[0])
    assert again.offered == []
    assert again.journal.unfinished() == ()


def test_what_is_decided_another_time_is_only_what_no_take_holds(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.take(60, 62, 64)
    sitting.turn(3)
    sitting.play(70, 71)
    sitting.turn(3)
    sitting.lesson.recorder.decide_later()
    sitting.lesson.goodbye()
    sitting.lesson.refresh_house()
    sitting.settle()
    jo = sitting.sit("Jo")

    (item,) = sitting.lesson.found_for(jo)
    assert keys_in(item.chunks) == [70, 71]


def test_a_pedal_alone_is_never_offered_and_is_dropped(sitting: Sitting, after_a_kill: Callable[[], Next]) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.engine.pedal(True)
    sitting.engine.pedal(False)
    sitting.turn()

    again = after_a_kill()
    assert again.items == ()
    assert again.journal.unfinished() == ()
    assert again.said == []


def test_a_take_that_was_found_has_the_day_and_the_session_it_was_played_in(
    sitting: Sitting, after_a_kill: Callable[[], Next]
) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    session = sitting.lesson.session
    assert session is not None
    sitting.lesson.start_take(sitting.engine.frame)
    sitting.play(60, 62)
    sitting.turn()

    again = after_a_kill()
    (item,) = again.items
    again.keep(item)
    (take,) = again.takes
    assert take.session == session.id
    assert take.made_at == item.began
    assert again.journal._now() - take.made_at > timedelta(days=6)


def test_a_take_that_was_found_knows_its_task_and_its_bars(sitting: Sitting, after_a_kill: Callable[[], Next]) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.lesson.put_on_stand(Stand(TUNE, "Ode", "tune", "tune:ode"))
    sitting.settle()
    (row,) = (piece.id for piece in sitting.journal.pieces(jo.id))
    task = sitting.journal.task(jo.id, "Play Ode", piece=row)
    sitting.lesson.task = task.id
    began = sitting.engine.frame
    sitting.lesson.start_take(began)
    for bar in range(3):
        sitting.lesson.told(Position(sitting.engine.frame, bar * 4 * 480.0, "playing"))
        sitting.play(60 + bar)
        sitting.turn(1.8)

    again = after_a_kill()
    (item,) = again.items
    again.keep(item)
    (take,) = again.takes
    assert take.task == task.id
    assert take.piece == row
    assert [round(start, 3) for start in take.parts[0].facts.bar_starts] == [0.0, 2.0, 4.0]
    assert again.said == []
    assert began >= RATE


def gone(journal: Journal, kind: type, row: str) -> None:
    """It went, as when another laptop erased it."""
    with journal._writing() as session:
        erasing.erase_rows(session, [session.get(kind, row)])


def test_a_take_of_a_piece_that_has_gone_since_is_kept_as_an_idea_of_their_own(
    sitting: Sitting, after_a_kill: Callable[[], Next]
) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.lesson.put_on_stand(Stand(TUNE, "Ode", "tune", "tune:ode"))
    sitting.settle()
    (row,) = (piece.id for piece in sitting.journal.pieces(jo.id))
    sitting.lesson.start_take(sitting.engine.frame)
    sitting.play(60, 62)
    sitting.turn()

    again = after_a_kill()
    gone(again.journal, Piece_, row)
    (item,) = again.items
    again.keep(item)
    assert (again.said, again.offered) == ([], [])
    (piece,) = again.journal.pieces(jo.id)
    assert (piece.title, [take.parts[0].facts.notes for take in again.takes]) == ("My idea 1", [2])


def test_a_take_whose_task_has_gone_since_is_kept_with_its_piece_and_its_session(
    sitting: Sitting, after_a_kill: Callable[[], Next]
) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.lesson.put_on_stand(Stand(TUNE, "Ode", "tune", "tune:ode"))
    sitting.settle()
    session = sitting.lesson.session
    assert session is not None
    (row,) = (piece.id for piece in sitting.journal.pieces(jo.id))
    task = sitting.journal.task(jo.id, "Play Ode", piece=row)
    sitting.lesson.task = task.id
    sitting.lesson.start_take(sitting.engine.frame)
    sitting.play(60, 62)
    sitting.turn()

    again = after_a_kill()
    gone(again.journal, Task, task.id)
    (item,) = again.items
    again.keep(item)
    assert (again.said, again.offered) == ([], [])
    assert [(take.piece, take.task, take.session) for take in again.takes] == [(row, None, session.id)]


def test_found_with_the_disk_full_it_is_of_one_new_piece_once_there_is_room(
    sitting: Sitting, after_a_kill: Callable[[], Next], monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.lesson.start_take(sitting.engine.frame)
    sitting.play(60, 62)
    sitting.turn()

    again = after_a_kill()
    (item,) = again.items
    with monkeypatch.context() as patch:
        patch.setattr(again.journal, "keep_take", full)
        again.keep(item)
    again.lesson.recorder.errands.again()
    again.background.settle()
    assert [len(again.journal.pieces(jo.id)), len(again.takes), again.offered] == [1, 1, []]


def full(*_given: object, **_more: object) -> None:
    raise DiskFull
