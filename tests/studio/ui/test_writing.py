"""A short text can be written, chosen, pasted, composed and kept secret."""

from collections.abc import Callable

import pygame
import pytest

from studio.ui import nodes as n
from studio.ui.editing import Editing
from studio.ui.runtime import Ui

Show = Callable[..., Ui]
CTRL, SHIFT = pygame.KMOD_LCTRL, pygame.KMOD_LSHIFT


@pytest.fixture
def box(show: Show, said: list[object]) -> Callable[..., Ui]:
    def box_with(text: str = "", *, secret: bool = False, most: int = 140, lines: int = 1) -> Ui:
        node = n.TextBox(
            "box",
            text,
            said.append,
            lambda words: said.append(("sent", words)),
            "Name",
            "Type here",
            secret,
            most,
            lines,
        )
        return show(n.Column(node, n.Button("next", "Next", n.nothing)), focus="box")

    return box_with


Box = Callable[..., Ui]


def test_what_is_written_is_told_at_each_change_and_sent_at_enter(box: Box, said: list[object]) -> None:
    ui = box()
    ui.write("Z")
    ui.write("oë")
    ui.press(pygame.K_RETURN)
    assert said == ["Z", "Zoë", ("sent", "Zoë")]


def test_shortcuts_are_off_only_while_writing(box: Box) -> None:
    ui = box()
    assert ui.text_focus
    space = pygame.Event(pygame.KEYDOWN, key=pygame.K_SPACE, mod=0, unicode=" ", scancode=44)
    assert ui.handle(space)
    ui.press(pygame.K_TAB)
    assert (ui.text_focus, ui.focused) == (False, "next")


def test_arrows_home_end_and_shift_choose_what_the_next_letter_replaces(box: Box, said: list[object]) -> None:
    ui = box("bass line")
    ui.press(pygame.K_HOME)
    for _ in range(4):
        ui.press(pygame.K_RIGHT, mod=SHIFT)
    ui.write("drum")
    assert said == ["drum line"]


def test_backspace_takes_a_letter_and_with_control_a_word(box: Box, said: list[object]) -> None:
    ui = box("bass line")
    ui.press(pygame.K_BACKSPACE)
    ui.press(pygame.K_BACKSPACE, mod=CTRL)
    assert said == ["bass lin", "bass "]


def test_a_letter_and_its_accent_are_one_step() -> None:
    edit = Editing("zoe\u0308")
    edit.delete(-1)
    assert edit.text == "zo"


def test_paste_replaces_the_selection_and_makes_one_line(
    box: Box, said: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pygame.scrap, "get_text", lambda: "two\r\nlines")
    ui = box("old")
    ui.press(pygame.K_a, mod=CTRL)
    ui.press(pygame.K_v, mod=CTRL)
    assert said == ["two lines"]


def test_copy_and_cut_give_the_selection_away(box: Box, said: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    monkeypatch.setattr(pygame.scrap, "put_text", given.append)
    ui = box("that slide")
    ui.press(pygame.K_a, mod=CTRL)
    ui.press(pygame.K_c, mod=CTRL)
    ui.press(pygame.K_x, mod=CTRL)
    assert (given, said) == (["that slide", "that slide"], [""])


def test_a_secret_is_neither_copied_nor_spoken_nor_in_the_tree(
    box: Box, said: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    monkeypatch.setattr(pygame.scrap, "put_text", given.append)
    ui = box("geheim", secret=True)
    ui.press(pygame.K_a, mod=CTRL)
    ui.press(pygame.K_c, mod=CTRL)
    assert given == []
    assert all("geheim" not in f"{w.name}{w.value}" for w in ui.tree())


def test_a_clipboard_that_cannot_be_read_pastes_nothing(
    box: Box, said: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> str:
        raise pygame.error("no clipboard")

    monkeypatch.setattr(pygame.scrap, "get_text", refuse)
    assert box("as it was").press(pygame.K_v, mod=CTRL)
    assert said == []


def test_no_more_is_written_than_there_is_room_for(box: Box, said: list[object]) -> None:
    box("12345678", most=10).write("abcdef")
    assert said == ["12345678ab"]


def test_what_is_being_composed_shows_but_is_not_told_until_it_is_done(box: Box, said: list[object]) -> None:
    ui = box("a")
    ui.handle(pygame.Event(pygame.TEXTEDITING, text="か", start=1, length=0))
    edit = ui.writing.of("box")
    assert edit is not None
    assert (edit.preedit, said) == ("か", [])
    assert ui.press(pygame.K_RETURN)  # the input method's own Enter sends nothing
    ui.write("火")
    assert (edit.preedit, said) == ("", ["a火"])


def test_a_click_puts_the_caret_where_it_falls(box: Box, said: list[object]) -> None:
    ui = box("iiii mmmm")
    field = next(item for item in ui.layout.placed if type(item.node).__name__ == "Field")
    ui.draw(pygame.Surface(ui.size))
    ui.handle(pygame.Event(pygame.MOUSEBUTTONDOWN, pos=(field.rect.left + 1, field.rect.centery), button=1))
    ui.write("X")
    assert said == ["Xiiii mmmm"]


def test_lines_go_up_and_down_and_shift_enter_makes_a_new_one(box: Box, said: list[object]) -> None:
    ui = box("one", lines=3)
    ui.draw(pygame.Surface(ui.size))
    ui.press(pygame.K_RETURN, mod=SHIFT)
    ui.write("two")
    ui.draw(pygame.Surface(ui.size))
    ui.press(pygame.K_UP)
    ui.write("!")
    assert said[-1] == "one!\ntwo"


def test_a_screen_built_anew_with_the_same_text_keeps_the_caret(show: Show) -> None:
    def build(text: str) -> n.Node:
        return n.TextBox("box", text, n.ignored, label="Name")

    ui = show(build("bass"), focus="box")
    ui.press(pygame.K_HOME)
    ui.write("X")
    ui.show(build("Xbass"))
    ui.write("Y")
    edit = ui.writing.of("box")
    assert edit is not None
    assert edit.text == "XYbass"


def test_a_screen_that_says_another_text_is_believed(show: Show) -> None:
    ui = show(n.TextBox("box", "old", n.ignored, label="Name"))
    ui.show(n.TextBox("box", "", n.ignored, label="Name"))
    edit = ui.writing.of("box")
    assert edit is not None
    assert edit.empty


def test_a_long_line_moves_along_with_its_caret() -> None:
    edit = Editing("word " * 60)
    rect = pygame.Rect(0, 0, 200, 24)
    for at in (300, 0, 150):
        edit.go(at)
        edit.layout(("lexend", 400, 17, False), 200, 24, 1, secret=False)
        assert rect.inflate(4, 0).contains(edit.caret_rect(rect, 2))


@pytest.mark.parametrize("why", ["letters came", "another size", "another look"])
def test_what_was_typed_stays_when_the_same_tree_is_laid_out_again(box: Box, said: list[object], why: str) -> None:
    """At the first start the letters are made while somebody types their name already."""
    ui = box("Z")
    ui.write("o")
    match why:
        case "letters came":
            ui.relayout()
        case "another size":
            ui.resize((ui.size[0] - 40, ui.size[1]))
        case _:
            ui.set_theme(ui.theme)
    ui.write("e")
    assert said == ["Zo", "Zoe"]
    assert ui.writing.of("box").text == "Zoe"
