"""A button that is only a picture says in words what it does, to whoever points at it or has the focus on it."""

from collections.abc import Callable

import pygame

from studio.ui import nodes as n
from studio.ui.runtime import Ui

Show = Callable[..., Ui]


def buttons() -> n.Node:
    return n.Row(
        n.Button("first", "Play", n.nothing),  # it has the focus
        n.Button("cut", "", n.nothing, icon="scissors", name="Cut in two"),
        n.Button("worded", "Copy", n.nothing, icon="copy", kind="under", name="Copy what is chosen"),
    )


def at(ui: Ui, key: str) -> tuple[int, int]:
    return next(one.rect.center for one in ui.tree() if one.key == key)


def drawn_by_pointing(ui: Ui, key: str) -> bool:
    """Whether something is drawn beside the button as well, once the pointer is over it."""
    surface = pygame.Surface(ui.size)
    ui.draw(surface)
    before = surface.copy()
    ui.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=at(ui, key), rel=(0, 0), buttons=(0, 0, 0), touch=False))
    ui.draw(surface)
    own = next(one.rect for one in ui.tree() if one.key == key).inflate(12, 12)
    for picture in (before, surface):
        picture.fill((0, 0, 0), own)
    return pygame.image.tobytes(before, "RGB") != pygame.image.tobytes(surface, "RGB")


def test_a_picture_says_what_it_is_while_it_is_pointed_at(show: Show) -> None:
    assert drawn_by_pointing(show(buttons()), "cut")
    assert not drawn_by_pointing(show(buttons()), "worded")


def test_where_large_text_leaves_only_the_picture_its_word_is_a_tip_and_its_name_stays(show: Show) -> None:
    ui = show(buttons(), text_scale=2.0)
    assert drawn_by_pointing(ui, "worded")
    assert ui.find("Copy what is chosen").key == "worded"


def test_the_words_go_when_the_pointer_does(show: Show) -> None:
    ui = show(buttons())
    surface = pygame.Surface(ui.size)
    ui.draw(surface)
    before = pygame.image.tobytes(surface, "RGB")
    for pos in (at(ui, "cut"), (600, 600)):
        ui.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=pos, rel=(0, 0), buttons=(0, 0, 0), touch=False))
        ui.draw(surface)
    assert pygame.image.tobytes(surface, "RGB") == before


def test_a_screen_that_opens_with_the_focus_on_a_picture_lays_no_words_over_what_stands_below(show: Show) -> None:
    ui = show(n.Column(n.Space(), buttons(), n.Space()), focus="cut")
    assert ui.focus.shown() is not None
    surface = pygame.Surface(ui.size)
    ui.draw(surface)
    before = pygame.image.tobytes(surface, "RGB")
    for key in (pygame.K_TAB, pygame.K_TAB, pygame.K_TAB):  # round to it again: whoever goes there is told
        ui.handle(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode="", scancode=0))
    assert ui.focus.key_now == "cut"
    ui.draw(surface)
    assert pygame.image.tobytes(surface, "RGB") != before
