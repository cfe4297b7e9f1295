"""What a visitor finds where a pupil's own things would be: that nothing stays, and how it could."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.screen import Go
from studio.ui.nodes import Button, Column, Icon, Node, Row, Space, Text
from studio.words import say

if TYPE_CHECKING:
    from studio.screen import Tools

ON = "back-to-music"


def visitor(tools: Tools) -> Node:
    """Two ways on: say who you are and keep it, or go on visiting."""
    return Column(
        Space(),
        Column(Icon("footprints", 56, "accent"), align="center"),
        Text(say("people.you are visiting"), style="h1", align="center"),
        Text(say("people.want to keep it"), style="lead", tone="text2", align="center"),
        Row(
            Space(),
            Button("stay", say("people.yes i am new"), lambda: tools.move(Go("newcomer")), icon="user-plus"),
            Button(ON, say("reflect.back to the music"), lambda: tools.move(Go("play")), "arrow-right", "primary"),
            Space(),
        ),
        Space(),
        gap=16,
        grow=1,
    )
