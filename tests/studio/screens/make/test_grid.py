"""A grid by the keyboard's pads: in the quiet where the cursor stands, while it plays at the step that sounds; and by mouse and keys."""

from collections.abc import Callable

import pygame
import pytest

from instruments.events import Control, Pedal
from studio.music.song import whole
from studio.music.song.labels import label
from studio.screen import Go
from studio.words import say
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import hold, position
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
KICK, SNARE, HAT, CRASH = 36, 38, 42, 49
Set = dict[tuple[int, int], tuple[int, int]]


@pytest.fixture
def begun(at_home: Start) -> Pilot:
    """An empty loop of four bars at 100 beats a minute."""
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("empty-loop")
    return pilot


@pytest.fixture
def beat(begun: Pilot) -> Pilot:
    begun.press("Add a beat")
    begun.press("Edit")
    begun.ui.focus.go("grid")
    return begun


@pytest.fixture
def tune(begun: Pilot) -> Pilot:
    begun.press("Add a part")
    begun.press("Edit")
    begun.ui.focus.go("grid")
    return begun


def stroke(pilot: Pilot, *pitches: int, velocity: int = 80) -> None:
    """Keys struck together, and let go before they could mean anything else."""
    for pitch in pitches:
        pilot.engine.down(pitch, velocity=velocity)
    pilot.turn(seconds=0.15)
    for pitch in pitches:
        pilot.engine.up(pitch)
    pilot.turn()


def heard(pilot: Pilot) -> dict[int, list[tuple[int, int, int]]]:
    """What the layer in hand holds, by pitch: the sixteenth it begins on, how hard, how often."""
    from studio.music.song import notes

    found: dict[int, list[tuple[int, int, int]]] = {}
    room = pilot.studio.screen
    for note in notes.shown(room.song, room.chosen):
        found.setdefault(note.pitch, []).append((round(note.start / 120), note.velocity, note.times))
    return found


def test_strokes_in_the_quiet_are_set_step_by_step_as_hard_as_they_were_struck_and_the_pedal_leaves_one_out(
    beat: Pilot,
) -> None:
    beat.press("Every bar")
    stroke(beat, KICK, HAT, velocity=111)
    stroke(beat, HAT, velocity=44)
    beat.engine._hear(Pedal(beat.engine.frame, 1, 64, 127))
    beat.turn()
    stroke(beat, SNARE)
    assert heard(beat) == {KICK: [(0, 111, 1)], HAT: [(0, 111, 1), (1, 44, 1)], SNARE: [(3, 80, 1)]}
    beat.press("Undo: set a step")
    beat.press("Undo: set a step")
    beat.press("Undo: set a step")
    assert heard(beat) == {}


def test_the_steps_go_on_into_the_next_bar_and_in_every_bar_where_that_is_asked(beat: Pilot) -> None:
    stroke(beat, KICK)
    assert [at for at, _, _ in heard(beat)[KICK]] == [0, 16, 32, 48]
    beat.press("Every bar")
    beat.ui.focus.go("grid")
    beat.type_key(pygame.K_LEFT)
    beat.type_key(pygame.K_LEFT)
    stroke(beat, SNARE)
    stroke(beat, SNARE)
    assert [at for at, _, _ in heard(beat)[SNARE]] == [0, 63]


def test_while_it_plays_a_stroke_sets_the_step_that_sounds_in_the_bar_that_sounds(beat: Pilot) -> None:
    beat.press("Every bar")
    stroke(beat, KICK)
    beat.click("make-play")
    position(beat, 1920 + 4 * 120 - 20.0, "playing")
    beat.engine.down(SNARE, velocity=97)
    beat.turn(seconds=0.001)
    beat.engine.up(SNARE)
    assert heard(beat)[SNARE] == [(16 + 4, 97, 1)]
    assert beat.ui.find("Which bar: 2").value == "chosen"
    assert beat.engine.sounding


def test_a_key_held_to_walk_about_the_screen_sets_nothing(beat: Pilot) -> None:
    hold(beat, 62)
    assert beat.ui.focused != "grid"
    assert heard(beat) == {}


def test_a_drum_that_had_no_row_has_one_once_it_is_struck(beat: Pilot) -> None:
    stroke(beat, CRASH)
    assert beat.studio.screen.edit_page.steps.labels() == ("Crash", "Hat", "Clap", "Snare", "Kick")
    assert beat.ui.find("The beat", role="grid").value == "Crash, step 2, off"


def test_how_often_and_how_hard_are_said_by_the_wheel_or_by_a_press_and_hold_for_the_step_at_the_cursor_too(
    beat: Pilot,
) -> None:
    beat.press("Every bar")
    beat.engine._hear(Control(beat.engine.frame, 1, 1, 70))
    beat.turn()
    stroke(beat, HAT)
    assert heard(beat) == {HAT: [(0, 80, 3)]}
    beat.ui.focus.go("grid")
    beat.type_key(pygame.K_LEFT)
    beat.press("How often in a square: " + say("make.times short", n=2))
    beat.press("How hard: Hard")
    assert heard(beat) == {HAT: [(0, 120, 2)]}


def test_a_press_on_a_set_square_strikes_it_as_is_said_and_the_next_one_clears_it(beat: Pilot) -> None:
    beat.press("Every bar")

    def press() -> None:
        rect = beat.ui.find("The beat", role="grid").rect
        tall = beat.studio.screen.edit_page.steps.grid._rows(rect)[2]
        at = (rect.right - 12, rect.top + round(3.5 * tall))
        beat.turn(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1, touch=False))
        beat.turn(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=at, button=1, touch=False))
        beat.settle()

    press()
    assert heard(beat) == {KICK: [(15, 72, 1)]}
    beat.ui.focus.go("grid")
    beat.type_key(pygame.K_LEFT)  # away from it, so that only the press is meant
    beat.press("How often in a square: " + say("make.times short", n=3))
    beat.press("How hard: Hard")
    press()
    assert heard(beat) == {KICK: [(15, 120, 3)]}
    press()
    assert heard(beat) == {}


def how(pilot: Pilot) -> tuple[str, str]:
    """What the bar below the grid says: how hard, how often."""
    chosen = [one.name for one in pilot.ui.tree() if one.key in {"hard", "times"} and one.value == "chosen"]
    hard, times = (name.rpartition(": ")[2] for name in chosen)
    return hard, times


def test_how_hard_and_how_often_are_two_things_and_neither_is_lost_by_saying_the_other(beat: Pilot) -> None:
    beat.press("Every bar")
    beat.ui.focus.go("grid")
    for key in (pygame.K_RETURN, pygame.K_4, pygame.K_PLUS):
        beat.type_key(key)
    assert heard(beat) == {KICK: [(0, 120, 4)]}
    assert how(beat) == ("Hard", say("make.times short", n=4))
    beat.press("How hard: Soft")
    assert heard(beat) == {KICK: [(0, 72, 4)]}
    beat.press("How hard: Hard")
    beat.press("How often in a square: " + say("make.times short", n=3))
    assert heard(beat) == {KICK: [(0, 120, 3)]}
    beat.press("How hard: Usual")
    assert (heard(beat), how(beat)) == ({KICK: [(0, 100, 3)]}, ("Usual", say("make.times short", n=3)))


def test_undo_says_what_was_done_to_a_square_and_the_bar_says_what_is_in_it_or_comes_next(beat: Pilot) -> None:
    beat.press("Every bar")
    beat.ui.focus.go("grid")
    room = beat.studio.screen
    for key, step in (
        (pygame.K_RETURN, label("set step")),
        (pygame.K_4, label("ratchet", 1)),
        (pygame.K_PLUS, label("velocity", 1)),
    ):
        beat.type_key(key)
        assert room.song_history.undo_label == step
    beat.type_key(pygame.K_RIGHT)
    assert how(beat) == ("Usual", say("make.times short", n=1))
    beat.type_key(pygame.K_RETURN)
    assert how(beat) == ("Usual", say("make.times short", n=1))
    beat.press("How hard: Soft")
    assert how(beat) == ("Soft", say("make.times short", n=1))


def test_a_press_that_says_how_hard_leaves_how_often_a_square_is_struck(beat: Pilot) -> None:
    grid = beat.studio.screen.edit_page.steps.grid
    beat.ui.focus.go("grid")
    for key in (pygame.K_RETURN, pygame.K_4, pygame.K_RIGHT):
        beat.type_key(key)
    beat.press("How hard: Hard")
    grid.cursor = (grid.cursor[0], 0)
    grid._struck_otherwise()
    assert heard(beat)[KICK][0] == (0, 120, 4)


def test_the_keys_sound_like_the_layer_that_is_in_hand(beat: Pilot) -> None:
    assert beat.engine.sounds_like == "kit"


def test_an_empty_part_is_a_grid_of_its_scale_and_a_key_of_the_scale_sets_its_row(tune: Pilot) -> None:
    tune.press("Every bar")
    stroke(tune, 60, 64)
    stroke(tune, 84)
    stroke(tune, 61)
    assert heard(tune) == {60: [(0, 80, 1)], 64: [(0, 80, 1)], 84: [(1, 80, 1)]}
    assert "does not use that key" in tune.studio.notice
    assert "C6" in tune.studio.screen.edit_page.steps.labels()


def test_notes_without_a_row_are_counted_and_stand_on_the_roll(tune: Pilot) -> None:
    tune.press("Every bar")
    tune.studio.screen.edit_page.notes.add(0, 240, 61)
    tune.settle()
    tune.press("Shown as: Notes: one more")
    assert tune.ui.focused == "roll"
    tune.press("Shown as: Squares")
    assert tune.ui.focused == "grid"


def test_a_tunes_squares_are_set_by_mouse_arrow_keys_and_enter(tune: Pilot) -> None:
    tune.press("Every bar")
    tune.ui.focus.go("grid")
    tune.type_key(pygame.K_UP)
    tune.enter()
    assert heard(tune) == {62: [(0, 100, 1)]}
    rect = tune.ui.find("The tune", role="grid").rect
    tune.turn(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(rect.right - 12, rect.top + 8), button=1, touch=False))
    assert heard(tune)[72] == [(15, 72, 1)]


def test_where_rows_do_not_fit_the_cursor_stays_in_sight_and_the_wheel_shows_the_others(at_home: Start) -> None:
    pilot = at_home(text=200)
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("empty-loop")
    pilot.click("add-notes")
    pilot.click("page")
    pilot.press("Edit")
    grid = pilot.studio.screen.edit_page.steps.grid
    rect = pilot.ui.find("The tune", role="grid").rect
    for _ in range(8):
        first, after, _ = grid._rows(rect)
        assert first <= grid.cursor[0] < after < 9
        pilot.ui.focus.go("grid")
        pilot.type_key(pygame.K_UP)
    before = grid._rows(rect)[0]
    pilot.turn(pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=1, precise_y=1.0, pos=rect.center, flipped=False, which=0))
    assert grid._rows(rect)[0] == before - 1 or before == 0


def test_a_loop_that_is_recorded_on_is_not_set_by_pads_as_well(beat: Pilot) -> None:
    beat.click("make-record")
    beat.turn(seconds=4 * 60 / 100)
    position(beat, 0.0, "playing")
    stroke(beat, KICK)
    assert heard(beat) == {}
    beat.turn(seconds=1.0)
    beat.click("make-record")
    (made,) = beat.studio.screen.chosen_layer.passes
    assert [note.pitch for note in made.notes] == [KICK]


def test_in_a_long_loop_one_turns_from_bar_to_bar_and_round(begun: Pilot) -> None:
    room = begun.studio.screen
    room.edit(label("loop"), whole.loop(room.song, 16))
    begun.press("Add a beat")
    begun.press("Edit")
    begun.press("The bar before")
    assert "Bar 16 of 16" in begun.words()
    begun.press("The bar after")
    assert "Bar 1 of 16" in begun.words()


def test_a_beat_goes_in_threes_by_mouse_by_keys_and_by_pads(beat: Pilot) -> None:
    from studio.music.song import notes

    room = beat.studio.screen
    page = room.edit_page.steps
    beat.press("In threes")
    assert len(page.cells()[0]) == 12
    lint(beat)
    row = next(n for n, one in enumerate(page.rows) if one.pitch == HAT)
    beat.ui.focus.go("grid")
    page.grid.cursor = (row, 0)
    beat.type_key(pygame.K_RIGHT)
    beat.type_key(pygame.K_RETURN)  # by keys: the second third of beat 1
    beat.type_key(pygame.K_RIGHT)
    stroke(beat, HAT)  # by a pad, where the cursor stands
    rect = beat.ui.find("The beat", role="grid").rect
    beat.turn(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(rect.right - 30, rect.top + 8), button=1, touch=False))
    beat.click("make-play")
    position(beat, 480.0 + 300.0, "playing")
    beat.engine.down(HAT)  # and while it plays: the third that is nearest
    beat.turn(seconds=0.001)
    beat.engine.up(HAT)
    room.playing.stop()
    starts = {round(note.start) % 1920 for note in notes.shown(room.song, room.chosen)}
    assert starts == {160, 320, 800, 1760}
    layer = room.chosen
    room.add_layer(drums=True)
    assert len(page.cells()[0]) == 16
    room.choose(layer)
    assert len(page.cells()[0]) == 12  # as its notes go, when it is taken in hand again
