"""A song from my phone: by MIDI keys alone, by mouse alone, by computer keys alone it is a piece within 90 seconds."""

import pygame

from tests.studio.fakes import Pilot
from tests.studio.screens.pick.phone import (
    BPM,
    SECONDS,
    Start,
    answer,
    at_phone,
    found,
    go,
    shaken,
    song,
    tap_keys,
    the_piece,
    wait,
    walk_to,
)

__all__ = ["at_phone"]  # a fixture


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
