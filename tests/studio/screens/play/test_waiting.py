"""Waits for me, on the screen and with the engine's own rule: found at once, never stuck, never cheated, kind to every slip."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from studio.lesson import Stand
from studio.music.piece import Note, Part, Piece, Tempo
from tests.studio import fakes
from tests.studio.fakes import Pilot
from tests.studio.playing_engine import PlayingEngine
from tests.studio.screens.at_work import put
from tests.studio.screens.looked_over import lint
from tests.studio.screens.play.practising import begin, needed, press, room, wait

Start = Callable[..., Pilot]
C, D, E, G, LOW_C, LOW_G = 60, 62, 64, 67, 48, 43
FAR = 83  # a key of nothing here


def tune() -> Piece:
    """Two bars: a note that comes back at once, steps, and two chords below for the left hand."""
    right = (C, C, D, E, C, D, E, G)
    left = tuple(Note(bar * 1920, 1920, pitch) for bar in range(2) for pitch in (LOW_C, LOW_G))
    parts = (
        Part("Tune", "melody", "piano", tuple(Note(n * 480, 480, pitch) for n, pitch in enumerate(right)), "right"),
        Part("Chords", "chords", "piano", left, "left"),
    )
    return Piece("Steps", parts, (Tempo(0, 120.0),))


@pytest.fixture
def waiting(at_home: Start, monkeypatch: pytest.MonkeyPatch) -> Pilot:
    """A tune on the stand, and no count-in: it waits for its first note as soon as it is played."""
    monkeypatch.setattr(fakes, "FakeEngine", PlayingEngine)
    pilot = at_home()
    put(pilot, Stand(tune(), "Steps", "song", "own:steps"))
    pilot.lesson.practice = replace(pilot.lesson.practice, count_in=False)
    return pilot


# -- it is found (demand 7) ----------------------------------------------------------------------------------------------


def test_the_first_press_of_play_waits_and_shows_which_key(waiting: Pilot) -> None:
    begin(waiting)

    assert needed(waiting) == {C}
    assert room(waiting).view._roll._now().turn_words == "Your turn: C"


# -- it neither sticks nor cheats (8) ------------------------------------------------------------------------------------


def test_a_note_that_comes_back_needs_a_key_down_of_its_own(waiting: Pilot) -> None:
    begin(waiting)
    waiting.engine.down(C)
    wait(waiting, 2.0)

    assert needed(waiting) == {C}  # the second one; the first key is down still
    waiting.engine.up(C)
    press(waiting, C, then=1.0)
    assert needed(waiting) == {D}


def test_a_pedal_opens_nothing_however_often_it_is_pressed(waiting: Pilot) -> None:
    begin(waiting)
    waiting.engine.pedal(down=True)
    press(waiting, C, then=1.0)
    for down in (False, True, False):
        waiting.engine.pedal(down=down)
        wait(waiting, 0.2)

    assert needed(waiting) == {C}


def test_a_chord_is_never_left_hanging_its_keys_come_in_any_order_and_need_not_be_held(waiting: Pilot) -> None:
    begin(waiting, help="all")
    press(waiting, LOW_G, then=1.0)
    press(waiting, FAR, C, then=1.0)
    assert needed(waiting) == {LOW_C}

    press(waiting, LOW_C, then=1.0)
    assert needed(waiting) == {C}


def test_after_five_seconds_the_key_is_named_on_the_keys_and_in_words(waiting: Pilot) -> None:
    tools = waiting.studio.screen.tools
    tools.restyle(replace(tools.settings, note_names=False))
    begin(waiting)
    view = room(waiting).view
    wait(waiting, 4.0)
    assert view._labels() == {}
    wait(waiting, 1.5)

    assert view._labels() == {C: "C"}
    assert view._roll._now().turn_words == "This key: C. Or skip it."
    press(waiting, C, then=1.0)
    assert view._labels() == {}


def test_there_is_always_a_way_on_without_the_key(waiting: Pilot) -> None:
    assert not any(widget.key == "skip" for widget in waiting.ui.tree())
    begin(waiting)
    for rest in ({C}, {D}, {E}):
        waiting.press("Skip")
        wait(waiting, 1.0)
        assert needed(waiting) == rest

    waiting.press("Stop the music")
    assert not any(widget.key == "skip" for widget in waiting.ui.tree())


def test_what_helps_somebody_stuck_can_be_read_and_pressed_in_every_size(waiting: Pilot) -> None:
    begin(waiting)
    wait(waiting, 5.5)

    lint(waiting, in_sight=("Skip",))


# -- a slip does not derail (9) ------------------------------------------------------------------------------------------


def test_wrong_keys_never_block_and_nothing_is_said_of_them(waiting: Pilot) -> None:
    begin(waiting)
    press(waiting, FAR)
    words = waiting.words()
    press(waiting, FAR - 1, FAR - 2)

    assert (needed(waiting), waiting.words(), waiting.studio.notice) == ({C}, words, "")
    press(waiting, C, then=1.0)
    assert needed(waiting) == {C}


@pytest.mark.parametrize(("played", "then"), [(D, E), (E, C)], ids=["the next", "the next but one"])
def test_whoever_leaves_a_note_out_is_met_where_they_are_without_a_word(waiting: Pilot, played: int, then: int) -> None:
    begin(waiting)
    press(waiting, C, then=0.8)  # the light of the key is out again
    words = waiting.words()
    press(waiting, played, then=0.8)

    assert needed(waiting) == {then}
    assert (waiting.words(), waiting.studio.notice) == (words, "")


def test_a_key_a_little_early_counts(waiting: Pilot) -> None:
    begin(waiting)
    press(waiting, C, then=0.3)
    press(waiting, C, then=0.1)  # a fifth of a second before it is due: half the gap to the one before
    wait(waiting, 0.7)

    assert needed(waiting) == {D}


# -- as much as the pupil can (10), with the hand they chose (11) --------------------------------------------------------


@pytest.mark.parametrize(("help_", "opens"), [("melody", C), ("chord note", LOW_G), ("all", None)])
def test_from_one_key_of_a_chord_to_all_of_it(waiting: Pilot, help_: str, opens: int | None) -> None:
    begin(waiting, help=help_)
    press(waiting, *([opens] if opens else [C, LOW_C, LOW_G]), then=1.0)

    assert needed(waiting) == {C}
    assert room(waiting).head.last.tick == 480


def test_one_hand_is_waited_for_and_the_other_is_not(waiting: Pilot) -> None:
    begin(waiting, help="all", hands="left")

    assert needed(waiting) == {LOW_C, LOW_G}
    press(waiting, LOW_C, LOW_G, then=2.5)
    assert room(waiting).head.last.tick == 1920


# -- bars that go round (12) ---------------------------------------------------------------------------------------------


def test_bars_that_go_round_wait_again_in_each_round_and_are_seen_to_go_round(waiting: Pilot) -> None:
    begin(waiting, bars=(1, 1))
    for pitch in (C, C, D, E):
        press(waiting, pitch, then=0.6)

    assert needed(waiting) == {C}
    assert room(waiting).head.last.tick == 0
    assert room(waiting).view._roll._now().loop == (0.0, 4.0)


def test_the_backing_never_runs_ahead_of_the_pupil(waiting: Pilot) -> None:
    begin(waiting)
    wait(waiting, 3.0)

    engine: Any = waiting.engine
    assert engine.downs == []
    press(waiting, C, then=0.1)
    assert {pitch for _, pitch in engine.downs} == {LOW_C, LOW_G}
