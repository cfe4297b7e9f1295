"""Drawn keys stand where a piano's do, and know who touches them."""

from itertools import pairwise

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.ui import answer_keys, keys
from studio.ui.theme import Theme

RECT = pygame.Rect(10, 20, 1240, 110)


@given(st.integers(21, 60), st.integers(24, 48), st.integers(300, 2000))
def test_white_keys_cover_the_width_without_a_gap(low: int, count: int, width: int) -> None:
    spans = keys.key_spans(width, low, low + count)
    whites = [spans[pitch] for pitch in sorted(spans) if not keys.is_black(pitch)]
    assert whites[0][0] == 0
    assert whites[-1][0] + whites[-1][1] == width
    assert all(left + wide == after for (left, wide), (after, _) in pairwise(whites))
    assert {low, low + count} <= spans.keys()


@given(st.integers(36, 84), st.floats(0.02, 0.55))
def test_the_middle_of_every_key_is_that_key(pitch: int, down: float) -> None:
    inner = keys.keys_rect(RECT, Theme())
    left, wide = keys.key_spans(inner.width, 36, 84)[pitch]
    share = down if keys.is_black(pitch) else 0.9
    at = (inner.left + left + wide // 2, inner.top + round(share * inner.height))
    found = keys.pitch_at(RECT, Theme(), 36, 84, at)
    assert found is not None
    assert found[0] == pitch


def test_nearer_to_the_front_is_louder() -> None:
    inner = keys.keys_rect(RECT, Theme())
    far, near = (keys.pitch_at(RECT, Theme(), 36, 84, (inner.left + 5, inner.top + y)) for y in (2, 98))
    assert far is not None
    assert near is not None
    assert 1 <= far[1] < near[1] <= 127


def test_beside_the_keys_there_is_none() -> None:
    assert keys.pitch_at(RECT, Theme(), 36, 84, (5, 5)) is None


@pytest.fixture
def played() -> list[str]:
    return []


@pytest.fixture
def touch(played: list[str]) -> keys.Touch:
    return keys.Touch(
        Theme,
        lambda: (60, 72),
        lambda pitch, _velocity: played.append(f"on {pitch}"),
        lambda p: played.append(f"off {p}"),
    )


def white(pitch: int) -> tuple[int, int]:
    inner = keys.keys_rect(RECT, Theme())
    left, wide = keys.key_spans(inner.width, 60, 72)[pitch]
    return inner.left + left + wide // 2, inner.bottom - 5


def mouse(kind: int, at: tuple[int, int], *, held: int = 1, touch: bool = False) -> pygame.Event:
    return pygame.Event(kind, pos=at, buttons=(held, 0, 0), button=1, rel=(0, 0), touch=touch)


def test_sliding_over_the_keys_plays_one_after_the_other(touch: keys.Touch, played: list[str]) -> None:
    touch.handle(mouse(pygame.MOUSEBUTTONDOWN, white(60)), RECT)
    touch.handle(mouse(pygame.MOUSEMOTION, white(60)), RECT)
    touch.handle(mouse(pygame.MOUSEMOTION, white(62)), RECT)
    touch.handle(mouse(pygame.MOUSEBUTTONUP, white(62)), RECT)
    assert played == ["on 60", "off 60", "on 62", "off 62"]


def test_a_mouse_that_only_passes_over_plays_nothing(touch: keys.Touch, played: list[str]) -> None:
    touch.handle(mouse(pygame.MOUSEMOTION, white(60), held=0), RECT)
    assert played == []


def test_two_fingers_hold_two_keys_and_their_mouse_is_not_heard_twice(touch: keys.Touch, played: list[str]) -> None:
    for finger, pitch in ((1, 60), (2, 64)):
        touch.handle(pygame.Event(pygame.FINGERDOWN, finger_id=finger, pos=white(pitch)), RECT)
        touch.handle(mouse(pygame.MOUSEBUTTONDOWN, white(pitch), touch=True), RECT)
    touch.handle(pygame.Event(pygame.FINGERUP, finger_id=1, pos=white(60)), RECT)
    assert played == ["on 60", "on 64", "off 60"]
    touch.let_go()
    assert played[-1] == "off 64"


def test_a_key_slid_off_the_keyboard_is_released_when_the_finger_lifts(touch: keys.Touch, played: list[str]) -> None:
    touch.handle(mouse(pygame.MOUSEBUTTONDOWN, white(60)), RECT)
    touch.handle(mouse(pygame.MOUSEMOTION, (5, 5)), RECT)
    touch.handle(mouse(pygame.MOUSEBUTTONUP, (5, 5)), RECT)
    assert played == ["on 60", "off 60"]


def test_a_lit_key_is_drawn_in_its_colour_and_the_app_plays_softer() -> None:
    theme = Theme()
    inner = keys.keys_rect(RECT, theme)
    seen = {}
    for token in ("layer3", "layer3/app"):
        surface = pygame.Surface((1260, 140))
        keys.draw_keys(surface, RECT, theme, (36, 84), lit={60: token})
        left, wide = keys.key_spans(inner.width, 36, 84)[60]
        seen[token] = surface.get_at((inner.left + left + wide // 3, inner.top + round(inner.height * 0.7)))[:3]
    assert seen["layer3"] == theme.colour("layer3")
    assert seen["layer3/app"] != seen["layer3"]


def test_the_large_keys_know_which_of_them_is_pressed() -> None:
    assert [answer_keys.answer_at(pygame.Rect(0, 0, 700, 200), 7, (x, 50)) for x in (0, 350, 699)] == [0, 3, 6]
    assert answer_keys.answer_at(pygame.Rect(0, 0, 700, 200), 7, (701, 50)) is None


def test_a_pitch_has_its_letter_and_octave() -> None:
    assert [keys.note_name(60, octave=True), keys.note_name(66), keys.note_name(21, octave=True)] == ["C4", "F#", "A0"]
