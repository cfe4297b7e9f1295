"""Tidy: what was played is brought to its beats by a slider, heard both ways, undone by name, and never altered."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pygame
import pytest

from studio.music.song import layers, notes
from studio.music.song.model import Pass, SongNote
from studio.screen import Go
from tests.studio.fakes import Pilot

Start = Callable[..., Pilot]
PLAYED = (23.0, 262.0, 466.0, 731.0, 981.0, 1177.0, 1460.0, 1664.0)  # halves of a beat, by hand


@pytest.fixture
def loose(at_home: Start) -> Pilot:
    """A layer of half beats that nobody could call tidy."""
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("from-ballad")
    screen = pilot.studio.screen
    song = layers.add(screen.song, "Loose")
    layer = song.layers[-1].id
    played = Pass(0, tuple(SongNote(at, 200.0, 60 + n) for n, at in enumerate(PLAYED)), song.bars, song.bpm)
    screen.edit("add layer", layers.passes(song, layer, (played,), "layer"))
    screen.choose(layer)
    pilot.settle()
    return pilot


def starts(pilot: Pilot) -> list[float]:
    screen = pilot.studio.screen
    return [round(note.start, 3) for note in notes.shown(screen.song, screen.chosen)]


def test_the_slider_goes_by_keys_from_as_i_played_to_tidy_and_undo_names_it(loose: Pilot) -> None:
    loose.press("Tidy")
    assert loose.ui.focused == "tidy"
    assert "Your notes lie on half beats." in loose.words()
    assert starts(loose) == list(PLAYED)

    loose.type_key(pygame.K_END)
    assert loose.ui.find("How tidy", role="slider").value == "tidied by 100"
    assert starts(loose) == [240.0 * n for n in range(8)]
    loose.type_key(pygame.K_PAGEDOWN)
    assert starts(loose)[1] == 240 + 22 * 0.2
    assert loose.studio.screen.chosen_layer.passes[0].places == tuple(range(0, 48, 6))
    assert tuple(note.start for note in loose.studio.screen.chosen_layer.passes[0].notes) == PLAYED

    loose.type_key(pygame.K_ESCAPE)
    loose.press("Undo: how tidy it is")
    assert starts(loose) == list(PLAYED)


def test_it_is_heard_as_it_was_played_and_back_while_it_plays(loose: Pilot) -> None:
    loose.press("Tidy")
    loose.type_key(pygame.K_END)
    loose.click("tidy-play")
    mine = len(loose.studio.screen.song.layers) - 1

    def heard() -> Any:
        return [tick for tick, part, data in loose.engine.score.events if part == mine and data[0] == 0x90][:3]

    assert heard() == [0, 240, 480]
    loose.press("Hear it as I played")
    assert heard() == [23, 262, 466]
    loose.press("Hear it as I played")
    assert heard() == [0, 240, 480]


def test_bouncy_pushes_the_second_of_each_pair_and_what_bounces_can_be_chosen(loose: Pilot) -> None:
    loose.press("Tidy")
    loose.type_key(pygame.K_END)
    loose.tab_to("How bouncy")
    loose.type_key(pygame.K_END)

    assert starts(loose)[:4] == [0, 360, 480, 840]
    loose.press("What bounces: Quarter beats")
    assert loose.studio.screen.chosen_layer.tidy.unit == 16


def test_a_groove_has_no_door_to_it_and_nothing_is_changed_by_looking(loose: Pilot) -> None:
    before = loose.studio.screen.song_history.undo_label
    loose.press("Tidy")
    loose.type_key(pygame.K_ESCAPE)
    assert loose.studio.screen.song_history.undo_label == before
    assert loose.ui.focused == "to-tidy"

    loose.press("Edit")
    assert loose.ui.find("Tidy").key == "to-tidy"
    loose.studio.screen.choose("0")
    loose.settle()
    assert not [widget for widget in loose.ui.tree() if widget.key == "to-tidy"]


def test_a_grid_that_was_found_wrongly_is_said_and_kept_with_the_step(loose: Pilot) -> None:
    loose.press("Tidy")
    loose.type_key(pygame.K_END)
    loose.press("Where the notes belong: Beats")
    layer = loose.studio.screen.chosen_layer

    assert layer.tidy.grid == "beat"
    assert {at % 480 for at in starts(loose)} == {0}
    assert replace(layer.tidy, grid="").strength == 1
