"""Takes, tunes and beats as small pictures: what the screens share of drawing music."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from studio.ui import shape, small, text
from studio.ui.nodes import Canvas, Grid, Node, Space
from studio.ui.roll import RollNote
from studio.words import say

if TYPE_CHECKING:
    import pygame

    from reflections import records
    from studio.music.grooves import Groove
    from studio.ui.theme import Theme

Roll = Sequence[tuple[float, float, int, int]]
A_ROW = 4
MELODY = 2  # the layer whose colour a pupil's own line has everywhere
BEAT_ROWS = (
    ("hat", "shaker", "ride", "cabasa", "dhol-high", "hat-open", "hat-pedal"),
    ("snare", "clap", "rim", "tom-mid"),
    ("dhol-low", "kick", "tom-low"),
)


def strip(key: str, name: str, notes: Roll, *, tall: int = 58, lit: bool = True, grow: int = 0) -> Node:
    """A take or tune as a line of notes; `notes` are (start seconds, length seconds, pitch, velocity)."""
    return small.preview(key, _notes(notes), name=name, tall=tall, lit=lit, grow=grow)


def lane(
    key: str,
    name: str,
    notes: Roll,
    seconds: float,
    bar_starts: Sequence[float],
    head: Callable[[], float | None],
) -> Node:
    """A take on its own lane with its barlines and, while it sounds, the playhead."""
    bars = tuple((n, at) for n, at in enumerate(bar_starts, 1))
    return small.preview(
        key, _notes(notes), name=name, head=head, bars=bars if len(bars) > 1 else (), end=seconds, tall=64, grow=1
    )


def beat(key: str, groove: Groove) -> Node:
    """A groove as dots: hat, snare and kick of its first bar."""
    grids = groove.loop[0].grids if groove.loop else {}
    rows = []
    for names in BEAT_ROWS:
        bars = next((grids[name] for name in names if name in grids), ())
        rows.append("".join("." if step in ".-" else "x" for step in bars[0]) if bars else "." * 16)
    return small.groove(key, tuple(rows), name=say("hearing.the beat of title", title=groove.title), tall=58)


def shelf(cards: Sequence[Node]) -> Node:
    """Cards in equal columns; a few of them keep a card's width and are not stretched."""
    return Grid(*cards, *[Space() for _ in range(A_ROW - len(cards))], min_width=264, gap=12)


def _notes(notes: Roll) -> tuple[RollNote, ...]:
    return tuple(RollNote(start, length, pitch, MELODY) for start, length, pitch, _ in notes)


def sure(key: str, task: str, before: records.Rating, after: records.Rating) -> Node:
    """How sure somebody was of a task, before and after, as two rows of lights with the words they were asked in."""
    rows = tuple((rating, rating.words, tone) for rating, tone in ((before, "text2"), (after, "text")))

    def draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
        x = rect.left
        for rating, words, tone in rows:
            x = _lights(surface, theme, (x, rect.centery), rating)
            x = text.draw(surface, theme, words, (x, rect.centery), tone=tone, anchor="midleft").right
            x += theme.px(28)

    said = say("hearing.task words before words2", task=task, words=before.words, words2=after.words)
    seen = tuple((rating.value, words) for rating, words, _ in rows)
    return Canvas(key, draw, "picture", said, min_size=(440, 26), grow=1, version=lambda: seen)


def _lights(surface: pygame.Surface, theme: Theme, at: tuple[int, int], rating: records.Rating) -> int:
    """As many lights as the scale has steps, lit up to what was given; where the words after them begin."""
    radius, x = theme.px(6), at[0] + theme.px(6)
    for step in range(rating.minimum, rating.maximum + 1):
        on = rating.value is not None and step <= rating.value
        fill, edge = theme.colour("accent" if on else "s2"), theme.colour("accent" if on else "edge")
        shape.disc(surface, (x, at[1]), radius, fill, edge, line=max(1, theme.px(1.5)))
        x += theme.px(18)
    return x
