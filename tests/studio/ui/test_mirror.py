"""A screen that is read from the right is the other way round, and its music is not; keys and pointer go where they point."""

from collections.abc import Callable

import pygame
import pytest

from studio.ui import answer_keys, mirror, runs
from studio.ui import nodes as n
from studio.ui import text as type_
from studio.ui.editing import Editing
from studio.ui.icon import known
from studio.ui.lint import faults
from studio.ui.runtime import Ui
from studio.ui.slider import slider
from studio.ui.theme import Theme
from tests.studio.ui.conftest import SAMPLES, mouse

Show = Callable[..., Ui]
PEN = type_.ink(Theme(), "body")
RIGHT = type_.ink(Theme(rtl=True), "body")
BOX = pygame.Rect(0, 0, 400, 24)


@pytest.fixture(autouse=True)
def one_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "fall_back", lambda _letter: None)


def places(ui: Ui) -> dict[str, pygame.Rect]:
    return {f"{w.key}/{w.part}": w.rect for w in ui.tree() if w.key}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_place_is_as_far_from_the_other_side_but_for_the_lights_over_the_keys(show: Show, name: str) -> None:
    usual, turned = (show(SAMPLES[name](Theme(rtl=rtl)), rtl=rtl) for rtl in (False, True))
    window = pygame.Rect((0, 0), usual.size)
    before, after = places(usual), places(turned)
    assert before.keys() == after.keys()
    across = (
        after["sure/0"].left - before["sure/0"].left if "sure/0" in after else 0
    )  # of the bar, which is at the left
    for key, rect in before.items():
        lies = rect.move(across, 0) if key.startswith("sure/") else mirror.reflected(rect, window)
        assert after[key] == lies, key
    assert len(faults(turned)) == len(faults(usual))


@pytest.mark.parametrize("name", SAMPLES)
def test_it_can_be_drawn(show: Show, name: str) -> None:
    ui = show(SAMPLES[name](Theme(rtl=True)), rtl=True)
    assert ui.draw(pygame.Surface(ui.size))


def test_what_is_music_keeps_its_order_where_its_row_went(show: Show) -> None:
    bars = n.Row(*(n.Button(str(bar), str(bar), n.nothing) for bar in (1, 2, 3)), music=True)
    ui = show(n.Column(n.Row(bars, n.Space(), n.Button("more", "More", n.nothing))), rtl=True)
    found = [places(ui)[f"{key}/0"].left for key in ("more", "1", "2", "3")]
    assert found == sorted(found)
    assert places(ui)["3/0"].right == ui.size[0]
    assert [item.music for item in ui.layout.placed if item.target] == [True, True, True, False]


def test_arrows_go_where_they_point(show: Show) -> None:
    options = tuple((letter, letter) for letter in "abc")
    for rtl, at in ((False, 1), (True, 0)):
        chosen: list[str] = []
        ui = show(n.Choice("one", options, "a", chosen.append), focus="one", rtl=rtl)
        ui.press(pygame.K_RIGHT)
        assert ui.focus.part == at
        ui.press(pygame.K_LEFT)
        ui.press(pygame.K_LEFT)
        assert ui.focus.part == (2 if rtl else 0)
    lights = n.Scale("sure", ("Not", "A bit", "Quite"), 0, n.ignored)
    ui = show(lights, focus="sure", rtl=True)
    ui.press(pygame.K_RIGHT)
    assert ui.focus.part == 1  # they stand over the keys, so they never turn


def test_a_slider_begins_at_the_right_and_is_told_the_same_values(show: Show) -> None:
    for rtl in (False, True):
        moved: list[int] = []
        node = slider("tidy", 50, moved.append, name="Tidy", said="half", ends=("None", "All"), places=(0, 100))
        ui = show(n.Column(node, align="stretch"), focus="tidy", rtl=rtl)
        rect = places(ui)["tidy/0"]
        ui.press(pygame.K_LEFT if rtl else pygame.K_RIGHT)
        begins = rect.right - 2 if rtl else rect.left + 2
        ui.handle(mouse(pygame.MOUSEBUTTONDOWN, (begins, rect.centery)))
        ui.handle(mouse(pygame.MOUSEBUTTONUP, (begins, rect.centery)))
        assert moved == [55, 0]


def test_keys_of_a_piano_stay_where_they_are(show: Show) -> None:
    pressed: list[int] = []
    given = tuple(answer_keys.Answer(letter) for letter in "CDEFG")
    ui = show(answer_keys.answers("keys", given, pressed.append, tall=160), rtl=True)
    rect = places(ui)["keys/0"]
    ui.handle(mouse(pygame.MOUSEBUTTONDOWN, (rect.left + 30, rect.bottom - 20)))
    ui.handle(mouse(pygame.MOUSEBUTTONUP, (rect.left + 30, rect.bottom - 20)))
    assert pressed == [0]


def test_a_list_is_dragged_by_its_bar_at_the_left(show: Show) -> None:
    beside = n.Row(n.Column(n.Scroll(n.Text("one\n" * 90), "list"), width=400), n.Space(), gap=0)
    ui = show(n.Column(beside, grow=1, height=600), rtl=True)
    for at, moves in (((1276, 40), False), ((3, 40), False), ((883, 40), True)):
        ui.handle(mouse(pygame.MOUSEBUTTONDOWN, at))
        ui.handle(mouse(pygame.MOUSEMOTION, (at[0], 90)))
        ui.handle(mouse(pygame.MOUSEBUTTONUP, (at[0], 90)))
        assert (ui.offsets["list"] > 0) == moves


@pytest.mark.parametrize(
    "node",
    [
        n.Progress("page", "", 0.3),
        n.Chips("feel", (("calm", "", "square"), ("wild", "", "circle")), frozenset({"wild"}), n.ignored),
        n.Choice("one", ((1, ""), (2, ""), (3, "")), 1, n.ignored),
        slider("tidy", 30, n.ignored, name="Tidy", said="a bit", ends=("", ""), places=(0, 60, 100)),
        n.TextBox("box", "", n.ignored),
    ],
    ids=("progress", "chips", "choice", "slider", "field"),
)
def test_what_is_drawn_without_words_is_its_own_mirror_image(show: Show, node: n.Node) -> None:
    """But for a pixel at an edge, where something of an odd size has no middle."""
    seen = []
    for rtl in (False, True):
        ui = show(n.Column(node), size=(640, 120), rtl=rtl)
        surface = pygame.Surface(ui.size)
        ui.draw(surface)
        seen.append(pygame.transform.flip(surface, True, False) if rtl else surface)
    alike = pygame.mask.from_threshold(seen[0], (0, 0, 0), (40, 40, 40), seen[1])
    assert alike.count() > 0.995 * 640 * 120


def test_icons_that_point_are_there_and_are_drawn_the_other_way(show: Show) -> None:
    assert all(map(known, mirror.POINTING))
    drawn = []
    for rtl in (False, True):
        ui = show(n.Row(n.Icon("arrow-left", 40), n.Space()), size=(200, 60), rtl=rtl)
        surface = pygame.Surface(ui.size)
        ui.draw(surface)
        drawn.append(pygame.transform.flip(surface, True, False) if rtl else surface)
    assert pygame.image.tobytes(drawn[0], "RGB") == pygame.image.tobytes(drawn[1], "RGB")


# -- writing ----------------------------------------------------------------------------------------------------------
def edited(words: str, *, pen: type_.Ink = PEN, width: int = 400, lines: int = 1, secret: bool = False) -> Editing:
    edit = Editing(words)
    edit.layout(pen, width, 24, lines, secret=secret)
    return edit


def walk(edit: Editing, side: int) -> list[int]:
    """Where the caret comes by, step by step, from where it stands to that side."""
    seen = [edit.caret]
    for _ in range(len(edit.text)):
        edit.step(side)
        seen.append(edit.caret)
    return seen


def test_letters_from_the_right_are_walked_through_as_they_are_seen() -> None:
    edit = edited("אבגד")
    assert edit.caret_rect(BOX, 2).left < BOX.right - 20  # the caret is at the left of what was typed last
    assert walk(edit, 1) == [4, 3, 2, 1, 0]
    assert edit.caret_rect(BOX, 2).left == BOX.right - 4
    assert walk(edit, -1) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("words", ["Jo אבג 12 x", "אב Jo 34 גד", "(אב) c"])
def test_in_a_mixed_line_every_place_is_come_by_and_the_caret_never_goes_back(words: str) -> None:
    for pen in (PEN, RIGHT):
        edit = edited(words, pen=pen)
        edit.go(min(range(len(words) + 1), key=lambda at: edit._x(0, at)))
        stood = []
        for at in walk(edit, 1):
            edit.go(at)
            stood.append(edit.caret_rect(BOX, 2).left)
        assert stood == sorted(stood)
        edit.go(min(range(len(words) + 1), key=lambda at: edit._x(0, at)))
        assert sorted(walk(edit, 1)) == list(range(len(words) + 1))


def test_a_selection_over_both_directions_is_shown_where_its_letters_are() -> None:
    edit = edited("ab אבג")
    edit.anchor, edit.caret = 1, 4  # b, the space, and the first letter from the right
    bands = edit.selection_bands(BOX)
    assert len(bands) == 2
    assert bands[0].right < bands[1].left
    assert sum(band.width for band in bands) == sum(
        abs(ends - begins) for begins, ends in type_.edges("ab אבג", PEN, 0)[1:4]
    )


def test_a_click_finds_the_letter_under_it_in_either_direction() -> None:
    edit = edited("ab אבג cd", pen=RIGHT)
    for at in range(len(edit.text) + 1):
        edit.go(at)
        caret = edit.caret_rect(BOX, 2)
        edit.go(edit.at(BOX, (caret.left, 12)))
        assert edit.caret_rect(BOX, 2) == caret


def test_a_long_line_from_the_right_moves_along_with_its_caret() -> None:
    edit = Editing("אבגד " * 40)
    for at in (200, 0, 90):
        edit.go(at)
        edit.layout(PEN, 200, 24, 1, secret=False)
        assert pygame.Rect(0, 0, 200, 24).contains(edit.caret_rect(pygame.Rect(0, 0, 200, 24), 2))


def test_what_is_secret_shows_neither_letters_nor_their_direction() -> None:
    hidden, plain = edited("אבגד", secret=True), edited("abcd", secret=True)
    assert hidden.drawn_lines(BOX) == plain.drawn_lines(BOX)
    assert hidden.caret_rect(BOX, 2) == plain.caret_rect(BOX, 2)
    assert edited("abcd", secret=True, pen=RIGHT).drawn_lines(BOX)[0][3] == 1


def test_lines_of_a_paragraph_begin_at_its_own_side() -> None:
    edit = edited("אבגד " * 6 + "\nplain", width=120, lines=6)
    found = edit.drawn_lines(pygame.Rect(0, 0, 120, 150))
    assert [level for *_, level in found][-1] == 0
    assert {level for *_, level in found[:-1]} == {1}
    for words, x, _, level in found:
        assert x == (120 - 4 - type_.width(words, PEN) if level else 0)


def test_what_is_composed_stands_at_the_caret_and_has_its_line_under_it() -> None:
    edit = Editing("אב")
    edit.preedit = "גד"
    edit.layout(PEN, 400, 24, 1, secret=False)
    (band,) = edit.preedit_bands(BOX)
    assert edit.drawn_lines(BOX)[0][0] == "אבגד"
    assert band.left == edit.caret_rect(BOX, 2).left == BOX.right - 4 - type_.width("אבגד", PEN)
