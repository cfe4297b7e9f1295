"""How to play it, page *Look*: what the music looks like; without a row it is not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.screens.play.room import Play
    from studio.ui.nodes import Node


def rows(_screen: Play) -> tuple[Node | None, ...]:
    """What there is to choose here."""
    return ()
