"""Sixteen taps behind the tutor's door: a sentence, takes placed by it from then on, and a way out at any moment."""

from collections.abc import Callable
from pathlib import Path

import pygame
import pytest

from instruments import Offset
from instruments.events import RATE, Finished, NoteOn, Output, Position
from instruments.latency import keep_offset, kept_offset
from studio.lesson import Stand
from studio.music.take import Take
from studio.screen import Go
from tests.studio.fakes import SPEAKERS, Pilot
from tests.studio.screens.at_work import count_in, piece, put, takes
from tests.studio.screens.looked_over import lint
from tests.studio.screens.tutor.conftest import Start

pytestmark = pytest.mark.usefixtures("offered")
CLICK = RATE * 6 // 10  # frames from click to click at 100 a minute


@pytest.fixture
def tapping(room: Callable[..., Pilot]) -> Pilot:
    """The click runs."""
    pilot = room()
    pilot.press("16 taps")
    pilot.press("Begin")
    return pilot


def tap(pilot: Pilot, *late_ms: float) -> None:
    """Tap to one click after the other, each so late."""
    began = pilot.engine.frame
    for number, late in enumerate(late_ms):
        pilot.engine.frame = began + number * CLICK
        pilot.engine._inbox.append(Position(pilot.engine.frame, number * 480.0, "playing"))
        pilot.engine.frame += round(late * RATE / 1e3)
        pilot.engine.key(60)
        pilot.turn()


def test_sixteen_taps_end_in_a_sentence_and_place_takes_from_then_on(tapping: Pilot) -> None:
    tap(tapping, *[40.0] * 16)
    assert "You tap 40 ms after the beat." in tapping.words()
    assert tapping.lesson.recorder.offset == 1_920
    assert kept_offset(tapping.engine.output, tapping.studio.folder / "latency.json") == Offset(1_920)
    assert not tapping.engine.sounding
    tapping.press("Back")
    assert tapping.screen == "tutor"
    assert "You tap 40 ms after the beat. Takes are lined up by this." in tapping.words()


def test_each_tap_is_shown(tapping: Pilot) -> None:
    assert "Listen" in tapping.words()
    tap(tapping, *[40.0] * 7)
    assert "7 of 16" in tapping.words()


def test_uneven_taps_are_asked_for_once_more_and_keep_nothing(tapping: Pilot) -> None:
    tap(tapping, *[0.0, 140.0, 250.0, 40.0] * 4)
    assert "Once more: listen first" in tapping.words()
    assert not (tapping.studio.folder / "latency.json").exists()
    tapping.press("Once more")
    tap(tapping, *[20.0] * 16)
    assert "You tap 20 ms after the beat." in tapping.words()


def test_a_click_that_nobody_taps_to_ends_with_a_sentence(tapping: Pilot) -> None:
    tap(tapping, 40.0, 40.0)
    tapping.engine.finish()
    tapping.turn()
    assert "too few taps" in tapping.words()


@pytest.mark.parametrize("how", ["Stop", "Esc", "Someone else"])
def test_it_can_be_left_at_any_moment(tapping: Pilot, how: str) -> None:
    tap(tapping, *[40.0] * 5)
    match how:
        case "Stop":
            tapping.click("tapped")
            assert tapping.ui.find("Begin")
        case "Esc":
            tapping.type_key(pygame.K_ESCAPE)
            assert tapping.screen == "tutor"
        case _:
            tapping.studio.move(Go("who"))
            tapping.settle()
    assert not tapping.engine.sounding
    assert tapping.lesson.recorder.offset == 0


def test_taps_are_no_music_that_anybody_is_asked_about(tapping: Pilot) -> None:
    tap(tapping, *[40.0] * 16)
    tapping.turn(seconds=1.0)
    tapping.settle()
    assert tapping.lesson.recorder.unkept() == ()
    assert not tapping.lesson.recorder.something_to_keep
    journal = tapping.lesson.journal
    journal._under_way.clear()
    (row,) = [one for one in journal.unfinished() if one.context["kind"] == "heard"]
    ((start, end),) = row.context["decided"]
    assert start < end


def test_what_was_played_before_the_taps_is_still_there_to_keep(room: Start) -> None:
    pilot = room()
    pilot.play(60, 62, 64)
    pilot.turn(seconds=3.0)
    pilot.press("16 taps")
    pilot.press("Begin")
    tap(pilot, *[40.0] * 16)
    (phrase,) = pilot.lesson.recorder.unkept()
    assert phrase.notes == 3


@pytest.mark.parametrize(
    ("way", "click", "late_ms"),
    [
        ("Plays with me", False, 0),
        ("Just plays", False, 0),
        ("Plays with me", True, 0),
        ("Waits for me", True, 40),
    ],
)
def test_a_take_played_along_is_placed_and_one_that_waited_is_not(
    at_home: Start, folder: Path, way: str, click: bool, late_ms: float
) -> None:
    keep_offset(Offset(1_920), Output(0, "miniaudio alsa", SPEAKERS, ""), folder / "latency.json")
    pilot = at_home()
    put(pilot, Stand(piece(), "Steps", "song", "own:steps"))
    pilot.press(way)
    if click:
        pilot.studio.screen.change(beat="click")
    pilot.press("Record")
    began = pilot.engine.frame
    count_in(pilot)
    bar_one = pilot.lesson.recorder.running.bar_one
    assert bar_one > began
    pilot.engine.frame = bar_one + 1_920
    pilot.play(60)
    pilot.press("Stop and keep")
    take = Take.from_midi(pilot.lesson.journal.take_midi(takes(pilot)[0].id)[0][1])
    first = next(event.frame for event in take.events if isinstance(event, NoteOn))
    assert take.seconds_at(first) * 1e3 == pytest.approx(late_ms, abs=5)


def test_sixteen_taps_fit_every_size(tapping: Pilot) -> None:
    lint(tapping)
    tap(tapping, *[0.0, 140.0, 250.0, 40.0] * 4)
    lint(tapping)
    tapping.press("Once more")
    tap(tapping, *[20.0] * 16)
    lint(tapping)
    tapping.press("Once more")
    tapping.click("tapped")
    lint(tapping)


def test_the_click_that_ended_by_itself_leaves_the_room_as_it_was(room: Start) -> None:
    pilot = room()
    pilot.press("Hear them")
    pilot.engine.finish()
    pilot.turn()
    assert pilot.ui.find("Hear them")
    pilot.engine._inbox.append(Finished(pilot.engine.frame))
    pilot.turn()
    assert pilot.ui.find("Hear them")
