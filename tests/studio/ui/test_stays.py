"""Help does not wait for an answer: what stays can be pressed behind a dialog, and nothing else can."""

import pygame
import pytest

from studio.ui import nodes as n
from studio.ui.runtime import Ui
from studio.ui.theme import Theme

SIZE = (1280, 680)


def screen(pressed: list[str], dialog: n.Dialog | None) -> n.Node:
    bar = n.Row(
        n.Button("help", "Help", lambda: pressed.append("help"), stays=True),
        n.Button("other", "Other", lambda: pressed.append("other")),
    )
    return n.Overlay(n.Column(n.Space(), bar), dialog)


def ask(pressed: list[str], lines: int = 1) -> n.Dialog:
    words = [n.Text("A line of a question") for _ in range(lines)]
    return n.Dialog("Well?", n.Column(*words, n.Button("yes", "Yes", lambda: pressed.append("yes"))), "ask", n.nothing)


def press_at(ui: Ui, at: tuple[int, int]) -> None:
    ui.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1, touch=False))
    ui.handle(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=at, button=1, touch=False))


def place(ui: Ui, key: str) -> tuple[int, int]:
    return next(w.rect for w in ui.tree() if w.key == key).center


@pytest.mark.parametrize("lines", [1, 18])
def test_what_stays_is_pressed_behind_a_dialog_and_the_rest_is_not(lines: int) -> None:
    pressed: list[str] = []
    ui = Ui(Theme(), SIZE)
    ui.show(screen(pressed, None))
    at = {key: place(ui, key) for key in ("help", "other")}
    ui.show(screen(pressed, ask(pressed, lines)))

    press_at(ui, at["help"])
    press_at(ui, at["other"])
    press_at(ui, place(ui, "yes"))

    assert pressed == ["help", "yes"]


def test_a_dialog_leaves_the_strip_with_what_stays_in_sight() -> None:
    ui = Ui(Theme(), SIZE)
    ui.show(screen([], ask([])))
    surface = pygame.Surface(SIZE)
    ui.draw(surface)
    shown = surface.subsurface(next(w.rect for w in ui.tree() if w.key == "help")).copy()
    ui.show(screen([], None))
    ui.draw(surface)
    plain = surface.subsurface(next(w.rect for w in ui.tree() if w.key == "help")).copy()

    assert pygame.image.tobytes(shown, "RGB") == pygame.image.tobytes(plain, "RGB")
