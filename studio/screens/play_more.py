"""How to play it: what is changed less often, in one dialog; at large text all that is not on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.ui.nodes import Button, Choice, Column, Dialog, Node, Row, Space, Text, Toggle

if TYPE_CHECKING:
    from studio.screens.play import Play

HELPS = (("melody", "Melody"), ("all", "All notes"))
HANDS = (("left", "Left"), ("right", "Right"), ("both", "Both"))
BARS_SHOWN = 16


def more(screen: Play) -> Dialog:
    """What is changed less often: hear it, what I play, hands, speed, bars, count-in, click."""
    practice, folded = screen.practice, screen.tools.theme().folds  # at large text these are not on the screen
    done = screen.close_more
    return Dialog(
        "How to play it",
        Column(
            Button("hear-all", "Hear it first", screen.hear_whole, icon="headphones"),
            Choice("help-2", HELPS, practice.help, lambda v: screen.change(help=v), "I play")
            if screen.score.mine and folded
            else None,
            Choice("hands", HANDS, practice.hands, lambda v: screen.change(hands=v), "Hands")
            if screen.score.has_hands
            else None,
            Column(Text("Speed", style="label"), speed(screen), gap=4) if folded else None,
            _bars(screen),
            Row(
                Toggle("count-toggle", "Count me in", practice.count_in, lambda v: screen.change(count_in=v), grow=1),
                Toggle("click-toggle", "Click along", practice.click, lambda v: screen.change(click=v), grow=1),
            ),
            Row(Space(), Button("more-done", "Done", done, kind="primary", icon="check")),
            gap=12,
        ),
        key="more-dialog",
        escape=done,
        width=680,
    )


def _bars(screen: Play) -> Node | None:
    music = screen.score.music
    if music is None:
        return None
    bars = screen.practice.bars
    chosen = range(bars[0], bars[1] + 1) if bars else range(0)
    numbers = [bar.n for bar in music.bars() if bar.n > 0][:BARS_SHOWN]
    words = f"Goes round bars {span_of(bars)}. Press a bar to change it." if bars else "Press a bar to go round it."
    return Column(
        Text(words, style="label", tone="text2"),
        Row(
            *[Button(f"bar-{n}", str(n), lambda n=n: screen.loop_bar(n), selected=n in chosen) for n in numbers],  # type: ignore[misc]
            gap=4,
            wrap=True,
        ),
        gap=4,
    )


def speed(screen: Play) -> Node:
    """Slower and faster, with how fast it is now."""
    music = screen.score.music
    assert music is not None
    bpm = music.tempos[0].bpm
    return Row(
        Button("slower", "", lambda: screen.faster(-1), icon="minus", name="Slower"),
        Text(f"{bpm * screen.practice.speed:.0f} of {bpm:.0f}", style="label", weight=600),
        Button("faster", "", lambda: screen.faster(1), icon="plus", name="Faster"),
        gap=8,
    )


def span_of(bars: tuple[int, int]) -> str:
    """Bars in words, as in "2 to 4"."""
    return str(bars[0]) if bars[0] == bars[1] else f"{bars[0]} to {bars[1]}"
