"""The piano roll: by mouse, by fingers and by keys the same is asked for; thousands of notes cost what is in sight."""

from collections.abc import Collection
from typing import Any, NamedTuple

import pygame
import pytest

from studio.ui import nodes as n
from studio.ui.pianoroll import picture, view
from studio.ui.pianoroll.roll import PianoRoll, Tool
from studio.ui.pianoroll.sheet import Sheet
from studio.ui.runtime import Ui
from studio.ui.theme import THEMES, Theme

BAR, BEAT, SNAP = 1920, 480, 240


class Note(NamedTuple):
    start: float
    length: float
    pitch: int
    velocity: int = 80
    times: int = 1
    id: int = 0


class Owner:
    """Keeps what was asked for, and does the little of it that the tests look at."""

    def __init__(self, *notes: Note, bars: int = 4) -> None:
        self.notes, self.bars = notes, bars
        self.asked: list[tuple[Any, ...]] = []
        self.time: float | None = None
        self.tool: Tool = "draw"
        self.snap = SNAP
        self._sheet = Sheet(notes, bars, BAR, BEAT)

    def sheet(self) -> Sheet:
        if self._sheet.notes is not self.notes:
            self._sheet = Sheet(self.notes, self.bars, BAR, BEAT)
        return self._sheet

    def add(self, start: float, length: float, pitch: int) -> int:
        self.asked.append(("add", start, length, pitch))
        made = max((note.id for note in self.notes), default=0) + 1
        self.notes = tuple(sorted((*self.notes, Note(start, length, pitch, id=made))))
        return made

    def move(self, ids: Collection[int], ticks: float, semitones: int) -> None:
        self.asked.append(("move", sorted(ids), ticks, semitones))
        self.notes = tuple(
            x._replace(start=x.start + ticks, pitch=x.pitch + semitones) if x.id in ids else x for x in self.notes
        )

    def stretch(self, ids: Collection[int], ticks: float, *, from_start: bool) -> None:
        self.asked.append(("stretch", sorted(ids), ticks, from_start))

    def split(self, ids: Collection[int], tick: float) -> None:
        self.asked.append(("split", sorted(ids), tick))

    def join(self, ids: Collection[int]) -> None:
        self.asked.append(("join", sorted(ids)))

    def delete(self, ids: Collection[int]) -> None:
        self.asked.append(("delete", sorted(ids)))
        self.notes = tuple(note for note in self.notes if note.id not in ids)

    def copy(self, ids: Collection[int]) -> None:
        self.asked.append(("copy", sorted(ids)))

    def paste(self, at: float) -> Collection[int]:
        self.asked.append(("paste", at))
        return ()

    def louder(self, ids: Collection[int], by: int) -> None:
        self.asked.append(("louder", sorted(ids), by))

    def hear(self, pitch: int, velocity: int) -> None:
        pass

    def seek(self, tick: float) -> None:
        self.asked.append(("seek", tick))

    def picked(self) -> None:
        pass


class Stage:
    """A roll in a window: presses and drags at ticks and pitches."""

    def __init__(self, owner: Owner, **theme: Any) -> None:
        self.owner = owner
        self.roll = PianoRoll(
            owner.sheet,
            owner,
            now=lambda: owner.time,
            snap=lambda: owner.snap,
            tool=lambda: owner.tool,
        )
        self.ui = Ui(Theme(**theme), (1280, 680))
        self.surface = pygame.Surface((1280, 680))
        self.ui.show(n.Column(self.roll.node("roll", "Notes", focused=lambda: True), grow=1), focus="roll")
        self.draw()

    def draw(self) -> None:
        self.ui.draw(self.surface)

    @property
    def well(self) -> pygame.Rect:
        return picture.well(next(w.rect for w in self.ui.tree() if w.key == "roll"), self.ui.theme)

    def at(self, tick: float, pitch: int) -> tuple[int, int]:
        seen = self.roll.view
        assert seen is not None
        return self.well.left + seen.x(tick), self.well.top + seen.y(pitch) + seen.row_px // 2

    def drag(self, *places: tuple[float, int], mod: int = 0) -> None:
        pygame.key.set_mods(mod)
        first, *rest = [self.at(*place) for place in places]
        self.ui.handle(pygame.Event(pygame.MOUSEBUTTONDOWN, pos=first, button=1, touch=False))
        for pos in rest:
            self.ui.handle(pygame.Event(pygame.MOUSEMOTION, pos=pos, rel=(1, 1), buttons=(1, 0, 0), touch=False))
            self.draw()
        self.ui.handle(pygame.Event(pygame.MOUSEBUTTONUP, pos=(rest or [first])[-1], button=1, touch=False))
        pygame.key.set_mods(0)
        self.ui.focus.go("roll")

    def key(self, *keys: int, mod: int = 0) -> None:
        for key in keys:
            assert self.ui.press(key, mod=mod)
            self.draw()


def test_a_press_on_nothing_puts_a_note_on_the_grid_and_a_drag_makes_it_longer() -> None:
    stage = Stage(Owner())
    stage.drag((500, 64))
    stage.drag((1000, 60), (1650, 60))
    assert stage.owner.asked == [("add", 480.0, 240.0, 64), ("add", 960.0, 720.0, 60)]
    assert stage.roll.chosen == {2}


def test_a_note_that_is_carried_comes_to_the_grid_and_those_chosen_with_it_keep_their_distance() -> None:
    stage = Stage(Owner(Note(100, 300, 60, id=1), Note(510, 300, 64, id=2), Note(2000, 300, 62, id=3)))
    stage.roll.choose(frozenset({1, 2}))
    stage.drag((200, 60), (460, 61), (700, 62))
    assert stage.owner.asked == [("move", [1, 2], 620.0, 2)]  # 100 + 500 is nearest to 720
    assert stage.roll.cursor == (720.0, 62)


def test_notes_are_carried_as_far_as_the_ends_let_them_all() -> None:
    stage = Stage(Owner(Note(0, 240, 60, id=1), Note(960, 240, 60, id=2)))
    stage.roll.choose(frozenset({1, 2}))
    stage.drag((1080, 60), (500, 60), (40, 60))
    assert stage.owner.asked == []


def test_pulling_at_an_end_of_a_note_stretches_it_and_its_start_stays_before_its_end() -> None:
    stage = Stage(Owner(Note(480, 960, 60, id=1)))
    stage.drag((1435, 60), (1600, 60), (1700, 60))
    stage.drag((485, 60), (600, 60), (3000, 60))
    assert stage.owner.asked == [("stretch", [1], 240.0, False), ("stretch", [1], -720.0, True)]


def test_alt_and_a_drag_upwards_strikes_harder() -> None:
    stage = Stage(Owner(Note(480, 960, 60, id=1)))
    seen = stage.roll.view
    assert seen is not None
    stage.drag((900, 60), (900, 62), mod=pygame.KMOD_ALT)
    assert stage.owner.asked == [("louder", [1], seen.row_px)]


def test_a_box_chooses_what_it_touches_and_shift_takes_one_out() -> None:
    stage = Stage(Owner(Note(480, 240, 60, id=1), Note(960, 240, 64, id=2), Note(960, 240, 72, id=3)))
    stage.owner.tool = "choose"
    stage.drag((240, 58), (700, 62), (1000, 66))
    assert stage.roll.chosen == {1, 2}
    stage.drag((500, 60), mod=pygame.KMOD_SHIFT)
    assert stage.roll.chosen == {2}
    assert stage.owner.asked == []


def test_escape_in_the_middle_of_a_drag_does_nothing_of_it() -> None:
    stage = Stage(Owner(Note(480, 480, 60, id=1)))
    for kind, place in ((pygame.MOUSEBUTTONDOWN, (700, 60)), (pygame.MOUSEMOTION, (1500, 64))):
        stage.ui.handle(pygame.Event(kind, pos=stage.at(*place), button=1, buttons=(1, 0, 0), rel=(1, 1), touch=False))
    stage.ui.focus.go("roll")
    stage.key(pygame.K_ESCAPE)
    stage.ui.handle(pygame.Event(pygame.MOUSEBUTTONUP, pos=stage.at(1500, 64), button=1, touch=False))
    assert stage.owner.asked == []


def test_every_drag_can_be_done_by_keys() -> None:
    stage = Stage(Owner(Note(480, 480, 60, id=1), Note(1440, 480, 67, id=2)))
    stage.key(pygame.K_PERIOD)
    assert stage.roll.chosen == {1}
    stage.key(pygame.K_RIGHT, pygame.K_UP)
    stage.key(pygame.K_RIGHT, mod=pygame.KMOD_SHIFT)
    stage.key(pygame.K_LEFT, mod=pygame.KMOD_CTRL)
    stage.key(pygame.K_PLUS, pygame.K_MINUS)
    stage.key(pygame.K_k, pygame.K_j, pygame.K_c, mod=pygame.KMOD_CTRL)
    stage.key(pygame.K_DELETE)
    assert stage.owner.asked == [
        ("move", [1], 240.0, 0),
        ("move", [1], 0.0, 1),
        ("stretch", [1], 240.0, False),
        ("move", [1], -30.0, 0),
        ("louder", [1], 8),
        ("louder", [1], -8),
        ("split", [1], 960.0),
        ("join", [1]),
        ("copy", [1]),
        ("delete", [1]),
    ]


def test_a_start_is_pulled_and_notes_are_gathered_by_keys_too() -> None:
    stage = Stage(Owner(Note(480, 480, 60, id=1), Note(1440, 480, 67, id=2), Note(1920, 480, 62, id=3)))
    stage.key(pygame.K_PERIOD)
    stage.key(pygame.K_PERIOD, mod=pygame.KMOD_SHIFT)
    assert stage.roll.chosen == {1, 2}
    stage.key(pygame.K_RIGHT, pygame.K_LEFT, mod=pygame.KMOD_ALT)
    assert stage.owner.asked == [("stretch", [1, 2], -240.0, True), ("stretch", [1, 2], 240.0, True)]


def test_what_is_copied_goes_in_behind_and_what_is_cut_is_cut_where_the_cursor_stands_or_in_the_middle() -> None:
    stage = Stage(Owner(Note(480, 480, 60, id=1)))
    stage.key(pygame.K_PERIOD)
    stage.key(pygame.K_c, pygame.K_v, mod=pygame.KMOD_CTRL)
    stage.roll.choose(frozenset({1}))
    for cursor in (480.0, 600.0, 3000.0):
        stage.roll.cursor = (cursor, 60)
        stage.key(pygame.K_k, mod=pygame.KMOD_CTRL)
    cuts = [("split", [1], 720.0), ("split", [1], 600.0), ("split", [1], 720.0)]
    assert stage.owner.asked == [("copy", [1]), ("paste", 960.0), *cuts]


def test_with_nothing_chosen_arrows_go_about_and_enter_puts_notes_in_one_after_another() -> None:
    stage = Stage(Owner())
    stage.key(pygame.K_RIGHT, pygame.K_UP, pygame.K_RETURN, pygame.K_RETURN)
    assert stage.owner.asked == [("add", 240.0, 240.0, 61), ("add", 480.0, 240.0, 61)]
    assert stage.roll.cursor == (720.0, 61)


def test_what_stands_at_the_cursor_is_said() -> None:
    stage = Stage(Owner(Note(2880, 720, 64, id=1)))
    stage.key(pygame.K_PERIOD)
    assert stage.roll.value() == "E4, bar 2 beat 3, 1.5 beats long, one chosen"
    stage.key(pygame.K_ESCAPE, pygame.K_HOME)
    assert stage.roll.value() == "E4, bar 1 beat 1, nothing here"


def test_the_cursor_is_scrolled_into_sight_at_every_end() -> None:
    stage = Stage(Owner(bars=64))
    for keys in ((pygame.K_END,), (pygame.K_PAGEUP,) * 6, (pygame.K_PAGEDOWN,) * 12, (pygame.K_HOME,)):
        stage.key(*keys)
        seen = stage.roll.view
        assert seen is not None
        tick, pitch = stage.roll.cursor
        assert seen.left <= tick < seen.right
        assert seen.bottom <= pitch <= seen.top


def test_the_page_turns_with_the_music_unless_somebody_looks_elsewhere() -> None:
    stage = Stage(Owner(bars=64))
    seen = stage.roll.view
    assert seen is not None
    stage.owner.time = seen.right - 20
    stage.draw()
    turned = stage.roll.view
    assert turned is not None
    assert turned.left > seen.left
    stage.roll.view = view.moved(turned, stage.owner.sheet(), x=-10_000)
    stage.owner.time = turned.left + 5000
    stage.draw()
    assert stage.roll.view.left == 0


def test_two_fingers_zoom_and_move_no_note() -> None:
    stage = Stage(Owner(Note(480, 480, 60, id=1), bars=32))
    before = stage.roll.view
    assert before is not None

    def finger(kind: int, which: int, tick: float, pitch: int) -> None:
        x, y = stage.at(tick, pitch)
        stage.ui.handle(pygame.Event(kind, finger_id=which, x=x / 1280, y=y / 680, dx=0, dy=0))

    finger(pygame.FINGERDOWN, 1, 700, 60)
    finger(pygame.FINGERDOWN, 2, 1400, 60)
    finger(pygame.FINGERMOTION, 2, 2600, 60)
    finger(pygame.FINGERUP, 1, 700, 60)
    finger(pygame.FINGERUP, 2, 2600, 60)
    assert stage.roll.view is not None
    assert stage.roll.view.tick_px > before.tick_px
    assert stage.owner.asked == []


def test_one_finger_carries_a_note_as_the_mouse_does() -> None:
    stage = Stage(Owner(Note(480, 480, 60, id=1)))
    for kind, tick in ((pygame.FINGERDOWN, 700), (pygame.FINGERMOTION, 1200), (pygame.FINGERUP, 1200)):
        x, y = stage.at(tick, 60)
        stage.ui.handle(pygame.Event(kind, finger_id=1, x=x / 1280, y=y / 680, dx=0, dy=0))
    assert stage.owner.asked == [("move", [1], 480.0, 0)]


def test_the_wheel_with_ctrl_zooms_around_what_is_under_it() -> None:
    stage = Stage(Owner(bars=64))
    seen = stage.roll.view
    assert seen is not None
    pos = stage.at(3000, 60)
    pygame.key.set_mods(pygame.KMOD_CTRL)
    stage.ui.handle(pygame.Event(pygame.MOUSEWHEEL, x=0, y=2, precise_y=2.0, pos=pos))
    pygame.key.set_mods(0)
    assert stage.roll.view is not None
    assert stage.roll.view.tick_px > seen.tick_px
    assert stage.roll.view.tick(pos[0] - stage.well.left) == pytest.approx(3000, abs=BEAT / 8)


def test_what_did_not_change_is_not_drawn_again() -> None:
    stage = Stage(Owner(*(Note(at * 10, 60, 48 + at % 24, id=at) for at in range(700))))
    stage.draw()  # it has found out what is in sight
    assert stage.ui.draw(stage.surface) == []
    kept = stage.roll._picture._drawn
    stage.owner.time = 700.0
    stage.draw()
    assert stage.roll._picture._drawn is kept  # the playhead is drawn over it
    stage.key(pygame.K_PERIOD)
    assert stage.roll._picture._drawn is not kept


def test_only_notes_in_sight_are_drawn() -> None:
    owner = Owner(*(Note(at * 60.0, 50, 48 + at % 24, id=at) for at in range(5000)), bars=160)
    stage = Stage(owner)
    assert stage.roll.view is not None
    assert len(list(picture._in_sight(owner.notes, owner.sheet(), stage.roll.view))) < 200


@pytest.mark.parametrize("name", sorted(THEMES))
@pytest.mark.parametrize("text_scale", [1.0, 2.0])
def test_a_note_that_was_chosen_stands_out_in_every_theme(name: str, text_scale: float) -> None:
    stage = Stage(Owner(Note(480, 960, 60, id=1), Note(2400, 960, 60, id=2)), name=name, text_scale=text_scale)
    stage.roll.choose(frozenset({1}))
    stage.roll.cursor = (0.0, 72)
    stage.ui.dirty_all()
    stage.draw()
    for tick, edge in ((480, True), (2400, False)):
        x, y = stage.at(tick + 500, 60)
        assert stage.roll.view is not None
        top = y - stage.roll.view.row_px // 2
        column = [stage.surface.get_at((x, top + down))[:3] for down in range(4)]
        assert (THEMES[name]["text"] in column) is edge
