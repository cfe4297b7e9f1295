"""A song begins with what was just played: its beats are found, shown, and corrected by tapping along, by one tap or by a choice."""

import random
from collections.abc import Callable

import pygame
import pytest

from instruments.events import RATE, Finished, Position
from studio.lesson.values import BuildOn
from studio.music.piece import TICKS
from studio.music.song.model import TUTOR
from studio.music.take import Take, record
from studio.screen import Go
from studio.screens.build_on import build_on
from tests.studio.fakes import Pilot
from tests.studio.music.song.made import press
from tests.studio.screens.at_work import put, stand
from tests.studio.screens.at_work import record as record_take
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
QUARTER = RATE * 60 // 96
TUNE = (60, 62, 64, 65, 67, 67, 64, 60, 62, 64, 65, 62, 60, 64, 67, 72)


def played() -> Take:
    """Sixteen quarters at about 96 a minute, to no click."""
    dice = random.Random(5)
    events = []
    for n, pitch in enumerate(TUNE):
        events += press(70_000 + n * QUARTER + dice.gauss(0, 300), QUARTER * 0.8, pitch)
    return record(events, start=0, end=70_000 + 17 * QUARTER)


@pytest.fixture
def built(at_home: Start) -> Pilot:
    pilot = at_home()
    build_on(pilot.studio.tools, played(), "")
    pilot.settle()
    assert pilot.screen == "make"
    return pilot


def at(pilot: Pilot, seconds: float) -> None:
    """So far into what was played it sounds."""
    bpm = pilot.studio.screen.beats._take.bpm
    pilot.engine._inbox.append(Position(pilot.engine.frame, seconds * 24_000 * bpm / 60, "playing"))
    pilot.turn(seconds=0.001)


def tap_through(pilot: Pilot, *seconds: float) -> None:
    """At each of these seconds a key of the keyboard goes down."""
    for moment in seconds:
        at(pilot, moment)
        pilot.play(40, pause=0.001)


def test_what_was_played_is_the_first_layer_and_what_was_found_is_said(built: Pilot) -> None:
    song = built.studio.screen.song

    assert [(layer.name, len(layer.passes)) for layer in song.layers] == [("My part 1", 1)]
    assert song.bpm in (pytest.approx(96, rel=0.03), pytest.approx(48, rel=0.03), pytest.approx(192, rel=0.03))
    assert f"at {song.bpm:.0f} beats a minute" in built.words()
    assert song.layers[0].player == built.lesson.pupil.id
    lint(built)
    built.press("Done")
    built.press("Undo: what you played")
    assert not built.studio.screen.song.layers


def test_it_is_tapped_along_to_by_keys_by_the_space_bar_and_by_the_mouse(built: Pilot) -> None:
    was = built.studio.screen.song.bpm
    built.press("How fast it counts: Half as fast")
    assert built.studio.screen.song.bpm == pytest.approx(was / 2, rel=0.02)
    built.press("Beats in a bar: 4")
    built.press("Tap the beat")
    assert built.engine.log[-1] == "preview"
    first = built.studio.screen.beats._take.events[0].frame / RATE
    beats = [first + n * QUARTER / RATE for n in range(14)]
    tap_through(built, *beats[:12])
    at(built, beats[12])
    built.type_key(pygame.K_SPACE)
    assert "13" in built.words()
    built.engine._inbox.append(Finished(built.engine.frame))
    built.engine.sounding = False
    built.settle()

    assert built.studio.screen.song.bpm == pytest.approx(96, rel=0.01)
    assert built.studio.screen.song.metre == (4, 4)
    assert not built.lesson.recorder.something_to_keep, "taps are no music"


def test_one_tap_says_where_the_first_beat_is_and_undo_brings_back_what_was_found(built: Pilot) -> None:
    built.press("Beats in a bar: 4")
    before = built.studio.screen.song
    first = built.studio.screen.beats._take.events[0].frame / RATE
    built.press("Tap the one")
    at(built, first + 60 / before.bpm)
    built.click("tap")
    built.settle()

    (was,), (now,) = before.layers[0].passes, built.studio.screen.song.layers[0].passes
    assert now.places != was.places
    assert 12 * 4 - (now.places[1] % 48) == 48 or now.places[1] % 48 == 0
    built.press("Done")
    built.press("Undo: where the beats are")
    assert built.studio.screen.song == before


def test_too_few_taps_change_nothing_and_say_so(built: Pilot) -> None:
    before = built.studio.screen.song
    built.press("Tap the beat")
    tap_through(built, 2.0, 2.5)
    lint(built)
    built.press("That is it")

    assert built.studio.screen.song is before
    assert built.studio.notice


def test_what_was_played_to_a_beat_has_its_tempo_and_asks_nothing(at_home: Start) -> None:
    pilot = at_home()
    take = record(
        [event for n, pitch in enumerate(TUNE) for event in press(n * RATE // 2, RATE // 3, pitch)],
        start=0,
        end=8 * RATE,
        bpm=120,
    )
    build_on(pilot.studio.tools, take, "Steps", clock=True)
    pilot.settle()

    song = pilot.studio.screen.song
    assert (song.bpm, song.bars, song.title) == (120.0, 4, "Steps")
    assert "Where the beats are" not in pilot.words()


def test_nothing_played_is_a_sentence(at_home: Start) -> None:
    pilot = at_home()
    build_on(pilot.studio.tools, record([], start=0, end=RATE), "")
    pilot.settle()

    assert pilot.screen == "make"
    assert "No key was pressed" in pilot.studio.notice
    assert isinstance(pilot.lesson.building, BuildOn | None)


def test_an_idea_that_was_just_kept_is_built_on_from_play_in_a_song_of_its_own_piece(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("play"))
    pilot.settle()
    pilot.play(60, 62, 64, 65)
    pilot.press("Keep what I just")
    pilot.press("Stop the beat")
    pilot.press("Build on this")
    pilot.settle()

    assert pilot.screen == "make"
    (piece,) = pilot.lesson.journal.pieces(pilot.lesson.pupil.id)
    assert pilot.lesson.stand.row == piece.id
    assert [len(one.notes) for layer in pilot.studio.screen.song.layers for one in layer.passes] == [4]


def test_make_begins_with_what_was_just_played_though_nobody_kept_it(at_home: Start) -> None:
    pilot = at_home()
    pilot.play(60, 62, 64, 65)
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.press("What I just played")
    pilot.settle()

    assert [len(one.notes) for layer in pilot.studio.screen.song.layers for one in layer.passes] == [4]
    pilot.press("Done")
    pilot.press("Tidy")
    pilot.press("Put the beats right")
    assert "Where the beats are" in pilot.words()


def test_a_take_in_my_music_is_built_on_in_a_new_song_be_it_the_latest_or_one_of_many(at_home: Start) -> None:
    pilot = at_home()
    for takes, ways in ((1, ("Build on this",)), (2, ("All 3 takes", "Build on take 1"))):
        put(pilot, stand())
        for n in range(takes):
            record_take(pilot, 60, 62, 64 + n)
        pilot.lesson.sayable = None
        pilot.studio.move(Go("music"))
        pilot.settle()
        pilot.press("Show Steps")
        for way in ways:
            pilot.press(way)
        pilot.settle()
        assert pilot.screen == "make"
        (layer,) = pilot.studio.screen.song.layers
        assert [note.pitch for note in layer.passes[0].notes] == [60, 62, 64]
        assert pilot.lesson.stand.kind == "own"


def test_what_the_tutor_played_beside_it_is_a_layer_of_theirs_where_it_sounded_unless_only_the_pupil_is_heard(
    at_home: Start,
) -> None:
    pilot = at_home()
    mine, theirs = (
        record(
            [event for n, pitch in enumerate(pitches) for event in press(n * step, RATE // 3, pitch)],
            start=0,
            end=8 * RATE,
            bpm=120,
        )
        for pitches, step in ((TUNE, RATE // 2), ((48, 43), 4 * RATE))
    )
    build_on(pilot.studio.tools, mine, "Both", clock=True, tutors=theirs)
    pilot.settle()
    room = pilot.studio.screen
    (own, tutors), me = room.song.layers, pilot.lesson.pupil.id
    assert [one.player for one in (own, tutors)] == [me, TUTOR]
    assert [(n.start, n.pitch) for n in tutors.passes[0].notes] == [(0, 48), (8 * TICKS, 43)]
    assert room.chosen == own.id
    room.do_undo()
    assert not room.song.layers  # one step: both came together

    pilot.lesson.hears_tutor = False
    build_on(pilot.studio.tools, mine, "Mine", clock=True, tutors=theirs)
    pilot.settle()
    assert [one.player for one in pilot.studio.screen.song.layers] == [me]
