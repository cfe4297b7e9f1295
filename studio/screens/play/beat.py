"""How to play it, page *Beat*: counting in, the click, and whether the music goes at the pupil's pace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.ui.nodes import Choice, Node, Row, Toggle
from studio.words import say

if TYPE_CHECKING:
    from studio.screens.play.room import Play


def rows(screen: Play) -> tuple[Node | None, ...]:
    """What there is to choose here; with no piece open only whether it counts in."""
    practice, folded = screen.practice, screen.tools.theme().folds  # at large text the pace is not on the screen
    count_in = Toggle(
        "count-toggle", say("play.count me in"), practice.count_in, lambda v: screen.change(count_in=v), grow=1
    )
    click = Toggle("click-toggle", say("play.click along"), practice.click, lambda v: screen.change(click=v), grow=1)
    return (
        Row(count_in, click if screen.score.music is not None else None),
        pace(screen, "pace-2", say("play.the music")) if folded and screen.score.may_breathe else None,
    )


def pace(screen: Play, key: str, label: str = "", *, grow: int = 0) -> Node:
    """Whether what plays with the pupil goes at their pace or keeps its own."""
    return Choice(
        key,
        ((True, say("play.follows me"), None), (False, say("play.keeps steady"), None)),
        screen.practice.breathes,
        lambda v: screen.change(breathes=v),
        label,
        grow=grow,
    )
