"""Lanes: a press takes a layer in hand or plays from there, and only what moves is drawn again."""

from typing import Any

import pygame
import pytest

from studio.ui import nodes as n
from studio.ui.lanes import Lane, Lanes, Loop, _numbers, ruler_px
from studio.ui.roll import RollNote
from studio.ui.runtime import Ui
from studio.ui.section_grid import shared
from studio.ui.theme import THEMES, Theme

LOOP = Loop(4, 4.0, 1.0)
TUNE = tuple(RollNote(float(at), 0.9, 60 + at, 1) for at in range(16))
BASS = (RollNote(0.0, 16.0, 40, 2),)


class Stage:
    def __init__(self, **look: Any) -> None:
        self.head: float | None = None
        self.asked: list[tuple[str, float]] = []
        self.lanes = Lanes(
            lambda: self.head,
            lambda: (),
            lambda lane: self.asked.append(("lane", lane)),
            lambda at: self.asked.append(("seek", at)),
        )
        self.ui = Ui(Theme(**look), (1280, 680))
        self.surface = pygame.Surface((1280, 680))
        shown = (Lane(TUNE, 1), Lane(BASS, 2, lit=False, chosen=True), Lane((), 3, recorded=True))
        ruler = self.lanes.ruler("ruler", shown, LOOP, name="Bars", theme=self.ui.theme)
        lanes = self.lanes.node("lanes", shown, LOOP, name="All", theme=self.ui.theme)
        self.ui.show(n.Column(n.Row(ruler), n.Row(lanes), gap=0))
        self.draw()
        self.draw()  # the ruler is as wide as the lanes were

    def draw(self) -> None:
        self.ui.draw(self.surface)

    @property
    def rect(self) -> pygame.Rect:
        ruler, lanes = (next(w.rect for w in self.ui.tree() if w.key == key) for key in ("ruler", "lanes"))
        return ruler.union(lanes)

    def press(self, across: float, down: int) -> None:
        pos = (round(self.rect.left + across * self.rect.width), self.rect.top + down)
        self.ui.handle(pygame.Event(pygame.MOUSEBUTTONDOWN, pos=pos, button=1, touch=False))
        self.ui.handle(pygame.Event(pygame.MOUSEBUTTONUP, pos=pos, button=1, touch=False))


def test_a_press_on_a_lane_takes_it_in_hand_and_one_on_the_ruler_plays_from_there() -> None:
    stage = Stage()
    stage.press(0.5, stage.rect.height - 4)
    stage.press(0.5, ruler_px(stage.ui.theme) + 4)
    stage.press(0.5, 4)
    assert stage.asked == [("lane", 2), ("lane", 0), ("seek", pytest.approx(8.0, abs=0.05))]


def test_the_playhead_moves_over_a_picture_that_is_kept() -> None:
    stage = Stage()
    kept = stage.lanes._drawn
    before = stage.surface.copy()
    stage.head = 6.5
    stage.draw()
    assert stage.lanes._drawn is kept
    assert pygame.image.tobytes(stage.surface, "RGB") != pygame.image.tobytes(before, "RGB")


@pytest.mark.parametrize("name", sorted(THEMES))
def test_what_is_silent_is_drawn_without_its_colour_in_every_theme(name: str) -> None:
    stage = Stage(name=name)
    seen = {stage.surface.get_at((x, y))[:3] for x in range(40, 1200, 7) for y in range(stage.rect.height)}
    assert stage.ui.theme.layer(1) in seen
    assert stage.ui.theme.layer(2) not in seen


def test_the_playheads_flag_leaves_no_half_of_a_number_beside_it() -> None:
    stage = Stage(name="cream")
    theme = stage.ui.theme
    number = _numbers(stage.rect, theme, LOOP)[1]
    stage.head = 4.4
    stage.draw()
    left = {
        tuple(stage.surface.get_at((number.left + x, y)))[:3]
        for x in range(3)
        for y in range(number.top, number.bottom)
    }
    assert left == {tuple(theme.colour("roll"))[:3]}


def test_columns_of_a_song_share_their_row_by_length_and_none_is_too_narrow_for_its_name() -> None:
    ends = shared([4, 8, 8, 400], 1000, 100)
    wide = [b - a for a, b in zip((0, *ends[:-1]), ends, strict=True)]
    assert ends[-1] == 1000
    assert wide[1] == wide[2] > wide[0] >= 100
    assert wide[3] > wide[1]
    assert wide[3] - 100 <= 8 * (wide[0] - 100 + 1)  # one long part leaves the others room
    assert shared([1, 1, 1], 90, 100) == [30, 60, 90]
