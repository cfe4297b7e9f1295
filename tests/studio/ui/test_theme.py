"""Colours can be told apart and read in every theme."""

import pytest

from studio.ui.theme import GROWTH, THEMES, TYPE, Theme, contrast, mix, readable_on

EVERY = sorted(THEMES)
TEXT = [("text", "bg"), ("text", "s1"), ("text", "s2"), ("text", "soft"), ("text", "roll"), ("text2", "bg"),
        ("text2", "s1"), ("text2", "s2"), ("text2", "s3"), ("on", "accent"), ("on", "rec")]  # fmt: skip
SHAPES = [("edge", "s1"), ("edge", "s2"), ("edge", "bg"), ("focus", "bg"), ("focus", "s1"), ("focus", "s3"),
          ("accent", "s1"), ("accent", "soft"), ("accent", "roll"), ("rec", "s1"), ("good", "s1")]  # fmt: skip


@pytest.mark.parametrize("theme", EVERY)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_words_reach_four_and_a_half_to_one(theme: str, ink: str, ground: str) -> None:
    assert contrast(THEMES[theme][ink], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", EVERY)
@pytest.mark.parametrize(("ink", "ground"), SHAPES)
def test_edges_and_lights_reach_three_to_one(theme: str, ink: str, ground: str) -> None:
    assert contrast(THEMES[theme][ink], THEMES[theme][ground]) >= 3


@pytest.mark.parametrize("theme", EVERY)
def test_every_layer_shows_on_the_roll_and_its_note_names_can_be_read(theme: str) -> None:
    look = Theme(theme)
    for at in range(6):
        assert contrast(look.layer(at), look.colour("roll")) >= 3
        assert contrast(readable_on(look.layer(at)), look.layer(at)) >= 4.5


@pytest.mark.parametrize("theme", EVERY)
def test_names_on_lit_keys_can_be_read(theme: str) -> None:
    look = Theme(theme)
    for at in range(6):
        softer = mix(look.layer(at), look.colour("white"), 0.55)
        assert contrast(readable_on(softer), softer) >= 4.5


def test_black_on_white_is_the_most_there_is() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)


def test_larger_text_makes_every_style_larger_and_none_smaller_than_body() -> None:
    for style in TYPE:
        sizes = [Theme(text_scale=scale).type_px(style) for scale in (1.0, 1.25, 1.5, 2.0)]
        assert sizes == sorted(set(sizes))
    doubled = Theme(text_scale=2.0)
    assert all(doubled.type_px(style) >= doubled.type_px("body") for style in GROWTH)
