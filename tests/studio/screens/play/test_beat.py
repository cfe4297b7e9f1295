"""What keeps time: nothing, a click or drums; drums go at the music's pace, and wait where it waits."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pygame
import pytest

from instruments.events import RATE
from studio.lesson import Stand
from studio.music.drums import PLAIN
from studio.music.piece import Metre, Note, Part, Piece, Tempo
from tests.studio import fakes
from tests.studio.fakes import Pilot
from tests.studio.playing_engine import PlayingEngine
from tests.studio.screens.at_work import open_page, put, record, stand, takes
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
STEPS = (60, 62, 64, 65, 67, 69, 71, 72)


FOUR = Metre(0, 4, 4)


def tune(*, metre: Metre = FOUR, drums: bool = False) -> Stand:
    """Eight quarters at 120 a minute, over a bass."""
    parts = [
        Part("Tune", "melody", "piano", tuple(Note(n * 480, 480, pitch) for n, pitch in enumerate(STEPS))),
        Part("Bass", "bass", "bass", (Note(0, 960, 40), Note(1920, 960, 41))),
    ]
    parts += [Part("Drums", "drums", "kit", (Note(0, 60, 36), Note(1920, 60, 36)))] if drums else []
    return Stand(Piece("Walk", tuple(parts), (Tempo(0, 120.0),), (metre,)), "Walk", "song", f"own:walk{metre.beats}")


@pytest.fixture
def pilot(at_home: Start, monkeypatch: pytest.MonkeyPatch) -> Pilot:
    """The tune on the stand with the engine's own rule, and no count-in."""
    monkeypatch.setattr(fakes, "FakeEngine", PlayingEngine)
    made = at_home()
    put(made, tune())
    made.lesson.practice = replace(made.lesson.practice, count_in=False)
    return made


def choose(pilot: Pilot, what: str) -> None:
    open_page(pilot, "Beat")
    pilot.press(f"Keeps time: {what}")


def wait(pilot: Pilot, seconds: float) -> None:
    for _ in range(round(seconds / 0.1)):
        pilot.turn(seconds=0.1)


def begin(pilot: Pilot, **how: Any) -> int:
    """Play, and say at which frame it began."""
    pilot.lesson.practice = replace(pilot.lesson.practice, **how)
    began = pilot.engine.frame
    pilot.click("play")
    return began


def strokes(pilot: Pilot, since: int) -> list[float]:
    """The beats, at 120 a minute, on which drums were struck since a frame."""
    return [round((frame - since) / RATE * 2, 1) for frame in pilot.engine.strokes]


def test_nothing_keeps_time_until_it_is_chosen(pilot: Pilot) -> None:
    begin(pilot, mode="with")
    wait(pilot, 2.0)
    assert not pilot.engine.clicking
    assert pilot.engine.strokes == []


def test_drums_play_under_the_tune_in_place_of_the_click(pilot: Pilot) -> None:
    choose(pilot, "Click")
    pilot.press("Keeps time: Drums")
    pilot.press("Done")
    began = begin(pilot, mode="just")
    wait(pilot, 1.5)
    assert not pilot.engine.clicking
    assert strokes(pilot, began)[0] == 0.0
    assert len(strokes(pilot, began)) > 4


def test_drums_come_to_where_the_music_waits_and_no_further_and_go_on_with_the_key(pilot: Pilot) -> None:
    choose(pilot, "Drums")
    pilot.press("Which drums: Plain beat")
    pilot.press("Done")
    began = begin(pilot, mode="waits")
    wait(pilot, 3.0)
    assert strokes(pilot, began) == []  # not a stroke before the first key, however long it takes

    pressed = pilot.engine.frame
    pilot.engine.down(60)
    wait(pilot, 3.0)
    first = strokes(pilot, pressed)
    assert set(first) == {0.0, 0.5}  # with the key, and what lies before the next one
    pilot.engine.up(60)

    pressed = pilot.engine.frame
    pilot.engine.down(62)
    wait(pilot, 3.0)
    assert set(strokes(pilot, pressed)[len(first) :]) == {0.0, 0.5}
    pilot.engine.up(62)


def test_drums_go_at_the_speed_that_is_chosen_and_round_with_the_loop(pilot: Pilot) -> None:
    choose(pilot, "Drums")
    pilot.press("Which drums: Plain beat")
    pilot.press("Done")
    began = begin(pilot, mode="with", speed=0.5, bars=(1, 1))
    wait(pilot, 7.5)
    bar = [0.0, 0.0, 1.0, 2.0, 2.0, 3.0, 4.0, 4.0, 5.0, 6.0, 6.0, 7.0]
    assert strokes(pilot, began) == [*bar, *[beat + 8.0 for beat in bar]][: len(strokes(pilot, began))]
    assert len(strokes(pilot, began)) > len(bar)


def test_one_key_silences_what_keeps_time_and_brings_it_back_while_it_plays(pilot: Pilot) -> None:
    choose(pilot, "Drums")
    pilot.press("Which drums: Plain beat")
    pilot.press("Done")
    begin(pilot, mode="with")
    wait(pilot, 0.9)
    heard = len(pilot.engine.strokes)
    assert heard
    pilot.type_key(pygame.K_m)
    wait(pilot, 1.0)
    assert len(pilot.engine.strokes) == heard
    assert pilot.studio.screen.is_playing
    pilot.type_key(pygame.K_m)
    wait(pilot, 1.0)
    assert len(pilot.engine.strokes) > heard


def test_the_click_is_switched_while_it_plays(pilot: Pilot) -> None:
    begin(pilot, mode="with")
    pilot.type_key(pygame.K_m)
    assert pilot.engine.clicking
    pilot.type_key(pygame.K_m)
    assert not pilot.engine.clicking
    assert pilot.studio.screen.is_playing


def test_a_piece_with_drums_of_its_own_opens_with_nothing_beside_them(pilot: Pilot) -> None:
    choose(pilot, "Click")
    pilot.press("Done")
    put(pilot, tune(metre=Metre(0, 2, 4), drums=True))
    assert pilot.lesson.practice.beat == "off"
    put(pilot, tune(metre=Metre(0, 3, 4)))
    assert pilot.lesson.practice.beat == "click"  # and where there are none it is as it was


def test_drums_that_are_chosen_stand_in_for_those_of_the_piece(pilot: Pilot) -> None:
    put(pilot, tune(drums=True))
    room = pilot.studio.screen
    assert room.score.silent == {0}
    room.beat.choose("drums", PLAIN)
    assert room.score.silent == {0, 2}
    room.beat.choose("off")
    assert room.score.silent == {0, 3}


def test_other_drums_fit_another_piece(pilot: Pilot) -> None:
    pilot.studio.screen.beat.choose("drums", "house")
    put(pilot, tune(metre=Metre(0, 7, 8)))
    assert (pilot.lesson.practice.beat, pilot.lesson.practice.drums) == ("drums", PLAIN)


def test_the_whole_piece_is_heard_without_them(pilot: Pilot) -> None:
    pilot.studio.screen.beat.choose("drums", PLAIN)
    pilot.studio.screen.hear_whole()
    wait(pilot, 2.0)
    assert pilot.engine.downs
    assert pilot.engine.strokes == []
    pilot.studio.screen.beat.choose("click")
    assert not pilot.engine.clicking


def test_a_take_keeps_what_kept_time(at_home: Start) -> None:
    pilot = at_home()
    put(pilot, stand())
    for beat in ("off", "click", "drums"):
        pilot.studio.screen.beat.choose(beat, PLAIN)
        record(pilot, 60, 62)
    assert [take.beat for take in takes(pilot)] == ["", "click", "drums plain"]


@pytest.mark.parametrize("look", [(100, "night"), (200, "cream")])
def test_the_page_fits_with_every_drum_there_is(at_home: Start, look: tuple[int, str]) -> None:
    pilot = at_home(text=look[0], theme=look[1])
    put(pilot, tune())
    pilot.studio.screen.change(mode="with")
    choose(pilot, "Drums")
    lint(pilot, in_sight=("Done",))
