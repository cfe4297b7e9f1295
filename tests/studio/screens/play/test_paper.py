"""Where on paper the music is: in the turn that is played, and which line is read after which."""

import pytest

from studio.music.repeats import Stretch
from studio.screens.play.paper import Paper, line_at
from studio.ui.lines import StaveBar, StaveLine

BAR = 1920
TWICE = Paper((Stretch(0, 4 * BAR, 0), Stretch(4 * BAR, 7 * BAR, 0), Stretch(7 * BAR, 10 * BAR, 4 * BAR)))
"""Four bars, of which the first three come again and lead to three more."""


def lines(*bars: int) -> list[StaveLine]:
    """Lines with so many bars of four beats each."""
    found, n = [], 0
    for count in bars:
        inside = tuple(StaveBar(at + 1, at * 4.0, at * 4.0 + 4, float(at), at + 1.0) for at in range(n, n + count))
        found.append(StaveLine("", 10, 5, (0, 5), ((1, 5),), inside, ()))
        n += count
    return found


def read(paper: Paper, page: list[StaveLine], now: float, loop: tuple[float, float] | None = None) -> list[int]:
    """The lines that are read after that of a moment, nine at most."""
    after, number, found = paper.after(page, now, loop), line_at(page, paper.at(now)), []
    while len(found) < 9 and (following := after(number)) is not None:
        number = following
        found.append(number)
    return found


def test_what_is_played_a_second_time_stands_where_it_stood_the_first_time() -> None:
    assert [TWICE.at(bar * 4.0) for bar in range(10)] == [0, 4, 8, 12, 0, 4, 8, 16, 20, 24]
    assert Paper().at(7.5) == 7.5


def test_a_place_on_paper_is_played_in_this_turn_or_the_next_that_has_it() -> None:
    assert [TWICE.played(4.0, near) for near in (0.0, 15.9, 16.0, 30.0)] == [4, 4, 20, 4]
    assert TWICE.played(20.0, 0.0) == 32


@pytest.mark.parametrize(
    ("played", "stands"),
    [((0.0, 8.0), (0, 8)), ((16.0, 24.0), (0, 8)), ((12.0, 20.0), (0, 16)), ((24.0, 32.0), (8, 20))],
)
def test_bars_that_go_round_cover_what_is_played_of_the_paper(
    played: tuple[float, float], stands: tuple[float, float]
) -> None:
    assert TWICE.span(played) == stands


def test_lines_are_read_in_the_order_in_which_they_are_played() -> None:
    page = lines(2, 2, 3)
    assert read(TWICE, page, 0.0) == [1, 0, 1, 2]
    assert read(TWICE, page, 24.0) == [2]
    assert read(Paper(), page, 0.0) == [1, 2]
    assert read(Paper(), page, 0.0, (0.0, 16.0))[:4] == [1, 0, 1, 0]
    assert read(TWICE, page, 17.0, (16.0, 24.0))[:2] == [0, 0]


def test_a_line_that_is_read_once_more_is_passed_over_to_see_what_comes_after_it() -> None:
    page = lines(4, 3)
    assert TWICE.after(page, 0.0, None)(0) == 0
    assert TWICE.ahead(page, 0.0, None)(0) == 1
    assert Paper().ahead(lines(4), 0.0, (0.0, 16.0))(0) is None


def test_the_last_bar_of_a_line_is_the_one_after_which_something_else_is_read() -> None:
    (line,) = lines(7)
    assert [bar.n for now in (0.0, 17.0, 29.0) if (bar := TWICE.last_bar(line, now, None))] == [4, 3, 7]
    assert Paper().last_bar(lines(1)[0], 0.0, None) is None
