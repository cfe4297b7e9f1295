"""Pictures that nobody has to read fill what room there is, in every theme, and are not drawn where there is none."""

import pygame
import pytest

from studio.ui import art
from studio.ui import nodes as n
from studio.ui.theme import THEMES, Theme


def colours(node: n.Node, theme: Theme, size: tuple[int, int]) -> set[tuple[int, int, int]]:
    surface = pygame.Surface(size)
    node.paint(surface, surface.get_rect(), theme, None)  # type: ignore[attr-defined]  # a drawn thing
    return {surface.get_at((x, y))[:3] for x in range(0, size[0], 3) for y in range(0, size[1], 2)}


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("picture", [art.notes, art.beat])
def test_it_has_the_layers_colours_of_every_theme(picture: object, name: str) -> None:
    theme = Theme(name)
    found = colours(picture(), theme, (400, 160))  # type: ignore[operator]  # one of the two functions
    assert {theme.layer(layer) for layer in range(4)} <= found


def test_a_quiet_one_keeps_behind_the_words() -> None:
    theme = Theme()
    found = colours(art.notes(quiet=True), theme, (400, 160))
    assert not {theme.layer(layer) for layer in range(6)} & found


def test_where_there_is_no_room_there_is_no_picture() -> None:
    assert colours(art.notes(), Theme(), (400, 30)) == {(0, 0, 0)}


def test_where_fewer_things_are_wanted_there_is_none() -> None:
    assert colours(art.notes(), Theme(calm=True), (400, 160)) == {(0, 0, 0)}
