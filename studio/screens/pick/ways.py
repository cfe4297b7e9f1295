"""Two ways in to what is the pupil's own, in front of the shelves: the board of what they like, and a song from their phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.music import by_ear
from studio.screen import Go
from studio.ui.nodes import Card, Column, Icon, Node, Row, Text
from studio.words import beside, say

if TYPE_CHECKING:
    from studio.screen import Tools

SHOWN = 3  # names from the board


def begun(tools: Tools) -> by_ear.Song | None:
    """The song that is being found by ear and is no piece yet."""
    pupil = tools.lesson.pupil
    return by_ear.read(tools.drafts.at(f"{pupil.id}/phone/song")) if pupil is not None else None


def ways(tools: Tools) -> Node:
    """Build both; a guest has no board."""
    lesson = tools.lesson
    board = None
    if lesson.pupil is not None:
        likes = lesson.mine.likes
        names = beside(*(one.what for one in reversed(likes[-SHOWN:])))
        board = _way("likes", "heart", say("likes.music i like"), names or say("likes.begin your board"), tools)
    song = begun(tools)
    title = song.title if song is not None else ""
    about = (
        say("likes.go on with title", title=title)
        if title
        else say("likes.go on" if song else "likes.tap along and find")
    )
    return Row(
        board, _way("phone", "smartphone", say("phone.a song from my phone"), about, tools), gap=12, align="stretch"
    )


def _way(name: str, icon: str, title: str, about: str, tools: Tools) -> Node:
    words = Column(
        Text(title, style="lead", weight=600), Text(about, style="label", tone="text2", most_lines=2), gap=2, grow=1
    )
    return Card(
        Row(Icon(icon, 32, "accent"), words, Icon("arrow-right", 24, "accent"), gap=12, align="center"),
        tone="soft",
        pad=12,
        key=f"way-{name}",
        label=title,
        do=lambda: tools.move(Go(name)),
        grow=1,
    )
