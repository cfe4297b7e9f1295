"""The same song of three layers by mouse alone, by computer keys alone and by MIDI keys alone."""

from collections.abc import Callable

import pygame

from instruments.events import RATE
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import hold, position
from tests.studio.screens.make.rounds import A, C, D, E, G, count_in, making

__all__ = ["making"]  # a fixture

SONG = [("My beat", 1), ("My part 1", 1), ("My part 2", 1)]


def built(pilot: Pilot) -> list[tuple[str, int]]:
    """The layers of one's own, and how many rounds were recorded on each."""
    return [(layer.name, len(layer.passes)) for layer in pilot.studio.screen.song.layers if layer.kind != "groove"]


def record_one(pilot: Pilot, start: Callable[[], None], stop: Callable[[], None] | None, *pitches: int) -> None:
    """One round, stopped by hand, or by playing nothing for a while."""
    start()
    assert pilot.studio.screen.recording.on
    count_in(pilot)
    for pitch in pitches:
        pilot.play(pitch, pause=0.3)
    if stop is not None:
        pilot.turn(seconds=0.5)
        stop()
        return
    for _ in range(200):
        if not pilot.studio.screen.recording.on:
            break
        pilot.turn(seconds=0.5)
        frames = pilot.engine.frame - pilot.studio.screen.recording._loop.start
        ticks = frames / RATE * pilot.studio.screen.song.bpm / 60 * 480
        position(pilot, ticks, "playing")
    assert not pilot.studio.screen.recording.on
    pilot.turn(seconds=3.0)


def test_a_song_of_three_layers_by_mouse_alone(making: Pilot) -> None:
    def record() -> None:
        making.press("Record")

    def stop() -> None:
        making.press("Stop and keep")

    making.press("Add a beat")
    record_one(making, record, stop, 36, 38)
    making.press("Stop the beat")
    for pitches in ((C, E, G), (A, G)):
        making.press("Add a part")
        record_one(making, record, stop, *pitches)
        making.press("Stop the beat")
    assert built(making) == SONG
    making.press("I'm done")
    assert making.screen == "reflect"


def test_a_song_of_three_layers_by_computer_keys_alone(making: Pilot) -> None:
    def press(name: str) -> None:
        making.tab_to(name)
        making.enter()

    def record() -> None:
        making.type_key(pygame.K_r, pygame.KMOD_CTRL)

    for name, pitches in (("Add a beat", (36, 38)), ("Add a part", (C, E, G)), ("Add a part", (A, G))):
        press(name)
        record_one(making, record, record, *pitches)
        making.ui.focus.go(None)
        making.type_key(pygame.K_SPACE)
    assert built(making) == SONG
    making.type_key(pygame.K_RETURN, pygame.KMOD_CTRL)
    assert making.screen == "reflect"


def test_a_song_of_three_layers_by_midi_keys_alone(making: Pilot) -> None:
    """C goes back, D on, E presses, each held in the quiet; a round in which nothing is played ends a recording."""

    def press(name: str) -> None:
        key = making.ui.find(name).key
        for _ in range(60):
            if making.ui.focused == key:
                break
            hold(making, D)
        hold(making, E)

    for name, pitches in (("Add a beat", (36, 38)), ("Add a part", (C, E, G)), ("Add a part", (A, G))):
        press(name)
        record_one(making, lambda: press("Record"), None, *pitches)
    assert built(making) == SONG
    press("I'm done")
    assert making.screen == "reflect"
