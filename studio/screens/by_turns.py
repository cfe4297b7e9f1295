"""The play bar of a take that is heard beside its piece: The piece or Me, changed over by a press or by one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from studio.screens.play.score import parts_of
from studio.ui.nodes import Choice, Node, Text
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Content = Callable[[], bytes]
    from studio.music.beside import Beside
    from studio.music.piece import Hand
    from studio.music.take import Take
    from studio.playing.side_by_side import SideBySide

KEY = pygame.K_x  # no key of the piano is near it
SIDES = ("piece", "take")


def choice(side: SideBySide, *, folded: bool) -> tuple[Node | None, ...]:
    """What of the bar is this: which of the two sounds, in which bar, and the key; nothing where there is one only."""
    if not side.both:
        return ()
    words = tuple((one, say(f"hearing.side {one}"), None) for one in SIDES)
    bar = say("hearing.bar n", n=side.bar) if side.bar else say("hearing.pickup")
    return (
        Choice("by-turns", words, side.which, side.choose, say("hearing.which side")),
        Text(bar, weight=600),
        Text(say("hearing.side key"), style="label", tone="text2") if not folded else None,
    )


def asks(event: pygame.event.Event, side: SideBySide) -> bool:
    """Whether it is the key that changes over, where there is something to change to."""
    modified = getattr(event, "mod", 0) & (pygame.KMOD_CTRL | pygame.KMOD_ALT | pygame.KMOD_META)
    return event.type == pygame.KEYDOWN and event.key == KEY and not modified and side.both


def laid(
    take: Take,
    content: Content,
    *,
    help_: str,
    hands: str,
    bars: tuple[int, int] | None,
    reached: Sequence[float],
    speed: float,
) -> Beside | None:
    """Lay a take beside its piece as it was kept first, `content` its MIDI bytes; None where it is of none. For the worker."""
    from studio.music.beside import beside
    from studio.music.piece import Piece

    kept = content()
    if not kept:
        return None
    music = Piece.from_midi(kept)
    hand: Hand = "left" if hands == "left" else "right" if hands == "right" else ""
    parts = parts_of(music, help_)
    return beside(take, music, parts, hand=hand, bars=bars, reached=reached, speed=speed or 1.0)
