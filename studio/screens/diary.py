"""The practice diary as it is drawn, for the pupil and for the tutor: plain words and small bars of time, and nothing to reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from reflections.diary import FEWEST_TO_COMPARE, minutes, over_all
from studio.ui import shape
from studio.ui.nodes import Button, Canvas, Card, Column, Node, Row, Space, Text
from studio.words import beside, counted, day, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pygame

    from reflections.diary import Sitting, Way, Went
    from studio.ui.theme import Theme

WAYS_SHOWN = 3
TALL, WIDE = 12, 220
SIDE = 220


def rows(
    sittings: Sequence[Sitting], whose: Literal["mine", "theirs"], *, folded: bool, most: int, more: Callable[[], None]
) -> list[Node]:
    """Lay it all out: how long in all, what went to each piece, then the sittings, the latest first, `most` of them."""
    total = sum(one.seconds for one in sittings)
    days = len({one.day for one in sittings})
    alike = max(went.seconds for one in sittings for went in one.went) if len(sittings) >= FEWEST_TO_COMPARE else None
    latest = list(sittings)[::-1]
    found: list[Node] = [
        Text(counted(f"diary.{whose}", days, time=_time(total)), style="h2"),
        Text(say(f"diary.{whose} counted"), tone="text2"),
    ]
    pieces = over_all(sittings)
    if len(sittings) > 1:
        longest = max(went.seconds for went in pieces)
        lines = [_line(f"all-{n}", went, longest, folded=folded) for n, went in enumerate(pieces)]
        found.append(_card(say("diary.all of it"), _time(total), lines))
    for n, one in enumerate(latest[:most]):
        longest = alike or max(went.seconds for went in one.went)
        lines = [_line(f"{n}-{m}", went, longest, folded=folded) for m, went in enumerate(one.went)]
        found.append(_card(day(one.day), _time(one.seconds), lines))
    if len(latest) > most:
        found.append(Row(Space(), Button("more-days", say("diary.more"), more, icon="chevron-down"), Space()))
    return found


def _card(title: str, time: str, lines: list[Node]) -> Node:
    return Card(
        Column(Row(Text(title, style="lead", weight=600, grow=1), Text(time, tone="text2")), *lines, gap=8), pad=12
    )


def _line(key: str, went: Went, longest: float, *, folded: bool) -> Node:
    """One piece: its name, a bar as long as the time, the time, and how it was played."""
    time = _time(went.seconds)
    name = Text(went.title, weight=600, most_lines=2)
    words = say("diary.bar of time", what=went.title, time=time)
    bar = _bar(f"time-{key}", words, went.seconds / longest) if minutes(longest) else None  # so little has no length
    spent = Text(time, style="label", tone="text2")
    head = (
        Column(Row(name, Space(), spent), bar, gap=4)
        if folded
        else Row(Column(name, width=SIDE), bar, spent, Space(), gap=12, align="center")
    )
    return Column(head, Text(_ways(went.ways), style="label", tone="text2"), gap=2)


def _bar(key: str, name: str, share: float) -> Node:
    def draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
        length = max(rect.height, round(rect.width * min(1.0, share)))
        shape.box(surface, rect, rect.height // 2, theme.colour("s3"))
        lit = rect.copy()
        lit.width = length
        shape.box(surface, lit, rect.height // 2, theme.colour("accent"))

    return Canvas(key, draw, "image", name, min_size=(WIDE, TALL))


def _time(seconds: float) -> str:
    n = minutes(seconds)
    return counted("diary.minutes", n) if n else say("diary.under a minute")


def _ways(ways: Sequence[Way]) -> str:
    """The first ways it was played in, in words."""
    said = [_way(way) for way in ways[:WAYS_SHOWN]]
    rest = len(ways) - WAYS_SHOWN
    return ". ".join((*said, counted("diary.more ways", rest)) if rest > 0 else said) + "."


def _way(way: Way) -> str:
    if way.mode == "free":
        return say("diary.mode free").capitalize()
    if way.bars is None:
        bars = say("diary.whole")
    else:
        first, last = way.bars
        span = str(first) if first == last else say("play.n to n2", n=first, n2=last)
        bars = counted("diary.bars", last - first + 1, bars=span)
    how = [
        say(f"diary.{kind} {value}")
        for kind, value in (("mode", way.mode), ("help", way.help), ("hands", way.hands), ("pace", way.pace))
        if value
    ]
    return say("diary.way", bars=bars, how=beside(*how)) if how else bars
