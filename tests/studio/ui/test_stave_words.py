"""The words of an engraved page, which a drawer of plain shapes leaves out."""

import pygame
import pytest

from studio.ui import stave, stave_words
from studio.ui.stave_words import Words
from studio.ui.theme import Theme

PAGE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" fill="#000000" font-size="0"><g transform="scale(0.5)">'
    '<g transform="translate(100, 20)"><text x="40" y="60" text-anchor="middle" font-size="0px"><tspan><tspan font-size="30px">'
    'al</tspan> <tspan font-size="24px">Fine</tspan></tspan></text><text x="1" y="1"></text></g></g></svg>'
)


def test_words_stand_where_the_groups_around_them_put_them() -> None:
    assert stave_words.of(PAGE) == (Words(70.0, 40.0, 15.0, "middle", "al Fine"),)


def test_a_page_without_words_or_that_is_none_has_no_words() -> None:
    assert stave_words.of("<svg><g/></svg>") == stave_words.of("<svg><text>") == ()


@pytest.mark.parametrize(("anchor", "left_of_it"), [("start", False), ("end", True)])
def test_words_are_drawn_on_the_side_of_their_place_that_they_say(anchor: str, left_of_it: bool) -> None:
    surface = pygame.Surface((224, 124))
    page = PAGE.replace('text-anchor="middle"', f'text-anchor="{anchor}"')

    stave.draw_page(surface, surface.get_rect(), Theme(), page, (200, 100))

    dark = [x for x in range(20, 204) for y in range(30, 60) if sum(surface.get_at((x, y))[:3]) < 200]
    assert dark
    assert all((x < 82) == left_of_it for x in dark)
