"""Says under a box for a name that this computer has no letters for it; the name is kept, and dots are drawn for now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.ui import text
from studio.ui.nodes import Text
from studio.words import say

if TYPE_CHECKING:
    from studio.ui.nodes import Node


def no_letters(name: str) -> Node | None:
    """Return the sentence; None where every letter can be drawn."""
    return Text(say("frame.no letters"), style="label", tone="text2") if text.lacks(name) else None


def turned(before: str, after: str) -> bool:
    """Whether the sentence comes or goes with what was typed."""
    return text.lacks(before) != text.lacks(after)
