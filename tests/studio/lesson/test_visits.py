"""Whose it is: what is answered late stays with whoever it was of, and what nobody has claimed waits for whoever comes."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from instruments.events import pack
from reflections import records
from studio.asking import Asking
from studio.lesson import Stand
from studio.music.piece import Note, Part, Piece
from tests.studio.conftest import Sitting, keys_in

TUNE = Piece("Ode", (Part("Melody", "melody", "piano", (Note(0, 480, 64), Note(480, 480, 65))),))


def stand(title: str = "Ode", source: str = "tune:Ode") -> Stand:
    return Stand(replace(TUNE, title=title), title, "tune", source)


def takes_of(sitting: Sitting, pupil: records.Pupil) -> dict[str, int]:
    return {piece.title: len(sitting.journal.takes(piece.id)) for piece in sitting.journal.pieces(pupil.id)}


@pytest.fixture
def slow_writer(sitting: Sitting) -> Iterator[Callable[[], threading.Event]]:
    """The writer does nothing more until what this returns is set."""
    gates: list[threading.Event] = []

    def hold() -> threading.Event:
        gate = threading.Event()
        gates.append(gate)
        sitting.background.writer.put(lambda: gate.wait(60), lambda _result: None, lambda _error: None)
        return gate

    yield hold
    for gate in gates:
        gate.set()


# -- answers that come late -------------------------------------------------------------------------------------------
def test_a_version_that_lands_after_its_pupil_left_is_not_talked_about_with_the_next(
    sitting: Sitting, slow_writer: Callable[[], threading.Event]
) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.lesson.put_on_stand(stand())
    sitting.settle()
    moved: list[bool] = []
    gate = slow_writer()
    sitting.lesson.keep_version("Ode", lambda: moved.append(True))
    sitting.lesson.goodbye()
    sitting.lesson.choose(next(one for one in sitting.journal.pupils() if one.shown == "Amira"))
    gate.set()
    sitting.settle()

    (piece,) = sitting.journal.pieces(jo.id)
    assert [version.n for version in sitting.journal.versions(piece.id)] == [1]
    assert sitting.lesson.pupil is not None
    assert sitting.lesson.pupil.shown == "Amira"
    assert sitting.lesson.sayable is None
    assert moved == []


def test_questions_that_come_late_leave_what_the_next_pupil_kept_alone(
    sitting: Sitting, slow_writer: Callable[[], threading.Event]
) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.take(60, 62)
    sitting.settle()
    asking = Asking(sitting.lesson, wanted=True, changed=lambda: None)
    gate = slow_writer()
    asking.begin()
    sitting.lesson.goodbye()
    sitting.lesson.choose(next(one for one in sitting.journal.pupils() if one.shown == "Amira"))
    gate.set()
    sitting.settle()
    sitting.take(72)
    sitting.settle()
    hers = sitting.lesson.sayable
    asking._put(())

    assert sitting.said == []
    assert hers is not None
    assert sitting.lesson.sayable is hers


def test_whether_a_question_is_due_is_worked_out_of_whoever_asked(
    sitting: Sitting, slow_writer: Callable[[], threading.Event]
) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.lesson.put_on_stand(stand())
    sitting.take(60, 62)
    sitting.settle()
    about, session = sitting.lesson.sayable, sitting.lesson.session
    assert about is not None
    gate = slow_writer()
    sitting.lesson._see_what_is_due(about)
    sitting.lesson.before_question(lambda _question: None)
    sitting.lesson.goodbye()
    gate.set()
    sitting.settle()

    assert sitting.said == []  # the writer found nobody on the main loop, and needed nobody
    assert sitting.lesson.situation(sitting.journal, about, jo, session).session == (session.id if session else None)


def test_a_pupil_chosen_in_passing_does_not_sit_down_after_a_guest_has(
    sitting: Sitting, slow_writer: Callable[[], threading.Event]
) -> None:
    sitting.unlock()
    gate = slow_writer()
    sitting.lesson.choose(sitting.lesson.house.pupils[0])
    sitting.lesson.be_guest()
    gate.set()
    sitting.settle()

    assert sitting.lesson.guest
    assert sitting.lesson.pupil is None


def test_an_answer_given_last_is_kept_under_its_own_name_though_its_pupil_has_left(sitting: Sitting) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.take(60, 62)
    sitting.settle()
    asking = Asking(sitting.lesson, wanted=True, changed=lambda: None)
    asking.begin()
    sitting.settle()
    while asking.question is not None and asking.question.kind != "words":
        asking.skip()
        sitting.settle()
        if asking.over:
            asking.say_something()
            sitting.settle()
    asking.say("my best bit", "typed")
    sitting.lesson.goodbye()
    asking.keep()
    sitting.settle()

    assert [said.body for said in sitting.journal.reflections(jo.id)][-1] == "my best bit"


def test_what_is_found_or_kept_with_nobody_there_is_held_and_not_an_error(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.lesson.journal = None  # the window is closing
    sitting.play(60, 62)
    sitting.turn(3)

    assert sitting.lesson.keep_latest() is not None
    assert len(sitting.lesson.held) == 1


# -- before a guest ---------------------------------------------------------------------------------------------------
def test_what_was_held_before_a_guest_came_is_theirs_who_say_who_they_are_after(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.take(60, 62, 64)
    sitting.turn()
    sitting.lesson.be_guest()
    sitting.turn()
    sitting.take(50)
    sitting.lesson.goodbye()
    sitting.turn()
    jo = sitting.sit("Jo")
    sitting.turn()

    assert takes_of(sitting, jo) == {"My idea 1": 1}
    (piece,) = sitting.journal.pieces(jo.id)
    (take,) = sitting.journal.takes(piece.id)
    assert take.parts[0].facts.notes == 3


def test_what_was_held_before_a_guest_came_is_in_the_journal_after_a_kill_and_nothing_of_the_guest(
    sitting: Sitting,
) -> None:
    sitting.unlock()
    sitting.take(60, 62, 64)
    sitting.turn()
    sitting.lesson.be_guest()
    sitting.turn()
    sitting.take(50)
    sitting.turn()

    assert {item.context["kind"]: keys_in(item.chunks) for item in sitting.next_start()} == {
        "heard": [60, 62, 64],
        "take": [60, 62, 64],
    }


def test_a_guest_between_two_pupils_is_in_neither_recording(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.play(60, 62)
    sitting.turn()
    sitting.lesson.be_guest()
    sitting.play(50, 51)
    sitting.turn(3)
    sitting.lesson.goodbye()
    jo = sitting.sit("Jo")
    sitting.play(72, 74)
    sitting.turn(3)

    cut = sitting.engine.capture.cut
    heard = [keys_in(pack(cut(phrase.start, phrase.end))) for phrase in sitting.lesson.recorder.unkept()]
    assert heard == [[60, 62], [72, 74]]
    found = [item for item in sitting.next_start() if item.pupil == jo.id]
    assert [keys_in(item.chunks) for item in found] == [[60, 62], [72, 74]]


def test_letting_go_lets_go_of_what_was_heard_before_a_guest_too(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.play(60, 62)
    sitting.turn()
    sitting.lesson.be_guest()
    sitting.turn()
    sitting.lesson.goodbye()
    sitting.sit("Jo")
    sitting.play(72)
    sitting.turn()
    sitting.lesson.recorder.let_go()
    sitting.lesson.goodbye()
    sitting.settle()

    assert sitting.next_start() == ()


# -- one piece --------------------------------------------------------------------------------------------------------
def test_a_take_of_a_file_is_one_of_its_piece_though_the_writer_was_behind(
    sitting: Sitting, slow_writer: Callable[[], threading.Event]
) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    gate = slow_writer()
    sitting.lesson.put_on_stand(stand("From a file", source=""))
    sitting.take(60, 62)
    sitting.lesson.keep_version("From a file")
    gate.set()
    sitting.settle()

    assert takes_of(sitting, jo) == {"From a file": 1}
    (piece,) = sitting.journal.pieces(jo.id)
    assert len(sitting.journal.versions(piece.id)) == 1


def test_a_big_piece_is_written_and_read_beside_the_main_loop(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    by: list[str] = []
    write, read = Piece.to_midi, Piece.from_midi

    def writing(self: Piece) -> bytes:
        by.append(threading.current_thread().name)
        return write(self)

    def reading(data: bytes) -> Piece:
        by.append(threading.current_thread().name)
        return read(data)

    monkeypatch.setattr(Piece, "to_midi", writing)
    monkeypatch.setattr(Piece, "from_midi", reading)
    sitting.lesson.put_on_stand(stand())
    sitting.lesson.keep_version("Ode")
    sitting.settle()
    sitting.lesson.carry_on(sitting.lesson.mine.pieces[0], lambda: None)
    sitting.settle()

    assert set(by) == {"writer"}
    assert len(by) == 3
