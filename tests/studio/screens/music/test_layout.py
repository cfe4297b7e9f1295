"""The music rooms, in both sizes and four text sizes: nothing overlaps, nothing is cut off, nothing is too small to press."""

from collections.abc import Callable
from pathlib import Path

import pygame
import pytest

from instruments.events import Keyboard, Keyboards
from studio.lesson import Stand
from studio.music.piece import Note, Part, Piece
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, E, count_in, open_page, piece, put, record, stand
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
ALWAYS = ("Waits for me", "Plays with me", "Just plays", "Record")


def test_pick(at_home: Start, tmp_path: Path) -> None:
    pilot = at_home()
    pilot.press("Something new")
    lint(pilot)
    for shelf in ("Grooves", "My pieces"):
        pilot.press(shelf)
        lint(pilot)
    pilot.press("A file")
    lint(pilot)
    pilot.press("Not now")
    put(pilot, stand())
    pilot.press("Pick")
    file = tmp_path / "the night bus goes past the house of my Nan.mid"
    file.write_bytes(piece().to_midi())
    pilot.turn(pygame.event.Event(pygame.DROPFILE, file=str(file)))
    pilot.settle()
    lint(pilot)
    pilot.press("My pieces")
    lint(pilot)


def test_play_from_the_question_before_to_a_kept_take(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    put(pilot, stand())
    assert "How sure" in pilot.words()
    lint(pilot)
    pilot.press("Skip")
    lint(pilot, in_sight=ALWAYS)
    pilot.press("How to play")
    lint(pilot)
    pilot.press("Done")
    pilot.press("Record")
    lint(pilot)
    count_in(pilot)
    pilot.play(C, D, E)
    lint(pilot, in_sight=(*ALWAYS[:3], "Stop and keep"))
    pilot.press("Stop and keep")
    lint(pilot, in_sight=ALWAYS)
    for _ in range(5):
        pilot.turn(seconds=3.0)
        pilot.play(C, D, E)
    pilot.press("How to play")
    pilot.press("Played today")
    lint(pilot)


def test_play_with_nothing_open(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("play"))
    pilot.settle()
    lint(pilot)
    pilot.press("How to play")
    lint(pilot)
    pilot.press("Done")
    pilot.press("Record")
    lint(pilot)
    pilot.turn(seconds=2.4)
    pilot.engine.finish()
    pilot.turn()
    lint(pilot)


def test_more_of_a_long_piece_at_a_keyboard(at_home: Start) -> None:
    pilot = at_home()
    plugged = Keyboards(pilot.engine.frame, (Keyboard(1, "Keystation Mini 25", "test", True),))
    pilot.engine._inbox.append(plugged)
    notes = tuple(Note(n * 1920, 480, 60) for n in range(120))
    put(pilot, Stand(Piece("Long", (Part("Melody", "melody", "piano", notes),)), "Long", "song", "own:long"))
    open_page(pilot, "Speed and bars")
    for _ in range(7):
        pilot.press("Later bars")
    lint(pilot)


def test_reflect_at_each_question_and_after(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    put(pilot, stand())
    pilot.press("Quite sure")
    record(pilot, C, D)
    pilot.press("Say something")
    for answer in ("Yes", "Very sure", "Type it"):
        lint(pilot)
        pilot.press(answer)
    lint(pilot)
    pilot.write("the bit that goes up")
    pilot.press("Done")
    lint(pilot)
    pilot.press("Slow it down")
    assert "That is kept." in pilot.words()
    lint(pilot)


def test_make(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    lint(pilot)
    pilot.press("Start here")
    lint(pilot)


@pytest.mark.parametrize("pieces", [0, 1, 6])
def test_my_music(fourth_lesson: Start, pieces: int) -> None:
    pilot = fourth_lesson()
    journal, pupil = pilot.lesson.journal, pilot.lesson.pupil
    for words in ("Make my own bass line for the song about the night bus", "Play for Nan"):
        journal.rate(pupil.id, "close", "review", "given", 0, goal=journal.agree(journal.wish(pupil.id, words).id).id)
    journal.wish(pupil.id, "Write a song")
    for n in range(pieces):
        put(pilot, stand(f"The night bus goes past the house of my Nan {n}"))
        for _ in range(2 if n == 0 else 1):
            record(pilot, C, D, E)
        journal.reflect(
            pupil.id, "T6", said_by="typed", body="the slide, it sounds like rain", take=pilot.lesson.last.id
        )
    pilot.lesson.moved_on()
    pilot.press("My music")
    if pieces:
        assert "My words" in pilot.words()
    lint(pilot)
    pilot.press("Take it home")
    lint(pilot, in_sight=("Save my music", "Not now"))
    if pieces:
        journal.seen([one.id for one in journal.unseen().items], "Sam")
        pilot.press("Take it home: My story")
        lint(pilot, in_sight=("Choose the words", "Not now"))
        pilot.press("Choose the words")
        assert "Tick what may go." in pilot.words()
        lint(pilot, in_sight=("Make the page", "Not now"))
