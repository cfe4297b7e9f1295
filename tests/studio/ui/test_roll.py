"""Notes fall onto their own keys, and say who plays them."""

from dataclasses import replace

import pygame
import pytest

from studio.ui import keys, noteface, roll, small
from studio.ui.theme import Theme

RECT = pygame.Rect(0, 0, 1240, 400)
THEME = Theme()
FLOOR = RECT.bottom - 10


def falling(*notes: roll.RollNote, now: float = 0.0, **more: object) -> roll.Falling:
    return replace(roll.Falling(notes, 36, 84, now, span=8.0), **more)


def drawn(what: roll.Falling) -> pygame.Surface:
    surface = pygame.Surface(RECT.size)
    roll.draw_falling(surface, RECT, THEME, what)
    return surface


def columns_of(surface: pygame.Surface, colour: tuple[int, int, int], y: int) -> list[int]:
    return [x for x in range(RECT.width) if surface.get_at((x, y))[:3] == colour]


@pytest.mark.parametrize("pitch", [36, 48, 60, 71, 84])
def test_a_note_stands_over_its_own_key(pitch: int) -> None:
    surface = drawn(falling(roll.RollNote(2.0, 3.0, pitch, layer=0), names=False))
    lit = columns_of(surface, THEME.layer(0), 200)
    left, wide = keys.key_spans(keys.keys_rect(RECT, THEME).width, 36, 84)[pitch]
    left += keys.keys_rect(RECT, THEME).left
    assert left <= lit[0] < lit[-1] < left + wide


def test_a_note_reaches_the_line_when_it_is_due() -> None:
    note = roll.RollNote(4.0, 2.0, 60, layer=0)

    def lowest(now: float) -> int:
        surface = drawn(falling(note, now=now, names=False))
        x = columns_of(surface, THEME.layer(0), round(FLOOR - (5 - now) * 390 / 8))[10]
        return max(y for y in range(RECT.height) if surface.get_at((x, y))[:3] == THEME.layer(0))

    assert lowest(0.0) < lowest(2.0) < lowest(4.0)
    assert abs(lowest(4.0) - FLOOR) <= 4


def test_what_the_app_plays_is_an_outline() -> None:
    surface = drawn(falling(roll.RollNote(2.0, 4.0, 60, layer=1, mine=False)))
    middle = keys.key_spans(keys.keys_rect(RECT, THEME).width, 36, 84)[60]
    x = keys.keys_rect(RECT, THEME).left + middle[0] + middle[1] // 2
    assert surface.get_at((x, 200))[:3] != THEME.layer(1)
    assert len(columns_of(surface, THEME.layer(1), 200)) == 4  # two sides, two pixels each


def test_a_short_note_is_as_tall_as_its_name_but_never_runs_into_the_next_on_its_key() -> None:
    place = pygame.Rect(100, 200, 40, 0)
    face = noteface.Face("C")
    tall = roll._box(THEME, roll.RollNote(0, 0.1, 60), pygame.Rect(100, 0, 40, 0), (300, 296), face)
    tight = roll._box(THEME, roll.RollNote(0, 0.1, 60), place.move(0, 88), (300, 296), face)
    assert tall.height >= THEME.type_px("caption")
    assert tight.top > 288


def test_thousands_of_notes_out_of_sight_cost_nothing() -> None:
    notes = tuple(roll.RollNote(at / 4, 0.2, 60) for at in range(20_000))
    assert len(roll._in_sight(roll.Falling(notes, 36, 84, 2500.0))) < 60


def test_the_roll_is_looked_at_anew_only_when_something_moved() -> None:
    now = [1.0]
    notes = (roll.RollNote(2.0, 1.0, 60),)
    node = roll.falling("roll", lambda: roll.Falling(notes, 36, 84, now[0]), name="Notes")
    assert node.version is not None
    before = node.version()
    assert node.version() == before
    now[0] = 1.1
    assert node.version() != before


def test_the_count_in_shows_its_number_and_with_less_motion_a_whole_ring() -> None:
    def picture(theme: Theme, share: float) -> bytes:
        surface = pygame.Surface(RECT.size)
        roll.draw_count_in(surface, RECT, theme, number=3, of=4, words="You come in on 1.", share=share)
        return pygame.image.tobytes(surface, "RGB")

    assert picture(THEME, 0.25) != picture(THEME, 0.75)
    still = replace(THEME, less_motion=True)
    assert picture(still, 0.25) == picture(still, 0.75)


def test_a_preview_of_nothing_is_an_empty_picture_and_no_fault() -> None:
    surface = pygame.Surface((200, 60))
    small.preview("empty", (), name="Nothing yet").draw(surface, surface.get_rect(), THEME)
    assert surface.get_at((100, 30))[:3] == THEME.colour("roll")


def test_a_groove_lights_what_sounds() -> None:
    surface = pygame.Surface((160, 20))
    small.groove("beat", ("x.......",), name="A beat").draw(surface, surface.get_rect(), THEME)
    assert surface.get_at((10, 10))[:3] == THEME.layer(1)
    assert surface.get_at((30, 10))[:3] == THEME.colour("s3")
