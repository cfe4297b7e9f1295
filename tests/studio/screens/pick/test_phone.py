"""A song from my phone: by MIDI keys alone, by mouse alone, by computer keys alone it is a piece within 90 seconds."""

import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pygame
import pytest

from studio.music.piece import Piece
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
BPM, JITTER = 97.0, 0.040
SECONDS = 90.0
HOLD, BETWEEN = 0.7, 0.9  # of a key that answers, and the quiet before the next


@pytest.fixture
def at_phone(at_home: Start) -> Pilot:
    pilot = at_home()
    go(pilot, "phone")
    return pilot


def go(pilot: Pilot, name: str, **options: object) -> None:
    pilot.studio.move(Go(name, options))
    pilot.settle()


def wait(pilot: Pilot, seconds: float) -> None:
    """Let time pass as the window does, a frame after the other."""
    for _ in range(round(seconds * 10)):
        pilot.turn(seconds=0.1)


def shaken(count: int, seed: int = 4, every: float = 60 / BPM) -> list[float]:
    """Gaps between taps of somebody who is up to 40 ms early or late."""
    shake = random.Random(seed)
    at = [n * every + shake.uniform(-JITTER, JITTER) for n in range(count + 1)]
    return [after - before for before, after in pairwise(at)]


def song(pilot: Pilot):  # noqa: ANN201 - a Song
    return pilot.studio.screen.song


def the_piece(pilot: Pilot) -> Piece:
    (row,) = pilot.lesson.journal.pieces(pilot.lesson.pupil.id)
    assert row.source.startswith("phone:")
    assert row.kind == "song"
    return Piece.from_midi(pilot.lesson.journal.piece(row.id).content)


# -- by MIDI keys alone -------------------------------------------------------------------------------------------------
def answer(pilot: Pilot, pitch: int) -> None:
    """Hold one key till it is meant."""
    pilot.engine.down(pitch)
    wait(pilot, HOLD)
    pilot.engine.up(pitch)
    wait(pilot, BETWEEN)


def walk_to(pilot: Pilot, key: str, part: int | None = None) -> None:
    """Press D till the focus is there, then E."""
    for _ in range(40):
        if pilot.ui.focused == key and (part is None or pilot.ui.focus.part == part):
            break
        answer(pilot, 62)
    else:
        raise AssertionError(f"D never came to {key}; it stands on {pilot.ui.focused}")
    answer(pilot, 64)


def tap_keys(pilot: Pilot, pitch: int, gaps: list[float]) -> None:
    for gap in gaps:
        pilot.engine.down(pitch)
        pilot.turn(seconds=0.1)
        pilot.engine.up(pitch)
        pilot.turn(seconds=gap - 0.1)


def test_by_midi_keys_alone_it_is_a_piece_in_ninety_seconds(at_home: Start) -> None:
    pilot = at_home()
    pilot.lesson.journal.add_interest(pilot.lesson.pupil.id, "song", "Night Bus")
    pilot.lesson.refresh_mine()
    pilot.settle()
    go(pilot, "phone")
    began = pilot.now
    (board,) = [w.key for w in pilot.ui.tree() if str(w.key).startswith("song-")]
    wait(pilot, 1)
    walk_to(pilot, board)
    tap_keys(pilot, 60, shaken(10))
    assert abs(song(pilot).bpm - BPM) <= 2
    wait(pilot, 2.5)
    answer(pilot, 64)  # the way on has the focus
    for pitch in (60, 64, 67):
        pilot.play(pitch)
    pilot.engine.down(69)
    wait(pilot, 1.5)
    pilot.engine.up(69)
    wait(pilot, 1)
    assert song(pilot).home == 9
    answer(pilot, 67)
    walk_to(pilot, "row-0")
    answer(pilot, 67)
    answer(pilot, 64)  # the closest beat has the focus
    answer(pilot, 64)  # and the first part
    pilot.settle()

    assert pilot.screen == "play", pilot.words()
    assert pilot.now - began < SECONDS
    piece = the_piece(pilot)
    assert (piece.title, piece.key.tonic, len(piece.bars())) == ("Night Bus", 9, 17)
    assert abs(piece.tempos[0].bpm - BPM) <= 2
    assert piece.parts[0].role == "melody"


def test_keys_that_walk_through_the_taps_are_no_taps(at_phone: Pilot) -> None:
    pilot = at_phone
    pilot.press("Go on")
    tap_keys(pilot, 60, shaken(9))
    bpm, taps = song(pilot).bpm, pilot.studio.screen.find.taps.count
    wait(pilot, 2.5)
    for _ in range(3):
        answer(pilot, 60)  # C walks back from the way on
    assert pilot.ui.focused == "ones"
    assert (song(pilot).bpm, pilot.studio.screen.find.taps.count) == (bpm, taps)


def test_hearing_a_chord_out_on_the_keys_takes_one_held_key_a_chord(at_phone: Pilot) -> None:
    pilot = at_phone
    found(pilot, chords=())
    wait(pilot, 1)
    for pitch in (67, 64):
        walk_to(pilot, "by-key")
        pilot.play(62)
        pilot.engine.down(pitch)
        wait(pilot, 1.5)
        pilot.engine.up(pitch)
        wait(pilot, 2.2)
    assert song(pilot).chords == ("G", "Em")
    assert pilot.engine.log[-1] == "preview"


# -- by mouse alone -----------------------------------------------------------------------------------------------------
def test_by_mouse_alone_it_is_a_piece_in_ninety_seconds(at_phone: Pilot) -> None:
    pilot, began = at_phone, at_phone.now
    pilot.press("Go on")
    for gap in shaken(10, seed=9):
        pilot.ui.click("pad")
        pilot.turn(seconds=gap)
    assert abs(song(pilot).bpm - BPM) <= 3
    wait(pilot, 1)
    pilot.press("Go on")
    for _ in range(3):
        pilot.ui.click("keys")
        wait(pilot, 0.6)
    pilot.click("fits")
    wait(pilot, 2)
    pilot.press("Dark")
    wait(pilot, 2)
    pilot.press("Go on")
    for n in range(3):
        pilot.click([w.key for w in pilot.ui.tree() if str(w.key).startswith("chord-")][n])
        wait(pilot, 2)
    pilot.press("Hear it")
    wait(pilot, 4)
    pilot.press("Go on")
    pilot.click("hear-reggae")
    wait(pilot, 4)
    pilot.click("take-reggae")
    wait(pilot, 2)
    pilot.click("play-both-hands")

    assert pilot.screen == "play", pilot.words()
    assert pilot.now - began < SECONDS
    piece = the_piece(pilot)
    assert piece.title == "My song 1"
    assert piece.two_handed
    assert piece.key.mode == "minor"


# -- by computer keys alone ---------------------------------------------------------------------------------------------
def piano_key(pilot: Pilot, scancode: int, seconds: float) -> None:
    for kind in (pygame.KEYDOWN, pygame.KEYUP):
        event = pygame.event.Event(kind, key=0, mod=0, unicode="", scancode=scancode, repeat=False)
        pilot.turn(event)
        if kind == pygame.KEYDOWN:
            wait(pilot, seconds)


def test_by_computer_keys_alone_it_is_a_piece_in_ninety_seconds(at_phone: Pilot) -> None:
    pilot, began = at_phone, at_phone.now
    pilot.write("Night Bus")
    pilot.enter()
    at = pilot.now
    for gap in shaken(10, seed=2):
        pilot.type_key(pygame.K_SPACE)
        pilot.turn(seconds=gap - (pilot.now - at))
        at = pilot.now
    assert abs(song(pilot).bpm - BPM) <= 3
    wait(pilot, 2.2)
    pilot.tab_to("Go on")
    pilot.enter()
    piano_key(pilot, pygame.KSCAN_D, 0.2)
    piano_key(pilot, pygame.KSCAN_G, 1.5)
    assert song(pilot).home == 7
    wait(pilot, 1)
    pilot.tab_to("Go on")
    pilot.enter()
    assert pilot.ui.focused == "row-0"
    pilot.enter()
    wait(pilot, 4)
    pilot.tab_to("Go on")
    pilot.enter()
    pilot.enter()  # the closest beat has the focus
    pilot.enter()  # and the first part

    assert pilot.screen == "play", pilot.words()
    assert pilot.now - began < SECONDS
    assert the_piece(pilot).title == "Night Bus"


# -- back, undone, left and resumed -------------------------------------------------------------------------------------
def found(pilot: Pilot, *, chords: tuple[str, ...] = ("G", "D", "Em", "C"), title: str = "Night Bus") -> None:
    """All is found up to the chords."""
    from dataclasses import replace

    screen = pilot.studio.screen
    screen.edit("name", replace(screen.song, title=title))
    screen.edit("tap", replace(screen.song, bpm=92.0))
    screen.edit("home", replace(screen.song, home=7))
    if chords:
        screen.edit("chords", replace(screen.song, chords=chords))
    screen.to("chords")
    pilot.settle()


def test_every_step_can_be_undone_and_gone_back_to(at_phone: Pilot) -> None:
    pilot = at_phone
    found(pilot)
    pilot.press("Undo: the chords")
    assert (song(pilot).chords, pilot.studio.screen.step) == ((), "chords")
    pilot.press("Undo: the home note")
    assert (song(pilot).home, pilot.studio.screen.step) == (None, "home")
    pilot.press("Tap along")
    pilot.type_key(pygame.K_ESCAPE)
    assert pilot.studio.screen.step == "name"
    pilot.press("Undo: the tempo")
    pilot.press("Undo: the name")
    assert song(pilot).title == ""
    assert pilot.studio.screen.undo() is None


def test_start_again_is_undone_as_well(at_phone: Pilot) -> None:
    pilot = at_phone
    found(pilot)
    before = song(pilot)
    pilot.press("Start again")
    assert (song(pilot).bpm, pilot.studio.screen.step) == (0.0, "name")
    pilot.press("Undo: start again")
    assert song(pilot) == before


def test_it_is_left_and_found_again_where_it_was_and_after_the_window_was_closed(
    at_phone: Pilot,
    folder: Path,
    pilot_at: Start,
) -> None:
    from tests.studio.screens.conftest import PASSPHRASE

    pilot = at_phone
    found(pilot, chords=())
    go(pilot, "pick")
    assert "Go on with Night Bus" in pilot.words()
    pilot.click("way-phone")
    assert (song(pilot).bpm, pilot.studio.screen.step) == (92.0, "chords")
    go(pilot, "home")
    pilot.close()
    again = pilot_at(folder)
    again.settle()
    again.write(PASSPHRASE)
    again.enter()
    again.press("That is me")
    go(again, "phone")
    assert (song(again).title, song(again).home) == ("Night Bus", 7)
    assert again.lesson.journal.pieces(again.lesson.pupil.id) == (), "words are drafts until they are kept"


def test_once_it_is_a_piece_nothing_of_it_waits_any_more(at_phone: Pilot) -> None:
    pilot = at_phone
    found(pilot)
    pilot.studio.screen.finish("one-finger")
    pilot.settle()
    wait(pilot, 1.3)
    pilot.settle()
    assert pilot.lesson.journal.drafts("words ") == {}
    go(pilot, "phone")
    assert song(pilot).bpm == 0


def test_what_was_tapped_is_never_offered_as_music(at_phone: Pilot) -> None:
    pilot = at_phone
    pilot.press("Go on")
    tap_keys(pilot, 60, shaken(9))
    wait(pilot, 3)
    go(pilot, "play")
    wait(pilot, 1)
    assert not pilot.studio.screen.take.can_keep


# -- what is tapped and picked ------------------------------------------------------------------------------------------
def test_taps_on_each_one_say_whether_a_bar_has_three_or_four_beats(at_phone: Pilot) -> None:
    pilot = at_phone
    pilot.press("Go on")
    tap_keys(pilot, 60, shaken(9))
    pilot.click("ones")
    tap_keys(pilot, 60, shaken(4, every=3 * 60 / BPM))
    assert song(pilot).beats == 3
    pilot.press("Undo: the bar")
    assert (song(pilot).beats, pilot.studio.screen.step) == (4, "tap")


def test_a_tempo_may_be_doubled_halved_and_tapped_anew(at_phone: Pilot) -> None:
    pilot = at_phone
    pilot.press("Go on")
    tap_keys(pilot, 60, shaken(9))
    bpm = song(pilot).bpm
    pilot.press("Twice as fast")
    assert song(pilot).bpm == 2 * bpm
    pilot.click("ones")
    tap_keys(pilot, 60, shaken(4, every=3 * 30 / BPM))
    assert song(pilot).beats == 3
    pilot.click("ones")
    pilot.press("Half as fast")
    pilot.press("Half as fast")
    assert song(pilot).bpm == round(bpm / 2)
    pilot.press("Tap again")
    wait(pilot, 4)
    tap_keys(pilot, 60, shaken(9, every=0.5))
    assert abs(song(pilot).bpm - 120) <= 3


def test_a_rude_name_stands_nowhere_and_stays_to_be_put_right(at_phone: Pilot) -> None:
    pilot = at_phone
    pilot.write("Sieg Heil")
    pilot.enter()
    assert pilot.studio.screen.step == "name"
    assert pilot.studio.notice == "That name can not stand here. Try another one."
    assert pilot.ui.focused == "title"
    assert [w.value for w in pilot.ui.tree() if w.key == "title"] == ["Sieg Heil"]


def test_another_keyboard_than_the_pupils_taps_nothing(at_phone: Pilot) -> None:
    pilot = at_phone
    pilot.lesson.keys.give(1)
    pilot.press("Go on")
    pilot.engine.down(60, keyboard=2)
    pilot.turn()
    pilot.engine.up(60, keyboard=2)
    pilot.turn()
    assert pilot.studio.screen.find.taps.count == 0


# -- the piece and the board --------------------------------------------------------------------------------------------
def test_the_piece_is_tied_to_the_board_and_takes_another_part_there_later(at_phone: Pilot) -> None:
    pilot = at_phone
    found(pilot)
    pilot.studio.screen.finish("one-key")
    pilot.settle()
    journal, pupil = pilot.lesson.journal, pilot.lesson.pupil
    (entry,) = journal.interests(pupil.id)
    (row,) = journal.pieces(pupil.id)
    assert (entry.what, entry.piece) == ("Night Bus", row.id)

    go(pilot, "likes")
    pilot.press("Another part")
    assert pilot.studio.screen.step == "part"
    pilot.click("play-three-fingers")

    assert pilot.screen == "play"
    assert [piece.id for piece in journal.pieces(pupil.id)] == [row.id]
    notes = Piece.from_midi(journal.piece(row.id).content).parts[0].notes
    assert sum(note.start == 0 for note in notes) == 3
    assert len(journal.interests(pupil.id)) == 1


def test_what_was_made_of_it_is_a_version_before_it_takes_another_part(at_phone: Pilot) -> None:
    pilot = at_phone
    found(pilot)
    pilot.studio.screen.finish("one-key")
    pilot.settle()
    changed = pilot.lesson.stand.music
    pilot.lesson.keep_draft(changed)
    pilot.settle()
    go(pilot, "likes")
    pilot.press("Another part")
    pilot.click("play-one-finger")
    journal = pilot.lesson.journal
    (row,) = journal.pieces(pilot.lesson.pupil.id)
    assert [version.name for version in journal.versions(row.id)] == ["as it was before"]


def test_a_visitor_makes_one_as_well_and_leaves_nothing(unlocked: Start) -> None:
    pilot = unlocked(1)
    pilot.press("Just visiting")
    go(pilot, "phone")
    found(pilot)
    pilot.studio.screen.finish("one-key")
    pilot.settle()
    assert pilot.screen == "play"
    assert pilot.lesson.stand.title == "Night Bus"
    assert pilot.studio.screen.subtitle == "My part"
    wait(pilot, 1.3)
    pilot.settle()
    assert pilot.lesson.journal.drafts("words ") == {}


# -- how it looks -------------------------------------------------------------------------------------------------------
def test_every_step_is_looked_over(at_phone: Pilot) -> None:
    pilot = at_phone
    lint(pilot)
    pilot.press("Go on")
    lint(pilot)
    found(pilot, chords=())
    for step in ("tap", "home", "chords"):
        pilot.studio.screen.to(step)
        pilot.settle()
        lint(pilot, in_sight=("Go on",))
    pilot.press("Find one on the keys")
    pilot.play(64)
    lint(pilot)
    found(pilot)
    pilot.press("Go on")
    lint(pilot)
    pilot.click("take-lo-fi")
    lint(pilot)
    pilot.studio.screen.to("home")
    pilot.settle()
    pilot.press("Try other keys")
    lint(pilot)
    pilot.play(64)
    lint(pilot)
