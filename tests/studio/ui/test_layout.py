"""Everything has a place that follows from its words."""

from collections.abc import Callable
from typing import Any

import pygame
import pytest

from studio.ui import nodes as n
from studio.ui.runtime import Ui

Show = Callable[..., Ui]


def rects(ui: Ui, *keys: str) -> list[pygame.Rect]:
    return [next(w.rect for w in ui.tree() if w.key == key) for key in keys]


def button(key: str, label: str | None = None, **more: Any) -> n.Button:
    return n.Button(key, label or key, n.nothing, **more)


def test_a_row_shares_what_is_left_in_proportion(show: Show) -> None:
    one, two = rects(show(n.Row(button("a", grow=1), button("b", grow=3), gap=0)), "a", "b")
    assert (one.width, two.width) == (320, 960)
    assert one.right == two.left


def test_a_row_that_cannot_fit_flows_to_the_next_line(show: Show) -> None:
    wide = [button(f"b{at}", "Any chord note of this song") for at in range(8)]
    placed = rects(show(n.Row(*wide), size=(800, 600)), *(f"b{at}" for at in range(8)))
    assert len({rect.top for rect in placed}) > 1
    assert all(rect.right <= 800 for rect in placed)


def test_words_in_a_column_wrap_and_push_down_what_follows(show: Show) -> None:
    ui = show(n.Column(n.Text("Say who you are later. " * 30), button("next")))
    words = next(w for w in ui.tree() if w.role == "words")
    assert words.rect.height > 60
    assert rects(ui, "next")[0].top == words.rect.bottom + 12


def test_a_grid_has_fewer_columns_where_its_children_need_more_room(show: Show) -> None:
    def columns(text_scale: float) -> int:
        grid = n.Grid(*(button(f"c{at}", "Afrobeats") for at in range(4)), columns=4)
        placed = rects(show(grid, size=(560, 600), text_scale=text_scale), *(f"c{at}" for at in range(4)))
        return len({rect.left for rect in placed})

    assert columns(1.0) == 4
    assert columns(2.0) < 4


def test_a_view_that_has_room_lets_its_child_fill_it(show: Show) -> None:
    ui = show(n.Scroll(n.Column(n.Space(), button("low"), grow=1), "view"))
    assert rects(ui, "low")[0].bottom == 680
    assert ui.layout.scrolls["view"][1] == 680


def test_none_among_children_is_left_out_and_takes_no_room(show: Show) -> None:
    assert rects(show(n.Column(None, button("only"), None)), "only")[0].top == 0


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_targets_grow_with_the_scale(show: Show, scale: float) -> None:
    (rect,) = rects(show(n.Column(button("a"), align="start"), scale=scale), "a")
    assert rect.height >= 44 * scale


def test_an_icon_stays_beside_words_that_wrap_in_a_button(show: Show) -> None:
    ui = show(
        n.Column(button("a", "I want to talk to someone", icon="hand"), width=220), size=(220, 400), text_scale=2.0
    )
    icon = next(w for w in ui.tree() if w.role == "icon")
    words = next(w for w in ui.tree() if w.role == "words")
    assert icon.rect.right <= words.rect.left
    assert words.rect.contains(words.rect.clip(rects(ui, "a")[0]))


def test_what_is_scrolled_off_does_not_show_over_what_is_above(show: Show) -> None:
    body = n.Scroll(n.Column(*(button(f"b{at}") for at in range(30))), "body")
    ui = show(n.Column(button("top"), body, gap=0))
    above = rects(ui, "top")[0]
    ui.press(pygame.K_PAGEDOWN)
    assert all(not w.seen.colliderect(above) for w in ui.tree() if w.scroll == "body")
