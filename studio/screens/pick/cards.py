"""The card of something to pick: what its start looks like, and its ways to be heard, chosen, and taken in a part that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio.screens import drawn
from studio.ui.nodes import Button, Card, Column, Kind, Node, Row, Space, Text
from studio.words import beside, counted, say, told

if TYPE_CHECKING:
    from collections.abc import Callable


def card(item: Any, hear: Node, choose: Callable[[], None], fit: Callable[[], None], *, lit: bool, folds: bool) -> Node:
    """Build it; `hear` is its button to listen, `lit` whether it is being heard, `folds` at large text."""
    key = item.hiding
    kind: Kind = "primary" if lit else "plain"  # one loud button on the shelf: the one for what is being heard
    take = Button(f"choose-{key}", say("pick.choose"), choose, icon="check", kind=kind, grow=1)
    fits = say("pick.a part that fits")
    part = Button(f"fit-{key}", fits if folds else "", fit, icon="sliders-horizontal", name=fits, grow=int(folds))
    return Card(
        Column(
            _strip(item),
            Text(item.title, style="lead", weight=600, most_lines=2),
            Text(_about(item), style="label", tone="text2"),
            Space(),
            Row(hear, take, part if item.kind != "groove" else None, gap=8, wrap=folds),
            gap=8,
            grow=1,
        ),
        selected=lit,
        pad=12,
    )


def _about(item: Any) -> str:
    if item.kind == "folk":
        return beside(say(f"pick.from {item.what.tradition}"), counted("pick.bars of it", item.what.bars))
    return told(f"shelf.{item.hiding}", item.about)


def _strip(item: Any) -> Node:
    if item.kind == "groove":
        return drawn.beat(f"strip-{item.hiding}", item.what)
    roll = item.facts.roll if item.kind == "file" else item.what.roll if item.kind == "tune" else ()
    name = say("pick.the notes of title", title=item.title)
    return drawn.strip(f"strip-{item.hiding}", name, roll) if roll or item.kind == "file" else Space(size=4)
