"""Screens of every kind of node are free of faults at every size, and the lint sees the faults there are."""

from collections.abc import Callable
from typing import Any

import pytest

from studio.ui import nodes as n
from studio.ui.lint import faults
from studio.ui.runtime import Ui
from studio.ui.theme import Theme

Show = Callable[..., Ui]
Sample = Callable[[Theme], n.Node]


@pytest.mark.parametrize("size", [(1280, 680), (1366, 768)], ids=str)
@pytest.mark.parametrize("text_scale", [1.0, 1.25, 1.5, 2.0])
def test_the_sample_screens_have_no_fault(show: Show, sample: Sample, size: tuple[int, int], text_scale: float) -> None:
    theme = Theme(text_scale=text_scale)
    assert faults(show(sample(theme), size=size, text_scale=text_scale)) == []


@pytest.mark.parametrize("scale", [1.5, 2.0])
def test_they_have_none_on_a_dense_screen(show: Show, sample: Sample, scale: float) -> None:
    size = (round(1280 * scale), round(680 * scale))
    assert faults(show(sample(Theme(scale=scale)), size=size, scale=scale)) == []


def wrong(show: Show, node: n.Node, **more: Any) -> str:
    return " ".join(faults(show(node, **more)))


def test_a_name_that_is_missing_is_found(show: Show) -> None:
    assert "no name" in wrong(show, n.Button("a", "", n.nothing, icon="play"))


def test_a_notice_over_a_heading_is_found(show: Show) -> None:
    heading = n.Column(n.Text("Unlock", "h1"), n.Space())
    notice = n.Column(n.Card(n.Text("That is not the passphrase.")), n.Space())
    assert "lie on each other" in wrong(show, n.Overlay(heading, notice))


def test_a_notice_half_over_a_control_is_found(show: Show) -> None:
    ways = n.Column(n.Choice("mode", (("w", "Waits"), ("p", "Plays with me")), "w", n.ignored, big=True), n.Space())
    notice = n.Row(n.Space(), n.Card(n.Text("Your keys are an octave higher now.")), n.Space(), align="start")
    assert "lie on each other" in wrong(show, n.Overlay(ways, notice))


def test_a_small_target_is_found(show: Show) -> None:
    canvas = n.Canvas("a", lambda *_: None, "button", "Dot", min_size=(20, 20), handle=lambda *_: True)
    assert "too small to hit" in wrong(show, n.Row(canvas, align="start"))


def test_what_is_off_the_screen_is_found(show: Show) -> None:
    assert "off the screen" in wrong(show, n.Column(*(n.Button(f"{k}", f"{k}", n.nothing) for k in range(30))))


def test_words_without_room_are_found(show: Show) -> None:
    assert "do not fit" in wrong(
        show, n.Column(n.Column(n.Text("Twelve bars", "h1", wrap=False), width=60), align="start")
    )


def test_an_icon_nobody_drew_is_found(show: Show) -> None:
    assert "no icon called 'no-such-icon'" in wrong(show, n.Icon("no-such-icon"))


def test_a_key_used_twice_is_found(show: Show) -> None:
    assert "twice" in wrong(show, n.Column(n.Button("a", "One", n.nothing), n.Button("a", "Two", n.nothing)))


def test_controls_that_lie_on_each_other_are_found(show: Show) -> None:
    low = n.Column(n.Button("a", "One", n.nothing), width=300, align="start")
    high = n.Column(n.Space(size=20), n.Button("b", "Another", n.nothing), width=300, align="start")
    assert "overlap" in wrong(show, n.Overlay(low, high))
