"""Written music while it is played: what follows is in sight before it is needed, and lights lie under the ink."""

from dataclasses import replace

import pygame
import pytest

from studio.ui import line_picture, lines, pitches, written
from studio.ui.lines import Shown, StaveBar, StaveLine, StaveNote
from studio.ui.theme import THEMES, Theme, contrast, mix

RECT = pygame.Rect(0, 0, 1240, 300)
THEME = Theme()
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1300 100" fill="currentColor"><g class="note" id="a"><g class="notehead"><circle cx="105" cy="50" r="5"/></g></g></svg>'


def line(n: int = 0, *, staves: int = 1, names: str = "CD") -> StaveLine:
    """Two bars of four beats, a note at each barline and one a beat later."""
    first = n * 8.0
    bars = (StaveBar(2 * n + 1, first, first + 4, 0.5, 65), StaveBar(2 * n + 2, first + 4, first + 8, 65, 130))
    notes = tuple(
        StaveNote("ab"[at], 10.5 + 54.5 * at, 5.0, first + 4 * at, first + 4 * at + 1, 60 + 2 * at, 2, 0, name, at + 1)
        for at, name in enumerate(names)
    )
    places = ((3.0, 7.0), (9.0, 13.0))[:staves]
    return StaveLine(SVG, 130.0, 10.0 + 6 * (staves - 1), (2.0, places[-1][1] + 1), places, bars, notes)


LINES = tuple(line(n) for n in range(5))


def what(**more: object) -> written.Written:
    return replace(written.Written(LINES[:2], (0, 1), 0.0), **more)


def drawn(seen: written.Written, theme: Theme = THEME) -> bytes:
    surface = pygame.Surface(RECT.size)
    written.draw_written(surface, RECT, theme, seen)
    return pygame.image.tobytes(surface, "RGB")


def after(number: int) -> int | None:
    return number + 1 if number < 4 else None


# -- which lines are seen ---------------------------------------------------------------------------------------------
def test_a_line_stays_where_it_is_until_it_is_over_and_the_next_comes_where_one_is_over() -> None:
    places = written.Places()
    assert [places.at(now, 2, after) for now in range(5)] == [(0, 1), (2, 1), (2, 3), (4, 3), (4, 3)]


def test_who_jumps_to_another_place_finds_its_line_on_top() -> None:
    places = written.Places()
    places.at(0, 2, after)
    assert places.at(3, 2, after) == (3, 4)


def test_where_bars_go_round_the_line_they_begin_with_follows_the_one_they_end_with() -> None:
    places = written.Places()

    def round_and_round(number: int) -> int | None:
        return 1 if number == 3 else number + 1

    seen = [places.at(now, 2, round_and_round) for now in (1, 2, 3, 1, 2)]
    assert seen == [(1, 2), (3, 2), (3, 1), (2, 1), (2, 3)]


def test_a_lone_line_has_only_itself() -> None:
    assert written.Places().at(0, 3, lambda _: None) == (0,)


# -- where a moment lies ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("beat", "x"), [(0.0, 10.5), (2.0, 37.75), (4.0, 65.0), (8.0, 130.0), (9.0, 130.0)])
def test_a_moment_lies_at_its_note_and_evenly_between_two(beat: float, x: float) -> None:
    assert lines.x_at(LINES[0], beat) == pytest.approx(x)


# -- how large --------------------------------------------------------------------------------------------------------
def test_staves_grow_with_the_text() -> None:
    large = written.wanted_spaces(Theme(text_scale=2.0), (1240, 300), (), Shown())
    assert large == pytest.approx(written.wanted_spaces(THEME, (1240, 300), (), Shown()) / 2)


def test_as_many_lines_are_seen_as_fit_whole_and_at_least_one() -> None:
    size, count, _ = written.fitted(THEME, (1240, 300), LINES, Shown())
    assert count * size.tall(LINES[0]) <= 280 < (count + 1) * size.tall(LINES[0])
    assert written.fitted(THEME, (1240, 60), LINES, Shown())[1] == 1


def test_a_line_never_leaves_its_place_at_any_size_of_text() -> None:
    for scale in (1.0, 1.25, 1.5, 2.0):
        for tall in (96, 150, 290):
            theme = Theme(text_scale=scale)
            size, _, _ = written.fitted(theme, (1240, tall), LINES, Shown(fingers=True, by_letter=True))
            assert size.tall(LINES[0]) <= tall
            assert round(LINES[0].width * size.space) <= 1240


def test_in_a_low_place_letters_go_before_the_staves_grow_small_and_shapes_stay_with_their_colours() -> None:
    large = Theme(text_scale=2.0)
    usual = written.fitted(large, (1240, 400), LINES, Shown(fingers=True))
    low = written.fitted(large, (1240, 150), LINES, Shown(fingers=True))
    assert usual[2] == Shown(fingers=True)
    assert not low[2].names
    assert written.fitted(large, (1240, 150), LINES, Shown(by_letter=True))[2].by_letter


def test_lines_that_have_to_be_made_smaller_are_asked_for_longer() -> None:
    usual = written.wanted_spaces(THEME, (1240, 300), (), Shown())
    assert written.wanted_spaces(THEME, (1240, 300), LINES, Shown()) == usual
    assert written.wanted_spaces(THEME, (1240, 50), LINES, Shown()) > 1.2 * usual


# -- what is lit ------------------------------------------------------------------------------------------------------
def place_of(note: StaveNote, place: int = 0) -> tuple[int, int]:
    size, count, _ = written.fitted(THEME, RECT.size, LINES[:2], Shown())
    tall = (RECT.height - 20) // count
    left = (RECT.width - round(130 * size.space)) // 2
    top = 10 + place * tall + (tall - size.tall(LINES[0])) // 2
    return left + round(note.x * size.space), top + size.y(LINES[0], note.y)


def colours_at(seen: written.Written, note: StaveNote, theme: Theme = THEME) -> set[tuple[int, ...]]:
    surface = pygame.Surface(RECT.size)
    written.draw_written(surface, RECT, theme, seen)
    x, y = place_of(note)
    return {tuple(surface.get_at((x + dx, y + dy))[:3]) for dx in range(-15, 16) for dy in range(-12, 13)}


def test_what_sounds_is_lit_in_its_colour_and_its_ink_lies_on_top() -> None:
    note = LINES[0].notes[0]
    lit = colours_at(what(sounds=True, now=0.5), note)
    assert THEME.layer(2) in lit
    assert THEME.colour("text") in lit
    assert THEME.layer(2) not in colours_at(what(sounds=True, now=2.5), note)
    assert THEME.layer(2) not in colours_at(what(now=0.5), note)
    assert pitches.hue(THEME, 60) in colours_at(what(sounds=True, now=0.5, shown=Shown(by_letter=True)), note)


def test_what_is_waited_for_has_a_ring_and_words_where_nothing_is_written() -> None:
    waits = what(turn=frozenset({60}), now=0.0)
    assert drawn(waits) != drawn(what(now=0.0))
    assert drawn(replace(waits, turn_words="Your turn: C")) != drawn(waits)
    near = colours_at(replace(waits, turn_words="Your turn: C"), LINES[0].notes[0])
    assert THEME.layer(2) in near


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_ink_reads_on_every_light_and_every_light_stands_out(theme: str) -> None:
    look = Theme(theme)
    assert contrast(look.colour("text"), look.colour("roll")) >= 7
    for note in (replace(LINES[0].notes[0], layer=layer, pitch=60 + layer) for layer in range(6)):
        for shown in (Shown(), Shown(by_letter=True)):
            fill, edge = line_picture.plate(look, note, shown)
            assert contrast(look.colour("text"), fill) >= 4.5
            assert contrast(edge, look.colour("roll")) >= 3
    band = mix(look.colour("roll"), look.colour("accent"), 0.16)
    assert contrast(look.colour("text"), band) >= 4.5


@pytest.mark.parametrize(
    "change",
    [
        {"now": 3.0},
        {"recording": True},
        {"loop": (0.0, 4.0)},
        {"marks": (2.0,)},
        {"shown": Shown(names=False)},
        {"shown": Shown(fingers=True)},
        {"shown": Shown(by_letter=True)},
    ],
)
def test_each_thing_that_it_says_is_seen(change: dict[str, object]) -> None:
    assert drawn(what(**change)) != drawn(what())


def test_the_next_line_already_stands_left_of_the_last_bar_where_one_line_fills_the_place() -> None:
    alone = what(lines=LINES[:2], places=(0,), now=5.0)
    low = pygame.Rect(0, 0, 1240, 130)

    def picture(seen: written.Written) -> pygame.Surface:
        surface = pygame.Surface(low.size)
        written.draw_written(surface, low, THEME, seen)
        return surface

    before, turned = picture(alone), picture(replace(alone, turning=(1, 4.0)))
    middle = 1240 // 2

    def half(surface: pygame.Surface, left: int, wide: int) -> bytes:
        return pygame.image.tobytes(surface.subsurface((left, 0, wide, 130)), "RGB")

    assert half(before, 0, middle - 30) != half(turned, 0, middle - 30)
    assert half(before, middle + 30, 500) == half(turned, middle + 30, 500)
    following = picture(replace(alone, places=(1,)))
    assert half(turned, 20, middle - 50) == half(following, 20, middle - 50), "and not only the old one gone"


def test_it_is_drawn_anew_only_when_something_moved() -> None:
    seen = [what()]
    node = written.written("stave", lambda: seen[0], name="The notes on a stave")
    assert node.version is not None
    before = node.version()
    assert node.version() == before
    seen[0] = replace(seen[0], now=0.1)
    assert node.version() != before


def test_nothing_is_drawn_of_nothing() -> None:
    surface = pygame.Surface(RECT.size)
    written.draw_written(surface, RECT, THEME, written.Written((), (), 0.0))
    assert tuple(surface.get_at(RECT.center)[:3]) == THEME.colour("roll")
