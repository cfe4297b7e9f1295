"""The screen answers mouse, keys and fingers, and draws only what changed."""

from collections.abc import Callable
from typing import Any

import pygame
import pytest

from studio.ui import nodes as n
from studio.ui.lint import TARGET
from studio.ui.runtime import Ui
from studio.ui.theme import Theme
from tests.studio.ui.conftest import mouse

Show = Callable[..., Ui]
Sample = Callable[[Theme], n.Node]


def three(said: list[object], **more: Any) -> n.Node:
    return n.Column(*(n.Button(key, key, lambda key=key: said.append(key), **more) for key in "abc"), align="start")


def pixels(surface: pygame.Surface) -> bytes:
    return pygame.image.tobytes(surface, "RGB")


def test_a_click_presses_and_takes_the_focus(show: Show, said: list[object]) -> None:
    ui = show(three(said))
    ui.click("b")
    assert said == ["b"]
    assert ui.focused == "b"


def test_the_second_half_of_a_double_click_presses_nothing_on_the_screen_that_follows(show: Show) -> None:
    now, said = [0], list[str]()
    ui = show(n.Button("me", "That is me", lambda: said.append("me")), now=lambda: now[0])
    at = ui.find("That is me").rect.center

    def click() -> None:
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            ui.handle(mouse(kind, at))

    click()
    ui.show(n.Button("music", "Just music", lambda: said.append("music")))
    now[0] = 200
    click()
    assert said == ["me"]
    now[0] = 700
    click()
    assert said == ["me", "music"]


def test_a_press_that_slides_off_does_nothing(show: Show, said: list[object]) -> None:
    ui = show(three(said))
    at = ui.find("a").rect.center
    ui.handle(mouse(pygame.MOUSEBUTTONDOWN, at))
    ui.handle(mouse(pygame.MOUSEMOTION, (900, 600)))
    ui.handle(mouse(pygame.MOUSEBUTTONUP, (900, 600)))
    assert said == []


def test_a_press_three_pixels_beside_a_control_is_meant_for_it(show: Show, said: list[object]) -> None:
    ui = show(three(said))
    right = ui.find("a").rect.right
    for beside in (3, 8):
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            ui.handle(mouse(kind, (right + beside - 1, ui.find("a").rect.centery)))
    assert said == ["a"]


def test_tab_goes_in_reading_order_and_round_and_shift_goes_back(show: Show, said: list[object]) -> None:
    ui = show(three(said))
    seen = []
    for _ in range(4):
        ui.press(pygame.K_TAB)
        seen.append(ui.focused)
    ui.press(pygame.K_TAB, mod=pygame.KMOD_SHIFT)
    assert [*seen, ui.focused] == ["a", "b", "c", "a", "c"]


def test_a_group_is_one_stop_with_arrows_inside(show: Show, said: list[object]) -> None:
    options = (("l", "Left"), ("r", "Right"), ("b", "Both"))
    ui = show(n.Column(n.Choice("hands", options, "r", said.append), n.Button("next", "Next", n.nothing)))
    ui.press(pygame.K_TAB)
    assert (ui.focused, ui.focus.part) == ("hands", 1)
    ui.press(pygame.K_RIGHT)
    ui.press(pygame.K_RETURN)
    assert said == ["b"]
    ui.press(pygame.K_TAB)
    assert ui.focused == "next"


def test_up_and_down_move_by_a_row_of_tiles(show: Show, said: list[object]) -> None:
    options = tuple((at, f"Tile {at}", "star") for at in range(8))
    ui = show(n.Chips("tiles", options, frozenset(), said.append, columns=4))
    for key in (pygame.K_TAB, pygame.K_DOWN, pygame.K_RIGHT, pygame.K_SPACE):
        ui.press(key)
    assert said == [5]


def test_a_ladder_is_turned_by_arrows_and_zero_is_a_value(show: Show, said: list[object]) -> None:
    ui = show(n.Ladder("goal", None, said.append, "Play for Nan"), focus="goal")
    ui.press(pygame.K_UP)
    assert said == [0]


def test_each_rung_of_a_ladder_that_is_pressed_is_as_tall_as_a_finger_needs(show: Show, said: list[object]) -> None:
    ui = show(n.Column(n.Ladder("goal", 3, said.append, "Play for Nan"), n.Space()))
    rect = ui.find("Play for Nan").rect
    assert rect.height >= 11 * ui.theme.px(TARGET)
    for off in (-20, 20):
        at = (rect.centerx, round(rect.bottom - 7.5 * rect.height / 11) + ui.theme.px(off))
        ui.handle(mouse(pygame.MOUSEBUTTONDOWN, at))
        ui.handle(mouse(pygame.MOUSEBUTTONUP, at))
    assert said == [7, 7]


def test_a_ladder_that_only_shows_says_where_it_stands_and_is_no_stop(show: Show) -> None:
    ui = show(n.Row(n.Ladder("zero", 0, None, "Play for Nan"), n.Ladder("none", None, None, "Sing")))
    assert [widget.name for widget in ui.tree() if widget.role == "picture"] == ["0 of 10", "not said yet"]
    assert not ui.focus.stops()


@pytest.mark.parametrize("value", [0, 5, 10])
def test_a_press_on_a_rung_of_the_ladder_says_that_number(show: Show, said: list[object], value: int) -> None:
    ui = show(n.Ladder("goal", 3, said.append, "Play for Nan"))
    rect = ui.find("Play for Nan").rect
    at = (rect.centerx, round(rect.bottom - (value + 0.5) * rect.height / 11))
    ui.handle(mouse(pygame.MOUSEBUTTONDOWN, at))
    ui.handle(mouse(pygame.MOUSEBUTTONUP, at))
    assert said == [value]


def test_enter_and_space_stay_free_until_the_ring_shows(show: Show, said: list[object]) -> None:
    ui = show(three(said))
    ui.click("a")
    assert not ui.press(pygame.K_SPACE)
    ui.press(pygame.K_TAB)
    assert ui.press(pygame.K_SPACE)
    assert said == ["a", "a"]


def test_a_key_held_down_presses_once(show: Show, said: list[object]) -> None:
    ui = show(three(said), focus="a")
    for _ in range(5):
        ui.handle(pygame.Event(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0, unicode="", scancode=0))
    ui.handle(pygame.Event(pygame.KEYUP, key=pygame.K_RETURN, mod=0, unicode="", scancode=0))
    assert said == ["a"]
    ui.press(pygame.K_RETURN)
    assert said == ["a", "a"]


def test_keys_repeat_only_while_writing(show: Show) -> None:
    ui = show(n.Column(n.TextBox("box", "", n.ignored, label="Name"), n.Button("b", "b", n.nothing)), focus="box")
    assert pygame.key.get_repeat() != (0, 0)
    ui.press(pygame.K_TAB)
    assert pygame.key.get_repeat() == (0, 0)


def test_a_control_that_is_off_is_neither_pressed_nor_stopped_at(show: Show, said: list[object]) -> None:
    ui = show(n.Column(n.Button("a", "a", lambda: said.append("a"), enabled=False), n.Button("b", "b", n.nothing)))
    ui.click("a")
    ui.press(pygame.K_TAB)
    assert (said, ui.focused) == ([], "b")


def test_focus_scrolling_and_caret_stay_when_the_screen_is_built_anew(show: Show, said: list[object]) -> None:
    def build() -> n.Node:
        return n.Scroll(n.Column(*(n.Button(f"b{at}", f"b{at}", n.nothing) for at in range(40))), "view")

    ui = show(build())
    ui.focus.go("b30")
    down = ui.offsets["view"]
    assert down > 0
    ui.show(build())
    assert (ui.focused, ui.offsets["view"]) == ("b30", down)


def test_what_has_the_focus_is_scrolled_into_view(show: Show) -> None:
    ui = show(n.Scroll(n.Column(*(n.Button(f"b{at}", f"b{at}", n.nothing) for at in range(40))), "view"))
    for _ in range(25):
        ui.press(pygame.K_TAB)
        rect = next(w for w in ui.tree() if w.key == ui.focused).rect
        assert ui.layout.window.contains(rect)


def test_a_screen_opens_at_its_heading_where_the_focus_shows_its_upper_edge(show: Show) -> None:
    tall = n.Card(n.Space(size=900), key="card", label="Card", do=n.nothing)
    ui = show(
        n.Scroll(n.Column(n.Text("Hello", "h1"), tall, n.Button("next", "Next", n.nothing)), "view"), focus="card"
    )
    assert ui.focused == "card"
    assert ui.offsets.get("view", 0) == 0
    ui.press(pygame.K_TAB)
    assert ui.offsets["view"] > 0


def test_the_wheel_and_the_page_keys_scroll(show: Show) -> None:
    ui = show(n.Scroll(n.Text("words\n" * 100), "view"))
    ui.handle(pygame.Event(pygame.MOUSEWHEEL, x=0, y=-1, precise_y=-1.0, pos=(100, 100)))
    wheel = ui.offsets["view"]
    ui.press(pygame.K_PAGEDOWN)
    assert 0 < wheel < ui.offsets["view"]
    ui.press(pygame.K_HOME)
    assert ui.offsets["view"] == 0


def test_a_finger_that_drags_scrolls_and_does_not_press(show: Show, said: list[object]) -> None:
    ui = show(n.Scroll(n.Column(*(n.Button(f"b{at}", f"b{at}", lambda: said.append(1)) for at in range(40))), "view"))
    for kind, y in ((pygame.MOUSEBUTTONDOWN, 300), (pygame.MOUSEMOTION, 280), (pygame.MOUSEMOTION, 200)):
        ui.handle(pygame.Event(kind, pos=(100, y), button=1, buttons=(1, 0, 0), rel=(0, 0), touch=True))
    ui.handle(pygame.Event(pygame.MOUSEBUTTONUP, pos=(100, 200), button=1, touch=True))
    assert said == []
    assert ui.offsets["view"] == 100


def test_a_dialog_holds_the_focus_and_gives_it_back(show: Show, said: list[object]) -> None:
    base = three(said)
    ui = show(base, focus="b")
    dialog = n.Dialog(
        "Sure?", n.Row(n.Button("yes", "Yes", n.nothing), n.Button("no", "No", n.nothing)), "d", n.nothing
    )
    ui.show(n.Overlay(base, dialog))
    seen = {ui.focused}
    for _ in range(5):
        ui.press(pygame.K_TAB)
        seen.add(ui.focused)
    ui.handle(mouse(pygame.MOUSEBUTTONDOWN, next(w for w in ui.tree() if w.key == "a").rect.center))
    ui.handle(mouse(pygame.MOUSEBUTTONUP, next(w for w in ui.tree() if w.key == "a").rect.center))
    assert seen == {"yes", "no"}
    assert said == []
    ui.show(base)
    assert ui.focused == "b"


def test_escape_leaves_a_dialog_and_is_free_elsewhere(show: Show, said: list[object]) -> None:
    ui = show(n.Overlay(three(said), n.Dialog("Sure?", n.Text("?"), "d", lambda: said.append("left"))))
    assert ui.press(pygame.K_ESCAPE)
    assert said == ["left"]
    assert not show(three(said)).press(pygame.K_ESCAPE)


def test_a_held_button_repeats_by_the_clock(said: list[object]) -> None:
    clock = [0]
    ui = Ui(Theme(), (400, 300), now=lambda: clock[0])
    ui.show(three(said, repeat=True))
    surface = pygame.Surface((400, 300))
    ui.handle(mouse(pygame.MOUSEBUTTONDOWN, ui.find("a").rect.center))
    for clock[0] in range(0, 1000, 50):
        ui.draw(surface)
    assert 4 <= len(said) <= 8


def test_reading_aloud_is_told_name_kind_and_value(show: Show, said: list[object]) -> None:
    ui = show(n.Toggle("click", "Click", True, n.ignored))
    ui.announce = said.append
    ui.press(pygame.K_TAB)
    assert said == ["Click, tick box, on"]


def test_what_is_missing_is_said_with_what_there_is(show: Show, said: list[object]) -> None:
    ui = show(three(said))
    with pytest.raises(LookupError, match="'a', 'b', 'c'"):
        ui.find("Undo")
    with pytest.raises(LookupError, match="has the key"):
        ui.click("undo")


def test_the_windows_clock_runs_without_all_of_pygame() -> None:
    ui = Ui(Theme(), (400, 300))
    before = ui.now()
    while ui.now() == before:
        pass

    assert ui.now() > before
