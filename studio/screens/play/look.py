"""How to play it, page *Look*: what the music looks like, for whoever is here; without a row it is not shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.settings import CHOICES
from studio.ui.nodes import Choice, Column, Node, Row, Text, Toggle
from studio.words import say

if TYPE_CHECKING:
    from studio.screens.play.room import Play

ICONS = {"falling": "piano", "stave": "music", "hand": "hand", "pitch": "shapes"}


def rows(screen: Play) -> tuple[Node | None, ...]:
    """What there is to choose here; falling or on a stave only where there are notes for the pupil."""
    now = screen.tools.settings

    def change(**wanted: object) -> None:
        screen.tools.restyle(replace(screen.tools.settings, **wanted))  # type: ignore[arg-type]  # fields of Settings by name

    def choice(field: str) -> Node:
        words = say(f"play.{field}")
        ways = tuple((value, say(f"play.{field} {value}"), ICONS[str(value)]) for value in CHOICES[field])
        return Column(
            Text(words, style="label", tone="text2"),
            Choice(f"look-{field}", ways, getattr(now, field), lambda value: change(**{field: value}), words),
            gap=4,
        )

    def toggle(field: str) -> Node:
        return Toggle(
            f"look-{field}", say(f"play.{field}"), getattr(now, field), lambda on: change(**{field: on}), grow=1
        )

    return (
        choice("music_as") if screen.score.mine else None,
        choice("note_colours"),
        Row(toggle("note_names"), toggle("fingers") if screen.score.music is not None else None),
    )
