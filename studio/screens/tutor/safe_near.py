"""Sealed files where people keep theirs, in the usual folders and on sticks: each a card to press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.music import nearby
from studio.screens.tutor.safe import words
from studio.ui.nodes import Card, Column, Icon, Node, Row, Text
from studio.words import day

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 5  # files to press; another is typed


def sealed_files() -> tuple[nearby.Near, ...]:
    """Find the latest of them; only names are read. On the worker: a stick may be slow."""
    from reflections.moving.bundle import SUFFIX

    return nearby.music_files(nearby.usual_folders(), endings=frozenset({SUFFIX}))[:MOST]


def card(n: int, near: nearby.Near, chosen: bool, pick: Callable[[], None]) -> Node:
    """One by its name, its day and where it lies."""
    told = words("file near", day=day(near.changed.astimezone()), folder=near.path.parent)
    about = Column(Text(near.path.name, weight=600), Text(told, style="label", tone="text2"), gap=0, grow=1)
    inside = Row(Icon("package", 22, "accent" if chosen else "text2"), about)
    name = f"{near.path.name}. {told}"
    return Card(inside, tone="s2", selected=chosen, pad=10, key=f"near-{n}", label=name, do=pick)
