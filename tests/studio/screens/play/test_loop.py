"""Bars that go round: by a drag, by keys, typed; seen on the roll, let go by one press, kept with the piece, and back next lesson."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pygame
import pytest

from studio.lesson import Stand
from studio.music.piece import Note, Part, Piece, Tempo
from studio.screen import Go
from studio.ui.roll import beat_at
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import count_in, open_page, put, takes
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
BAR = 1920
LAST = 12
ONE_PRESS = "Stop looping bars 2 to 3"


def twelve(source: str = "own:twelve") -> Stand:
    """Twelve bars of quarters over a bass, at 120 a minute: a bar lasts two seconds."""
    melody = Part("Melody", "melody", "piano", tuple(Note(n * 480, 480, 60 + n % 8) for n in range(4 * LAST)))
    bass = Part("Bass", "bass", "bass", tuple(Note(n * BAR, BAR, 40) for n in range(LAST)))
    return Stand(Piece("Twelve", (melody, bass), (Tempo(0, 120.0),)), "Twelve", "song", source)


@pytest.fixture
def open_(shared: Pilot) -> Pilot:
    shared.lesson.practice = replace(shared.lesson.practice, count_in=True)
    put(shared, twelve())
    return shared


@pytest.fixture
def going(shared: Pilot) -> Pilot:
    """The piece plays with the pupil, from its first bar."""
    put(shared, twelve())
    shared.lesson.practice = replace(shared.lesson.practice, mode="with", breathes=False)
    shared.click("play")
    return shared


def bars(pilot: Pilot) -> tuple[int, int] | None:
    found: tuple[int, int] | None = pilot.lesson.practice.bars
    return found


def room(pilot: Pilot) -> Any:
    return pilot.studio.screen


def key(pilot: Pilot, code: int, mod: int = 0, scan: int = 0) -> None:
    pilot.turn(pygame.event.Event(pygame.KEYDOWN, key=code, mod=mod, unicode="", scancode=scan))
    pilot.settle()


def bracket(pilot: Pilot, which: str) -> None:
    key(pilot, 0, scan=pygame.KSCAN_LEFTBRACKET if which == "[" else pygame.KSCAN_RIGHTBRACKET)


def at_bar(pilot: Pilot, bar: float) -> tuple[int, int]:
    """Where on the roll a bar is drawn, as far as it is in sight."""
    rect = pilot.ui.find("Notes coming down to the keys").rect
    what = room(pilot).view._roll._now()
    return rect.centerx, min(
        range(rect.top + 2, rect.bottom - 12),
        key=lambda y: abs(beat_at(rect, room(pilot).tools.theme(), what, y) - 4 * (bar - 1)),
    )


def drag(pilot: Pilot, start: float, end: float, *, touch: bool = False) -> Iterator[str]:
    """Press at a bar, draw to another, and let go; stops where there is something to see."""
    down, up = at_bar(pilot, start), at_bar(pilot, end)
    middle = (down[0], (down[1] + up[1]) // 2)
    pilot.turn(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=down, button=1, touch=touch))
    for pos in (middle, up):
        pilot.turn(pygame.event.Event(pygame.MOUSEMOTION, pos=pos, rel=(0, 0), buttons=(1, 0, 0), touch=touch))
    yield "held"
    pilot.turn(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=up, button=1, touch=touch))
    pilot.settle()
    yield "let go"


def draw(pilot: Pilot, start: float, end: float, **how: bool) -> None:
    list(drag(pilot, start, end, **how))


# -- by a drag over the roll ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("touch", [False, True])
def test_a_drag_over_the_roll_lets_whole_bars_go_round(open_: Pilot, touch: bool) -> None:
    draw(open_, 1.3, 2.6, touch=touch)
    assert bars(open_) == (1, 2)
    open_.click("play")

    assert open_.engine.score is not None
    assert open_.engine.score.loop == (0, 2 * BAR)


def test_a_drag_downwards_means_the_same_bars(open_: Pilot) -> None:
    draw(open_, 2.6, 1.3)

    assert bars(open_) == (1, 2)


def test_the_band_follows_the_hand_before_it_is_let_go(open_: Pilot) -> None:
    steps = drag(open_, 1.3, 2.6)
    next(steps)
    assert room(open_).view._roll._now().loop == (0.0, 8.0)
    assert bars(open_) is None
    next(steps)
    assert room(open_).view._roll._now().loop == (0.0, 8.0)


def test_a_press_that_does_not_move_sets_no_loop(open_: Pilot) -> None:
    draw(open_, 1.3, 1.3)

    assert bars(open_) is None


def test_a_drag_held_at_the_end_of_the_roll_goes_on_to_later_bars(open_: Pilot) -> None:
    steps = drag(open_, 1.2, 3.0)
    next(steps)
    for _ in range(40):
        open_.turn(seconds=0.1)
    next(steps)

    found = bars(open_)
    assert found is not None
    assert found[0] == 1
    assert found[1] > 6


def test_the_wheel_looks_along_the_piece_while_nothing_plays(open_: Pilot) -> None:
    pos = at_bar(open_, 1.5)
    open_.turn(pygame.event.Event(pygame.MOUSEWHEEL, y=4, precise_y=4.0, x=0, pos=pos))
    draw(open_, 5.2, 6.5)
    assert bars(open_) == (5, 6)
    open_.click("play")

    assert room(open_).view._roll._now().now == pytest.approx(16, abs=4.5)  # from the loop on, its count-in before it


def test_nothing_is_changed_by_a_drag_while_a_take_rolls(open_: Pilot) -> None:
    open_.press("Record")
    count_in(open_)
    draw(open_, 1.3, 2.6)
    assert bars(open_) is None
    bracket(open_, "]")

    assert bars(open_) is None
    assert "once the take is done" in open_.studio.notice


# -- by keys -------------------------------------------------------------------------------------------------------------


def test_brackets_set_both_ends_while_the_music_plays_and_it_goes_on_from_there(going: Pilot) -> None:
    going.turn(seconds=2.5)
    bracket(going, "[")
    assert bars(going) is None
    assert "From bar 2" in going.studio.notice
    going.turn(seconds=2.0)
    bracket(going, "]")
    assert bars(going) == (2, 3)

    for _ in range(4):
        going.turn(seconds=0.5)
    assert room(going).is_playing
    assert BAR <= room(going).head.last.tick < 3 * BAR
    assert room(going).head.last.round >= 1


def test_one_press_lets_go_and_the_music_plays_on_to_the_end(going: Pilot) -> None:
    room(going).loop.set((2, 3))
    going.turn()
    going.press(ONE_PRESS)
    assert bars(going) is None
    for _ in range(6):
        going.turn(seconds=1.0)

    assert room(going).head.last.tick > 3 * BAR


def test_bars_chosen_while_it_is_counted_in_are_counted_in_to(going: Pilot) -> None:
    going.click("play")
    going.lesson.practice = replace(going.lesson.practice, count_in=True, speed=0.5)
    going.click("play")
    going.turn(seconds=1.5)
    room(going).loop.set((2, 3))
    going.turn(seconds=0.1)
    where = room(going).head.last
    assert (where.state, where.beat) == ("counting", 1)

    assert where.tick < BAR
    going.turn(seconds=3.7)  # a bar of four, each a second long at half the speed
    assert room(going).head.state == "counting"
    going.turn(seconds=0.4)
    assert room(going).head.last.tick >= BAR


def test_control_and_l_is_on_and_off(open_: Pilot) -> None:
    room(open_).loop.set((2, 3))
    key(open_, pygame.K_l, pygame.KMOD_CTRL)
    assert bars(open_) is None
    key(open_, pygame.K_l, pygame.KMOD_CTRL)
    assert bars(open_) == (2, 3)


def test_shift_and_arrows_move_the_ends_wherever_the_focus_is(open_: Pilot) -> None:
    room(open_).loop.set((2, 3))
    open_.tab_to("Waits for me")
    for code, then in (
        (pygame.K_RIGHT, (2, 4)),
        (pygame.K_UP, (3, 4)),
        (pygame.K_DOWN, (2, 4)),
        (pygame.K_LEFT, (2, 3)),
        (pygame.K_LEFT, (2, 2)),
        (pygame.K_LEFT, (2, 2)),
    ):
        key(open_, code, pygame.KMOD_SHIFT)
        assert bars(open_) == then
    assert open_.lesson.practice.mode == "waits"


# -- typed ---------------------------------------------------------------------------------------------------------------


def test_bars_can_be_typed(open_: Pilot) -> None:
    open_page(open_, "Speed and bars")
    open_.click("bars-typed")
    open_.write("5-8")
    open_.enter()

    assert bars(open_) == (5, 8)
    assert open_.ui.find("Bars, like 2-3").value == ""


def test_bars_that_are_not_there_are_said_and_nothing_changes(open_: Pilot) -> None:
    open_page(open_, "Speed and bars")
    open_.click("bars-typed")
    open_.write("9-99")
    open_.enter()

    assert bars(open_) is None
    assert "bars of 1 to 12" in open_.studio.notice


# -- it never looks stuck ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["own:twelve", "groove"])
def test_what_goes_round_and_the_way_out_are_in_sight_at_every_size(open_: Pilot, source: str) -> None:
    if source == "groove":
        put(open_, replace(twelve("groove:none"), kind="groove"))
    room(open_).loop.set((2, 3))
    open_.settle()

    lint(open_, in_sight=(ONE_PRESS,))


def test_it_says_which_bars_are_kept_and_fits_every_size(open_: Pilot) -> None:
    for chosen in ((2, 3), (5, 8), (9, 12)):
        room(open_).loop.set(chosen)
        room(open_).loop.keep("tricky" if chosen == (5, 8) else "")
    room(open_).loop.set((1, 6))
    open_page(open_, "Speed and bars")
    lint(open_, in_sight=("Done",))
    open_.press("Kept loops: The tricky bit")
    lint(open_, in_sight=("Done",))


# -- kept with the piece -------------------------------------------------------------------------------------------------


def test_a_loop_is_kept_under_a_name_and_there_again_next_lesson(
    at_home: Start, pilot_at: Callable[..., Pilot], folder: Path
) -> None:
    pilot = at_home()
    put(pilot, twelve())
    room(pilot).loop.set((2, 3))
    open_page(pilot, "Speed and bars")
    pilot.press("Keep this loop")
    lint(pilot, in_sight=("Done",))
    pilot.press("A name for this loop: The tricky bit")
    pilot.press("Done")
    pilot.close(backup=False)

    again = pilot_at(folder)
    again.settle()
    again.write("four quiet green tubas")
    again.enter()
    again.press("That is me")
    (row,) = again.lesson.mine.pieces
    again.lesson.carry_on(row, lambda: again.studio.move(Go("play")))
    again.settle()
    assert bars(again) is None  # it is offered, and does not go round by itself
    open_page(again, "Speed and bars")
    again.press("Kept loops: The tricky bit")
    assert bars(again) == (2, 3)
    again.press("Forget this loop")
    assert room(again).loop.kept == ()
    assert again.lesson.journal.setting(f"loops {row.id}") == []


def test_the_loops_of_a_piece_are_its_own_and_nothing_of_a_guest_is_kept(unlocked: Start) -> None:
    pilot = unlocked(1)
    pilot.press("Just visiting")
    put(pilot, twelve())
    room(pilot).loop.set((2, 3))
    room(pilot).loop.keep("start")
    assert len(room(pilot).loop.kept) == 1
    put(pilot, twelve("own:another"))

    assert room(pilot).loop.kept == ()
    assert pilot.lesson.journal.check().takes == ()


def test_a_loop_is_in_the_take(open_: Pilot) -> None:
    room(open_).loop.set((2, 3))
    open_.press("Record")
    count_in(open_)
    open_.play(64)
    open_.press("Stop and keep")

    assert takes(open_)[0].bars == (2, 3)


def test_who_comes_back_to_a_loop_sees_its_bars(open_: Pilot) -> None:
    room(open_).loop.set((4, 5))
    open_.studio.move(Go("goals"))
    open_.settle()
    open_.studio.move(Go("play"))
    open_.settle()

    assert room(open_).drag.shown(room(open_).head.last.tick) == 3 * BAR
