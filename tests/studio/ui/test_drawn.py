"""Only what changed is drawn, and the picture is the one that drawing all would give."""

import random
from collections.abc import Callable

import pygame
import pytest

from studio.ui import nodes as n
from studio.ui.runtime import Ui
from studio.ui.theme import THEMES, Theme
from tests.studio.ui.conftest import mouse

Show = Callable[..., Ui]
Sample = Callable[[Theme], n.Node]
SEEN, SEEN_PIXELS = 12, 60  # how much a channel is another before an eye sees it, and on how many pixels


def pixels(surface: pygame.Surface) -> bytes:
    return pygame.image.tobytes(surface, "RGB")


def test_a_screen_that_stays_the_same_is_not_drawn_again(show: Show, sample: Sample, window: pygame.Surface) -> None:
    ui = show(sample(Theme()))
    assert ui.draw(window)
    assert ui.draw(window) == []
    ui.show(sample(Theme()))
    assert sum(rect.width * rect.height for rect in ui.draw(window)) == 0


@pytest.mark.parametrize(("before", "after"), [("two", ""), ("", "two"), ("two", "four")])
def test_what_goes_comes_or_changes_between_things_that_stay_is_seen(
    show: Show, window: pygame.Surface, before: str, after: str
) -> None:
    def rows(middle: str) -> n.Node:
        held = n.Column(n.Text(middle) if middle else None, height=60)
        return n.Column(n.Text("one"), held, n.Text("three"), align="start")

    ui = show(rows(before))
    ui.draw(window)
    ui.show(rows(after))
    assert sum(rect.height for rect in ui.draw(window)) < window.get_height() // 2, "only that is drawn"
    seen = pixels(window)
    ui.dirty_all()
    ui.draw(window)
    assert pixels(window) == seen


def test_a_live_canvas_is_drawn_alone(show: Show, window: pygame.Surface) -> None:
    drawn = []
    canvas = n.Canvas(
        "roll", lambda _s, rect, _t: drawn.append(rect), "picture", "Notes", min_size=(300, 200), live=True
    )
    ui = show(n.Column(canvas, *(n.Button(k, k, n.nothing) for k in "abc"), align="start"))
    ui.draw(window)
    assert ui.draw(window) == [pygame.Rect(0, 0, 300, 200)]


def test_a_canvas_with_a_version_is_drawn_when_that_changes(show: Show, window: pygame.Surface) -> None:
    version = [0]
    ui = show(n.Canvas("roll", lambda *_: None, "picture", "Notes", live=True, version=lambda: version[0]))
    ui.draw(window)
    assert ui.draw(window) == []
    version[0] = 1
    assert ui.draw(window)


def test_pictures_are_the_same_each_time(sample: Sample) -> None:
    pictures = set()
    for _ in range(2):
        surface = pygame.Surface((1280, 680))
        ui = Ui(Theme(), (1280, 680), now=lambda: 0)
        ui.show(sample(Theme()))
        ui.draw(surface)
        pictures.add(pixels(surface))
    assert len(pictures) == 1


@pytest.mark.parametrize("seed", range(3))
def test_drawing_only_what_changed_gives_the_same_picture_as_drawing_all(samples: dict[str, Sample], seed: int) -> None:
    chance = random.Random(seed)
    surface = pygame.Surface((1280, 680))
    ui = Ui(Theme(), (1280, 680), now=lambda: 0)
    for _ in range(25):
        match chance.randrange(5):
            case 0:
                ui.show(chance.choice(list(samples.values()))(ui.theme))
            case 1:
                ui.press(chance.choice([pygame.K_TAB, pygame.K_RIGHT, pygame.K_DOWN, pygame.K_PAGEDOWN, pygame.K_HOME]))
            case 2:
                at = (chance.randrange(1280), chance.randrange(680))
                ui.handle(mouse(pygame.MOUSEMOTION, at) if chance.random() < 0.5 else mouse(pygame.MOUSEBUTTONDOWN, at))
            case 3:
                ui.handle(mouse(pygame.MOUSEBUTTONUP, (chance.randrange(1280), chance.randrange(680))))
            case _:
                ui.write("word")
        ui.draw(surface)
        whole = pygame.Surface((1280, 680))
        ui.dirty_all()
        ui.draw(whole)
        assert pixels(surface) == pixels(whole)


def test_the_focus_ring_shows_around_every_stop_and_is_never_cut(
    show: Show, sample: Sample, window: pygame.Surface
) -> None:
    ui = show(sample(Theme()))
    for _ in range(30):
        ui.press(pygame.K_TAB)
        ui.draw(window)
        item = ui.focus.shown()
        ring = item.rect.inflate(13, 13)
        assert item.clip.contains(item.rect.inflate(14, 14).clip(ui.layout.window))
        for at in (ring.midleft, ring.midtop):
            assert window.get_at(at)[:3] == ui.theme.colour("focus")


def test_a_small_change_beside_a_shadow_leaves_no_trace(show: Show) -> None:
    def build(words: str) -> n.Node:
        start = n.Button("start", "Start", n.nothing, kind="primary")
        return n.Column(n.Row(start, n.Text(words), n.Space(), gap=14), n.Text(f"{words} under it"), pad=24, gap=14)

    surface, whole = pygame.Surface((1280, 680)), pygame.Surface((1280, 680))
    ui = show(build("One"))
    ui.draw(surface)
    ui.show(build("Three"))
    changed = ui.draw(surface)
    ui.dirty_all()
    ui.draw(whole)
    assert pixels(surface) == pixels(whole)
    assert sum(rect.width * rect.height for rect in changed) < 0.2 * 1280 * 680


def test_the_bar_of_a_list_moves_with_it_however_narrow_what_it_holds(show: Show) -> None:
    surface, whole = pygame.Surface((1280, 680)), pygame.Surface((1280, 680))
    rows = n.Column(*(n.Text(f"Row {row}") for row in range(60)), align="start")
    ui = show(n.Scroll(rows, "list"))
    ui.draw(surface)
    for by in (-10, 3, 20):
        ui.handle(pygame.Event(pygame.MOUSEWHEEL, x=0, y=by, precise_y=float(by), pos=(40, 200)))
        ui.draw(surface)
        ui.dirty_all()
        ui.draw(whole)
        assert pixels(surface) == pixels(whole)


def test_the_ring_goes_with_its_row_where_a_row_that_looks_the_same_takes_its_place(show: Show) -> None:
    def build(*keys: str) -> n.Node:
        return n.Column(*(n.Button(key, "Take back", n.nothing) for key in keys), align="start")

    surface, whole = pygame.Surface((1280, 680)), pygame.Surface((1280, 680))
    ui = show(build("first"))
    ui.handle(pygame.Event(pygame.KEYDOWN, key=pygame.K_TAB, mod=0, unicode="", scancode=0, repeat=False))
    assert ui.focused == "first"
    ui.draw(surface)
    ui.show(build("newer", "first"))
    assert ui.focused == "first"
    ui.draw(surface)
    ui.dirty_all()
    ui.draw(whole)
    assert pixels(surface) == pixels(whole)


@pytest.mark.parametrize("theme", THEMES)
def test_what_cannot_be_pressed_looks_otherwise_in_every_theme(show: Show, window: pygame.Surface, theme: str) -> None:
    def picture(*, enabled: bool) -> bytes:
        undo = n.Button("undo", "Undo", n.nothing, kind="bar", enabled=enabled)
        ui = show(n.Row(undo, n.Space()), name=theme)
        ui.draw(window)
        return pixels(window.subsurface(next(widget.rect for widget in ui.tree() if widget.key == "undo")))

    both = zip(picture(enabled=True), picture(enabled=False), strict=True)
    assert sum(abs(one - other) > SEEN for one, other in both) > SEEN_PIXELS
