"""The flow of a lesson: who is here decides whose the music is, whatever was played, and whenever they said so."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from instruments import InstrumentError
from instruments.events import RATE
from reflections import DiskFull, WrongSecret
from studio.errands import AGAIN_SECONDS
from studio.lesson import made_of, sentence
from studio.music.intake import IntakeError
from tests.studio.conftest import NoRoom, Sitting, keys_in
from tests.studio.stands import stand

FULL = "The disk is full. What was saved is safe; free some space to go on."


def kept(sitting: Sitting, pupil: str) -> dict[str, int]:
    """How many takes each piece of a pupil has."""
    return {piece.title: len(sitting.journal.takes(piece.id)) for piece in sitting.journal.pieces(pupil)}


# -- who is here ------------------------------------------------------------------------------------------------------
def test_a_session_opens_when_a_pupil_is_chosen_and_the_same_one_is_used_all_day(sitting: Sitting) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    first = sitting.lesson.session
    sitting.lesson.goodbye()
    sitting.sit("Jo")

    assert first is not None
    assert sitting.lesson.session is not None
    assert sitting.lesson.session.id == first.id
    assert [session.id for session in sitting.journal.sessions(jo.id)] == [first.id]


def test_takes_made_before_anyone_said_who_they_are_are_theirs_in_the_end(sitting: Sitting) -> None:
    sitting.take(60, 62, 64)  # the journal is still locked
    sitting.unlock()
    sitting.take(65)  # and now nobody is chosen yet
    assert len(sitting.lesson.held) == 2
    jo = sitting.sit("Jo")
    sitting.turn()

    assert kept(sitting, jo.id) == {"My idea 1": 1, "My idea 2": 1}
    assert sitting.lesson.held == []
    assert sitting.lesson.last is not None
    assert sitting.lesson.last.id is not None


def test_a_held_take_of_a_tune_goes_to_that_tune(sitting: Sitting) -> None:
    sitting.lesson.put_on_stand(stand())
    sitting.take(64, 65)
    sitting.lesson.put_on_stand(stand("Another"))
    sitting.take(64)
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.turn()

    assert kept(sitting, jo.id) == {"Ode": 1, "Another": 1}


def test_what_jo_held_is_not_amiras(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.take(60)
    jo = sitting.sit("Jo")
    sitting.turn()
    sitting.lesson.goodbye()
    amira = sitting.sit("Amira")
    sitting.turn()

    assert kept(sitting, jo.id) == {"My idea 1": 1}
    assert kept(sitting, amira.id) == {}


def test_a_guest_leaves_no_take(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.lesson.be_guest()
    sitting.lesson.put_on_stand(stand())
    sitting.take(60, 62)
    sitting.lesson.goodbye()
    sitting.turn()
    jo = sitting.sit("Jo")
    sitting.turn()

    assert kept(sitting, jo.id) == {}


def test_whoever_comes_next_finds_nothing_of_the_one_before_on_the_stand(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.lesson.put_on_stand(stand())
    sitting.take(60)
    sitting.settle()
    sitting.lesson.goodbye()
    sitting.sit("Amira")

    lesson = sitting.lesson
    assert (lesson.stand, lesson.last, lesson.sayable, lesson.takes_here, lesson.mine.pieces) == (
        None,
        None,
        None,
        0,
        (),
    )


def test_a_take_that_lands_after_its_pupil_left_is_not_talked_about_with_the_next(sitting: Sitting) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.take(60)
    sitting.lesson.goodbye()  # before the writer has answered
    sitting.settle()
    sitting.sit("Amira")

    assert kept(sitting, jo.id) == {"My idea 1": 1}
    assert sitting.lesson.sayable is None


# -- takes ------------------------------------------------------------------------------------------------------------
def test_a_take_is_played_again_as_it_was_played(sitting: Sitting) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.take(60, 62, 64)
    sitting.settle()

    (piece,) = sitting.journal.pieces(jo.id)
    (take,) = sitting.journal.takes(piece.id)
    roll = take.parts[0].facts.roll
    assert [pitch for _, _, pitch, _ in roll] == [60, 62, 64]
    assert [round(start, 3) for start, *_ in roll] == [0.0, 0.2, 0.4]
    assert take.seconds == pytest.approx(0.6)


def test_undo_before_the_journal_has_answered_still_puts_the_take_aside(sitting: Sitting) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.take(60)
    sitting.lesson.undo_take()
    sitting.settle()
    (piece,) = sitting.journal.pieces(jo.id)
    assert sitting.journal.takes(piece.id) == ()

    sitting.lesson.put_back_take()
    sitting.settle()
    assert len(sitting.journal.takes(piece.id)) == 1


def test_keeping_the_same_phrase_twice_keeps_it_once(sitting: Sitting) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.play(60, 62)
    sitting.turn(3)

    assert sitting.lesson.keep_latest() is not None
    assert sitting.lesson.keep_latest() is None
    sitting.settle()
    assert kept(sitting, jo.id) == {"My idea 1": 1}


def test_the_second_take_of_an_idea_on_the_stand_is_one_of_the_same_piece(sitting: Sitting) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.lesson.put_on_stand(stand())
    sitting.settle()
    sitting.take(64)
    sitting.take(65)
    sitting.settle()

    assert kept(sitting, jo.id) == {"Ode": 2}
    assert sitting.lesson.takes_here == 2


# -- found ------------------------------------------------------------------------------------------------------------
def test_what_was_found_of_one_pupil_is_never_offered_to_another(sitting: Sitting) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.play(60, 62)
    sitting.turn()
    sitting.journal._under_way.clear()  # as after a kill
    sitting.lesson.refresh_house()
    sitting.settle()

    amira = next(one for one in sitting.lesson.house.pupils if one.shown == "Amira")
    assert [keys_in(item.chunks) for item in sitting.lesson.found_for(jo)] == [[60, 62]]
    assert sitting.lesson.found_for(amira) == ()


def test_what_was_found_becomes_a_take_and_is_not_offered_again(sitting: Sitting) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.lesson.start_take(sitting.engine.frame)
    sitting.play(60, 62)
    sitting.turn()
    sitting.journal._under_way.clear()
    sitting.lesson.refresh_house()
    sitting.settle()
    item = next(one for one in sitting.lesson.found_for(jo) if one.context["kind"] == "take")
    done: list[bool] = []
    sitting.lesson.keep_found(item, lambda: done.append(True))
    sitting.settle()

    assert done == [True]
    assert item.id not in {one.id for one in sitting.lesson.house.unfinished}
    assert kept(sitting, jo.id) == {"My idea 1": 1}


def test_keeping_what_was_found_on_a_full_disk_is_not_called_kept_before_it_is(
    sitting: Sitting, refusing: Callable[[Exception], NoRoom]
) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.lesson.start_take(sitting.engine.frame)
    sitting.play(60)
    sitting.turn()
    sitting.journal._under_way.clear()
    sitting.lesson.refresh_house()
    sitting.settle()
    item = next(one for one in sitting.lesson.found_for(jo) if one.context["kind"] == "take")
    disk = refusing(DiskFull(FULL))
    done: list[bool] = []
    sitting.lesson.keep_found(item, lambda: done.append(True))
    sitting.lesson.keep_found(item, lambda: done.append(True))  # pressed again, since nothing happened
    sitting.settle()
    assert done == []
    assert sitting.said == [FULL]
    disk.over()
    sitting.turn(AGAIN_SECONDS)

    assert done == [True]
    assert kept(sitting, jo.id) == {"My idea 1": 1}


def test_an_unfinished_recording_with_no_key_in_it_makes_no_take(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.engine.press(60)
    sitting.engine.release(60)
    sitting.turn()
    sitting.journal._under_way.clear()
    (item,) = sitting.journal.unfinished()

    assert made_of(item) is not None
    assert made_of(replace(item, chunks=b"")) is None


# -- sentences --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("error", "words"),
    [
        (WrongSecret("This passphrase does not open it."), "This passphrase does not open it."),
        (IntakeError("This is no music file."), "This is no music file."),
        (InstrumentError("The sound stopped."), "The sound stopped."),
        (
            PermissionError(13, "Permission denied", "/secret/place"),
            "The computer said no: Permission denied. Nothing is lost.",
        ),
        (KeyError("what a pupil wrote"), "That did not work, but nothing is lost. (KeyError)"),
        (OSError("no number"), "That did not work, but nothing is lost. (OSError)"),
    ],
)
def test_every_error_has_a_sentence_that_gives_nothing_away(error: Exception, words: str) -> None:
    assert sentence(error) == words


def test_a_take_of_a_minute_is_as_long_as_it_was(sitting: Sitting) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.lesson.start_take(sitting.engine.frame)
    sitting.play(60)
    sitting.turn(59.8)
    sitting.lesson.stop_take(sitting.engine.frame)
    sitting.settle()

    (piece,) = sitting.journal.pieces(jo.id)
    assert sitting.journal.takes(piece.id)[0].seconds == pytest.approx(60.0, abs=1 / RATE)
